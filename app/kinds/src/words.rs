//! AWS's resource types in words that people know. The texts stand in the catalogue.

/// What a resource is to the people who use a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceWord {
    /// The database with its storage.
    Database,
    /// A machine on which the database runs.
    DatabaseInstance,
    /// The rules by which the database runs.
    DatabaseParameters,
    /// In which subnets the database may stand.
    DatabasePlacement,
    /// The key that encrypts everything.
    EncryptionKey,
    /// The readable name of the key.
    EncryptionKeyName,
    /// The firewall in front of the component.
    Firewall,
    /// One network that may connect.
    FirewallRule,
    /// Where logs are kept.
    LogStore,
    /// What is counted in the logs.
    LogCounter,
    /// What a part of the component may do in AWS.
    AccessRole,
    /// Where long-term backups are kept.
    BackupVault,
    /// When long-term backups are made.
    BackupPlan,
    /// What is backed up.
    BackupSelection,
    /// The private network.
    Network,
    /// A part of the network in one zone.
    Subnet,
    /// Where packets of a subnet go.
    RouteTable,
    /// Which subnet uses which routes.
    RouteAssociation,
    /// The record of connections in the network.
    FlowLog,
    /// The function itself.
    Function,
    /// What the load balancer hands requests to.
    LoadBalancerTarget,
    /// Networks of the allow-list, at the load balancer.
    LoadBalancerRule,
    /// What takes requests and hands them on.
    LoadBalancer,
    /// The port on which the load balancer listens.
    LoadBalancerListener,
    /// A name in DNS.
    HostName,
    /// What proves the name to browsers and programs.
    Certificate,
    /// Where secret values are kept.
    SecretStore,
    /// Where files are kept.
    FileStore,
    /// Who may do what with the files.
    FileStoreRules,
    /// The way from the network to the internet.
    InternetAccess,
    /// Where packets to the internet go.
    Route,
    /// The way from the private network to a service of AWS.
    PrivateEndpoint,
    /// A type that no blueprint makes. Only older blueprints, or AWS, can name one.
    Other,
}

/// The word for a CloudFormation type.
pub fn resource_word(resource_type: &str) -> ResourceWord {
    match resource_type {
        "AWS::RDS::DBCluster" => ResourceWord::Database,
        "AWS::RDS::DBInstance" => ResourceWord::DatabaseInstance,
        "AWS::RDS::DBClusterParameterGroup" | "AWS::RDS::DBParameterGroup" => {
            ResourceWord::DatabaseParameters
        }
        "AWS::RDS::DBSubnetGroup" => ResourceWord::DatabasePlacement,
        "AWS::KMS::Key" => ResourceWord::EncryptionKey,
        "AWS::KMS::Alias" => ResourceWord::EncryptionKeyName,
        "AWS::EC2::SecurityGroup" => ResourceWord::Firewall,
        "AWS::EC2::SecurityGroupIngress" => ResourceWord::FirewallRule,
        "AWS::Logs::LogGroup" => ResourceWord::LogStore,
        "AWS::Logs::MetricFilter" => ResourceWord::LogCounter,
        "AWS::IAM::Role" => ResourceWord::AccessRole,
        "AWS::Backup::BackupVault" => ResourceWord::BackupVault,
        "AWS::Backup::BackupPlan" => ResourceWord::BackupPlan,
        "AWS::Backup::BackupSelection" => ResourceWord::BackupSelection,
        "AWS::EC2::VPC" => ResourceWord::Network,
        "AWS::EC2::Subnet" => ResourceWord::Subnet,
        "AWS::EC2::RouteTable" => ResourceWord::RouteTable,
        "AWS::EC2::SubnetRouteTableAssociation" => ResourceWord::RouteAssociation,
        "AWS::EC2::FlowLog" => ResourceWord::FlowLog,
        "AWS::Lambda::Function" => ResourceWord::Function,
        "AWS::ElasticLoadBalancingV2::TargetGroup" => ResourceWord::LoadBalancerTarget,
        "AWS::ElasticLoadBalancingV2::ListenerRule" => ResourceWord::LoadBalancerRule,
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => ResourceWord::LoadBalancer,
        "AWS::ElasticLoadBalancingV2::Listener" => ResourceWord::LoadBalancerListener,
        "AWS::Route53::RecordSet" => ResourceWord::HostName,
        "AWS::CertificateManager::Certificate" => ResourceWord::Certificate,
        "AWS::SecretsManager::Secret" => ResourceWord::SecretStore,
        "AWS::S3::Bucket" => ResourceWord::FileStore,
        "AWS::S3::BucketPolicy" => ResourceWord::FileStoreRules,
        "AWS::EC2::InternetGateway" | "AWS::EC2::VPCGatewayAttachment" => ResourceWord::InternetAccess,
        "AWS::EC2::Route" => ResourceWord::Route,
        "AWS::EC2::VPCEndpoint" => ResourceWord::PrivateEndpoint,
        _ => ResourceWord::Other,
    }
}

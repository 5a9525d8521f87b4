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
        "AWS::IAM::Role" => ResourceWord::AccessRole,
        "AWS::Backup::BackupVault" => ResourceWord::BackupVault,
        "AWS::Backup::BackupPlan" => ResourceWord::BackupPlan,
        "AWS::Backup::BackupSelection" => ResourceWord::BackupSelection,
        "AWS::EC2::VPC" => ResourceWord::Network,
        "AWS::EC2::Subnet" => ResourceWord::Subnet,
        "AWS::EC2::RouteTable" => ResourceWord::RouteTable,
        "AWS::EC2::SubnetRouteTableAssociation" => ResourceWord::RouteAssociation,
        "AWS::EC2::FlowLog" => ResourceWord::FlowLog,
        _ => ResourceWord::Other,
    }
}

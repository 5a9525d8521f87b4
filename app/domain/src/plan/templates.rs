//! What differs between two CloudFormation templates, resource by resource. Our own view of a plan, before AWS has one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ResourceAction, ResourceChange};

/// Compares the template of a stack with the one it should get; none stands for a stack that does not exist. In the order of logical ids.
///
/// A resource is replaced when its type differs or a property that cannot change in place. What follows from another resource's replacement
/// only AWS knows.
pub fn diff_templates(before: Option<&Value>, after: Option<&Value>) -> Vec<ResourceChange> {
    let resources =
        |template: Option<&Value>| template.map_or(Value::Null, |template| template["Resources"].clone());
    let (before, after) = (resources(before), resources(after));
    let names =
        [&before, &after].into_iter().filter_map(Value::as_object).flat_map(|resources| resources.keys());
    let ids: BTreeSet<&String> = names.collect();
    ids.into_iter()
        .filter_map(|id| {
            let (action, resource) = match (before.get(id), after.get(id)) {
                (Some(old), Some(new)) if old == new => return None,
                (Some(old), Some(new)) => (change_of(old, new), new),
                (Some(old), None) => (ResourceAction::Remove, old),
                (None, Some(new)) => (ResourceAction::Add, new),
                (None, None) => return None,
            };
            let resource_type = resource["Type"].as_str().unwrap_or_default().to_owned();
            Some(ResourceChange { logical_id: id.clone(), resource_type, action })
        })
        .collect()
}

/// What AWS would, or may, take away of resources that hold data although the plan does not say so. A plan that says "may" is enough: it was
/// confirmed with the typed name.
pub fn unexpected_loss<'a>(planned: &[ResourceChange], aws: &'a [ResourceChange]) -> Vec<&'a ResourceChange> {
    let is_planned = |change: &ResourceChange| {
        planned.iter().any(|plan| plan.logical_id == change.logical_id && plan.may_lose_data())
    };
    aws.iter().filter(|change| change.may_lose_data() && !is_planned(change)).collect()
}

fn change_of(old: &Value, new: &Value) -> ResourceAction {
    let resource_type = new["Type"].as_str().unwrap_or_default();
    let differs = |property: &str| old["Properties"][property] != new["Properties"][property];
    let replaced = old["Type"] != new["Type"]
        || match immutable_properties(resource_type) {
            Immutable::These(properties) => properties.iter().any(|property| differs(property)),
            Immutable::AllBut(mutable) => {
                let properties =
                    [old, new].into_iter().filter_map(|resource| resource["Properties"].as_object());
                let mut names = properties.flat_map(|properties| properties.keys());
                names.any(|name| !mutable.contains(&name.as_str()) && differs(name))
            }
        };
    if replaced { ResourceAction::Replace } else { ResourceAction::Change }
}

/// Which properties of a type cannot change in place ("Update requires: Replacement").
enum Immutable {
    These(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

/// `createOnlyProperties`, and those of `conditionalCreateOnlyProperties` that our blueprints set, of each type's schema
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>).
fn immutable_properties(resource_type: &str) -> Immutable {
    use Immutable::{AllBut, These};
    match resource_type {
        "AWS::Backup::BackupPlan" | "AWS::KMS::Key" => These(&[]),
        "AWS::Backup::BackupSelection" => AllBut(&[]),
        "AWS::Backup::BackupVault" => These(&["BackupVaultName", "EncryptionKeyArn"]),
        "AWS::CertificateManager::Certificate" => These(CERTIFICATE),
        "AWS::EC2::FlowLog" => AllBut(&["Tags"]),
        "AWS::EC2::InternetGateway" => These(&[]),
        "AWS::EC2::Route" => These(&[
            "DestinationCidrBlock",
            "DestinationIpv6CidrBlock",
            "DestinationPrefixListId",
            "RouteTableId",
        ]),
        "AWS::EC2::RouteTable" => These(&["VpcId"]),
        "AWS::EC2::SecurityGroup" => These(&["GroupDescription", "GroupName", "VpcId"]),
        "AWS::EC2::SecurityGroupEgress" | "AWS::EC2::SecurityGroupIngress" => AllBut(&["Description"]),
        "AWS::EC2::Subnet" => These(&["AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId"]),
        "AWS::EC2::SubnetRouteTableAssociation" => AllBut(&[]),
        "AWS::EC2::VPC" => These(&["CidrBlock", "InstanceTenancy"]),
        "AWS::EC2::VPCEndpoint" => These(&["ServiceName", "VpcEndpointType", "VpcId"]),
        "AWS::EC2::VPCGatewayAttachment" => These(&["VpcId"]),
        "AWS::ElasticLoadBalancingV2::Listener" => These(&["LoadBalancerArn"]),
        "AWS::ElasticLoadBalancingV2::ListenerRule" => These(&["ListenerArn"]),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => These(&["Name", "Scheme", "Type"]),
        "AWS::ElasticLoadBalancingV2::TargetGroup" => These(TARGET_GROUP),
        "AWS::IAM::ManagedPolicy" => These(&["Description", "ManagedPolicyName", "Path"]),
        "AWS::IAM::Role" => These(&["Path", "RoleName"]),
        "AWS::KMS::Alias" => These(&["AliasName"]),
        "AWS::Lambda::Function" => These(&["FunctionName", "PackageType", "TenancyConfig"]),
        "AWS::Logs::LogGroup" => These(&["LogGroupName"]),
        "AWS::Logs::MetricFilter" => These(&["FilterName", "LogGroupName"]),
        "AWS::RDS::DBCluster" => These(DB_CLUSTER),
        "AWS::RDS::DBClusterParameterGroup" => {
            These(&["DBClusterParameterGroupName", "Description", "Family"])
        }
        "AWS::RDS::DBInstance" => These(DB_INSTANCE),
        "AWS::RDS::DBParameterGroup" => These(&["DBParameterGroupName", "Description", "Family"]),
        "AWS::RDS::DBSubnetGroup" => These(&["DBSubnetGroupName"]),
        "AWS::Route53::RecordSet" => These(&["HostedZoneId", "HostedZoneName"]),
        "AWS::S3::Bucket" => These(&["BucketName", "BucketNamePrefix", "BucketNamespace"]),
        "AWS::S3::BucketPolicy" => These(&["Bucket"]),
        "AWS::SecretsManager::Secret" => These(&["Name"]),
        // Better a warning too much than data lost without one, until the type has its line here.
        _ => AllBut(&["Tags"]),
    }
}

const CERTIFICATE: &[&str] = &[
    "CertificateAuthorityArn",
    "CertificateExport",
    "DomainName",
    "DomainValidationOptions",
    "KeyAlgorithm",
    "SubjectAlternativeNames",
];

const TARGET_GROUP: &[&str] =
    &["IpAddressType", "Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId"];

const DB_CLUSTER: &[&str] = &[
    "AvailabilityZones",
    "ClusterScalabilityType",
    "DBClusterIdentifier",
    "DBSubnetGroupName",
    "DBSystemId",
    "DatabaseName",
    "Engine",
    "EngineMode",
    "KmsKeyId",
    "MasterUsername",
    "PubliclyAccessible",
    "RestoreToTime",
    "RestoreType",
    "SnapshotIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDbClusterResourceId",
    "SourceRegion",
    "StorageEncrypted",
    "UseLatestRestorableTime",
];

const DB_INSTANCE: &[&str] = &[
    "AvailabilityZone",
    "BackupTarget",
    "CharacterSetName",
    "CustomIAMInstanceProfile",
    "DBClusterIdentifier",
    "DBInstanceIdentifier",
    "DBName",
    "DBSubnetGroupName",
    "DBSystemId",
    "Engine",
    "KmsKeyId",
    "MasterUsername",
    "NcharCharacterSetName",
    "SourceRegion",
    "StorageEncrypted",
    "Timezone",
];

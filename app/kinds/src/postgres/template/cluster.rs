//! The cluster and its instances.

use serde_json::{Value, json};

use super::super::{PORT, USERNAME};
use super::{Input, backup_window, id};
use crate::template::{OnRemoval, Resource, Template, get_att, reference};

const ENGINE: &str = "aurora-postgresql";

/// For how many days Performance Insights keeps its data: the longest that is free
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Overview.cost.html>).
const INSIGHTS_DAYS: u16 = 7;

/// How often the machines are measured, in seconds.
const MONITORING_SECONDS: u16 = 60;

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    let cluster = Resource::new("AWS::RDS::DBCluster", cluster(input))
        .after(id::LOG_GROUP)
        .on_removal(OnRemoval::Snapshot);
    template.add(id::CLUSTER, cluster);
    // One after the other: a restart of all at once would leave nobody to take over. The first one made is the one that writes.
    let mut before: Option<String> = None;
    for number in 1..=input.settings.replicas + 1 {
        let logical_id = format!("Instance{number}");
        let instance = Resource::new("AWS::RDS::DBInstance", instance(input, number));
        let instance = match before.replace(logical_id.clone()) {
            Some(before) => instance.after(&before),
            None => instance,
        };
        template.add(logical_id, instance);
    }
}

fn cluster(input: &Input<'_>) -> Value {
    let settings = input.settings;
    json!({
        "DBClusterIdentifier": input.identifier,
        "DBClusterParameterGroupName": reference(id::CLUSTER_PARAMETERS),
        "DBSubnetGroupName": reference(id::SUBNET_GROUP),
        "DatabaseName": settings.database_name.as_str(),
        "DeletionProtection": settings.deletion_protection,
        "EnableCloudwatchLogsExports": ["postgresql"],
        "EnableIAMDatabaseAuthentication": true,
        "Engine": ENGINE,
        "EngineVersion": settings.engine_version.as_str(),
        // RDS makes the password, keeps it in Secrets Manager, and changes it every seven days.
        // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
        "ManageMasterUserPassword": true,
        "MasterUserSecret": { "KmsKeyId": get_att(id::KEY, "Arn") },
        "MasterUsername": USERNAME,
        "Port": PORT,
        "StorageEncrypted": true,
        "KmsKeyId": get_att(id::KEY, "Arn"),
        "BackupRetentionPeriod": settings.backup_retention_days,
        "CopyTagsToSnapshot": true,
        "PreferredBackupWindow": backup_window(input.context.window).to_string(),
        "PreferredMaintenanceWindow": input.context.window.to_string(),
        "VpcSecurityGroupIds": [get_att(id::SECURITY_GROUP, "GroupId")],
    })
}

fn instance(input: &Input<'_>, number: u8) -> Value {
    json!({
        // A long-term release only keeps its promise where AWS does not move it on; its fixes come as patches all the same.
        // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
        "AutoMinorVersionUpgrade": !input.settings.engine_version.is_long_term(),
        "DBClusterIdentifier": reference(id::CLUSTER),
        "DBInstanceClass": input.settings.size.instance_class(),
        "DBInstanceIdentifier": format!("{}-{number}", input.identifier),
        "DBParameterGroupName": reference(id::INSTANCE_PARAMETERS),
        "DBSubnetGroupName": reference(id::SUBNET_GROUP),
        "EnablePerformanceInsights": true,
        "PerformanceInsightsKMSKeyId": get_att(id::KEY, "Arn"),
        "PerformanceInsightsRetentionPeriod": INSIGHTS_DAYS,
        "Engine": ENGINE,
        "MonitoringInterval": MONITORING_SECONDS,
        "MonitoringRoleArn": get_att(id::MONITORING_ROLE, "Arn"),
        "PreferredMaintenanceWindow": input.context.window.to_string(),
        "PubliclyAccessible": false,
    })
}

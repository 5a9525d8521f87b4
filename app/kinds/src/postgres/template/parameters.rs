//! The rules by which the database server runs.

use serde_json::json;

use super::{Input, id};
use crate::template::{Resource, Template};

/// Statements that take longer are logged, in milliseconds. `log_statement` stays off: it would write the passwords of `CREATE ROLE`
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html>).
const SLOW_STATEMENT_MS: &str = "1000";

/// Names are left to CloudFormation: a group of another family can then be made before the old one goes.
pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    let family = input.settings.engine_version.parameter_family();
    let cluster = json!({
        "Description": "Forces TLS, logs connections and slow statements",
        "Family": family,
        "Parameters": {
            // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
            "rds.force_ssl": "1",
            "log_connections": "1",
            "log_disconnections": "1",
            "log_min_duration_statement": SLOW_STATEMENT_MS,
        },
    });
    template.add(id::CLUSTER_PARAMETERS, Resource::new("AWS::RDS::DBClusterParameterGroup", cluster));
    let instance = json!({
        "Description": "Logs waits for locks",
        "Family": family,
        "Parameters": { "log_lock_waits": "1" },
    });
    template.add(id::INSTANCE_PARAMETERS, Resource::new("AWS::RDS::DBParameterGroup", instance));
}

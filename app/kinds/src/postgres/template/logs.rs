//! Where the server's log goes, and what its machines may write.

use serde_json::{Value, json};

use super::{Input, id};
use crate::LOG_RETENTION_DAYS;
use crate::encryption::log_group_arn;
use crate::template::{OnRemoval, Resource, Template, get_att, sub};

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    // RDS would make the group itself, without encryption and for ever.
    let group = json!({
        "LogGroupName": group_name(&input.identifier),
        "RetentionInDays": LOG_RETENTION_DAYS,
        "KmsKeyId": get_att(id::KEY, "Arn"),
    });
    // Who connected is evidence, and outlives the server.
    template.add(id::LOG_GROUP, Resource::new("AWS::Logs::LogGroup", group).on_removal(OnRemoval::Keep));
    let role = json!({
        "AssumeRolePolicyDocument": assume_policy(&input.identifier),
        "Policies": [{ "PolicyName": "WriteMetrics", "PolicyDocument": metrics_policy() }],
    });
    template.add(id::MONITORING_ROLE, Resource::new("AWS::IAM::Role", role));
}

/// The name that RDS gives to the log of a cluster
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html>).
pub(super) fn group_name(identifier: &str) -> String {
    format!("/aws/rds/cluster/{identifier}/postgresql")
}

/// RDS may take the role for the instances of this cluster only
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/cross-service-confused-deputy-prevention.html>).
fn assume_policy(identifier: &str) -> Value {
    let instances =
        sub(format!("arn:${{AWS::Partition}}:rds:${{AWS::Region}}:${{AWS::AccountId}}:db:{identifier}-*"));
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "monitoring.rds.amazonaws.com" },
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
                "ArnLike": { "aws:SourceArn": instances },
            },
        }],
    })
}

/// What enhanced monitoring needs, for its one log group
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html>).
fn metrics_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Group",
                "Effect": "Allow",
                "Action": ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
                "Resource": log_group_arn("RDSOSMetrics"),
            },
            {
                "Sid": "Streams",
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:GetLogEvents",
                    "logs:PutLogEvents",
                ],
                "Resource": log_group_arn("RDSOSMetrics:log-stream:*"),
            },
        ],
    })
}

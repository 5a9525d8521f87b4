//! The record of all connections in the network, encrypted.

use serde_json::{Value, json};

use super::VPC;
use crate::LOG_RETENTION_DAYS;
use crate::encryption::{key, log_group_arn};
use crate::template::{OnRemoval, Resource, Template, get_att, reference};

/// How often AWS writes, in seconds; the longest, which is the cheapest.
const INTERVAL_SECONDS: u16 = 600;

const KEY: &str = "LogKey";
const GROUP: &str = "FlowLogGroup";
const ROLE: &str = "FlowLogRole";

pub(super) fn add(template: &mut Template, stack: &str) {
    // CloudFormation names the group: a network made again must not meet the kept group of the first.
    let groups = format!("{stack}-{GROUP}-*");
    template.add(KEY, key(&format!("Encrypts the flow logs of {stack}"), &groups));
    let group = json!({ "RetentionInDays": LOG_RETENTION_DAYS, "KmsKeyId": get_att(KEY, "Arn") });
    template.add(GROUP, Resource::new("AWS::Logs::LogGroup", group).on_removal(OnRemoval::Keep));
    let role = json!({
        "AssumeRolePolicyDocument": assume_policy(),
        "Policies": [{ "PolicyName": "WriteFlowLogs", "PolicyDocument": write_policy() }],
    });
    template.add(ROLE, Resource::new("AWS::IAM::Role", role));
    let flow_log = json!({
        "DeliverLogsPermissionArn": get_att(ROLE, "Arn"),
        "LogGroupName": reference(GROUP),
        "MaxAggregationInterval": INTERVAL_SECONDS,
        "ResourceId": reference(VPC),
        "ResourceType": "VPC",
        "TrafficType": "ALL",
    });
    template.add("FlowLog", Resource::new("AWS::EC2::FlowLog", flow_log));
}

/// The service may take the role for this account only
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html>).
fn assume_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "vpc-flow-logs.amazonaws.com" },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } },
        }],
    })
}

/// Streams of the one group. The group itself exists already.
fn write_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Write",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": log_group_arn(&format!("${{{GROUP}}}:*")),
        }],
    })
}

//! What a function may do in AWS.

use serde_json::{Value, json};

use super::{Input, id};
use crate::encryption::log_group_arn;
use crate::neighbours::LinkedDatabase;
use crate::template::{Resource, Template, sub};

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    let mut policies = vec![
        policy("WriteLogs", &[write_logs()]),
        policy("ReadSecrets", &read_secrets(&input.identifier, input.database)),
    ];
    if input.database.is_some() {
        policies.push(policy("JoinNetwork", &join_network(&input.identifier)));
    }
    let role = json!({ "AssumeRolePolicyDocument": assume_policy(), "Policies": policies });
    template.add(id::ROLE, Resource::new("AWS::IAM::Role", role));
}

fn policy(name: &str, statements: &[Value]) -> Value {
    json!({ "PolicyName": name, "PolicyDocument": { "Version": "2012-10-17", "Statement": statements } })
}

/// Only Lambda may take the role. AWS documents no condition for it; who may hand the role to Lambda is decided by `iam:PassRole`
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html>).
fn assume_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    })
}

/// Streams of its own group. The group itself exists already.
fn write_logs() -> Value {
    json!({
        "Sid": "Write",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": log_group_arn(&format!("${{{}}}:*", id::LOG_GROUP)),
    })
}

/// Its own secret and that of its database, each with its key. The environment is encrypted with the same key and read through Lambda
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html>).
fn read_secrets(identifier: &str, database: Option<&LinkedDatabase>) -> Vec<Value> {
    let arn = |service: &str, name: &str| {
        sub(format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{name}"))
    };
    // Secrets Manager puts six characters behind the name.
    let mut secrets = vec![arn("secretsmanager", &format!("secret:provisioner/{identifier}-??????"))];
    let mut keys = vec![arn("kms", &format!("key/${{{}}}", id::KEY))];
    if let Some(database) = database {
        secrets.push(database.secret_arn.as_str().into());
        keys.push(database.key_arn.as_str().into());
    }
    let through = ["lambda", "secretsmanager"]
        .map(|service| sub(format!("{service}.${{AWS::Region}}.${{AWS::URLSuffix}}")));
    vec![
        json!({ "Sid": "Read", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secrets }),
        json!({
            "Sid": "Decrypt",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": keys,
            "Condition": { "StringEquals": { "kms:ViaService": through } },
        }),
    ]
}

/// With these Lambda makes network interfaces in the name of the role: all that `AWSLambdaVPCAccessExecutionRole` allows, without logs. What
/// changes something is taken for all resources of its kinds in the account, what only describes for `*`. The last statement, which AWS
/// documents for this, keeps them from the function's own code
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions>).
fn join_network(identifier: &str) -> Vec<Value> {
    let both = [&CHANGE[..], &LOOK[..]].concat();
    let touched = ["network-interface", "security-group", "subnet"].map(|kind| {
        sub(format!("arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:${{AWS::AccountId}}:{kind}/*"))
    });
    let function = sub(format!(
        "arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{identifier}"
    ));
    vec![
        json!({ "Sid": "LambdaChanges", "Effect": "Allow", "Action": CHANGE, "Resource": touched }),
        json!({ "Sid": "LambdaLooks", "Effect": "Allow", "Action": LOOK, "Resource": "*" }),
        json!({
            "Sid": "CodeMayNot",
            "Effect": "Deny",
            "Action": both,
            "Resource": "*",
            "Condition": { "ArnEquals": { "lambda:SourceFunctionArn": function } },
        }),
    ]
}

const CHANGE: [&str; 4] = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
];

const LOOK: [&str; 2] = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

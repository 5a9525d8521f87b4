//! Encryption keys of our own: one for each component, one for each network.

use serde_json::{Value, json};

use crate::template::{OnRemoval, Resource, sub};

/// A key that is renewed every year, for what its description says, and for the log groups whose names fit the pattern (`*` is any text).
///
/// It outlives its stack: without it, the last snapshot, long-term backups and logs could not be read any more.
pub(crate) fn key(description: &str, log_groups: &str) -> Resource {
    let mut statements = account_statements().to_vec();
    statements.push(logs_statement(log_groups));
    resource(description, &statements)
}

/// A key like [`key`], for what no log group uses.
pub(crate) fn key_without_logs(description: &str) -> Resource {
    resource(description, &account_statements())
}

fn resource(description: &str, statements: &[Value]) -> Resource {
    let key = json!({
        "Description": description,
        "EnableKeyRotation": true,
        "PendingWindowInDays": 30,
        "KeyPolicy": { "Version": "2012-10-17", "Statement": statements },
    });
    Resource::new("AWS::KMS::Key", key).on_removal(OnRemoval::Keep)
}

/// The account's IAM decides who may administer and use the key, action by action
/// (<https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>). In a key policy, `*` means this key.
fn account_statements() -> [Value; 2] {
    let account = json!({ "AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") });
    let statement = |sid: &str, actions: &[&str]| json!({ "Sid": sid, "Effect": "Allow", "Principal": account, "Action": actions, "Resource": "*" });
    [statement("AccountAdministers", &ADMINISTER), statement("AccountUses", &ENCRYPT)]
}

/// CloudWatch may use the key for its log group (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>).
fn logs_statement(log_groups: &str) -> Value {
    json!({
        "Sid": "LogsUse",
        "Effect": "Allow",
        "Principal": { "Service": sub("logs.${AWS::Region}.${AWS::URLSuffix}") },
        "Action": ENCRYPT,
        "Resource": "*",
        "Condition": { "StringLike": { "kms:EncryptionContext:aws:logs:arn": log_group_arn(log_groups) } },
    })
}

/// The ARN of a log group of this account and region.
pub(crate) fn log_group_arn(name: &str) -> Value {
    sub(format!("arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:{name}"))
}

const ADMINISTER: [&str; 22] = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];

/// Reading and writing with the key. `kms:DescribeKey` is apart: it knows no encryption context, so a condition on one would never match.
const ENCRYPT: [&str; 6] = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

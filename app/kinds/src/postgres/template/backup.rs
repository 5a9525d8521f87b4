//! Long-term backups: one a month, beyond the days in which any second can be restored.

use serde_json::{Value, json};

use super::{Input, backup_window, id, long_term_days};
use crate::template::{OnRemoval, Resource, Template, get_att, reference, sub};

const VAULT: &str = "BackupVault";
const PLAN: &str = "BackupPlan";
const ROLE: &str = "BackupRole";

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    let vault = json!({ "BackupVaultName": input.identifier, "EncryptionKeyArn": get_att(id::KEY, "Arn") });
    // AWS deletes no vault that holds backups, and they are what must outlive the server.
    template.add(VAULT, Resource::new("AWS::Backup::BackupVault", vault).on_removal(OnRemoval::Keep));
    template.add(PLAN, Resource::new("AWS::Backup::BackupPlan", json!({ "BackupPlan": plan(input) })));
    let role = json!({
        "AssumeRolePolicyDocument": assume_policy(),
        "Policies": [{ "PolicyName": "BackUpCluster", "PolicyDocument": policy(&input.identifier) }],
    });
    // AWS Backup needs the role to delete backups when their time is over.
    template.add(ROLE, Resource::new("AWS::IAM::Role", role).on_removal(OnRemoval::Keep));
    let selection = json!({
        "BackupPlanId": reference(PLAN),
        "BackupSelection": {
            "SelectionName": input.identifier,
            "IamRoleArn": get_att(ROLE, "Arn"),
            "Resources": [cluster_arn(&input.identifier)],
        },
    });
    template
        .add("BackupSelection", Resource::new("AWS::Backup::BackupSelection", selection).after(id::CLUSTER));
}

fn plan(input: &Input<'_>) -> Value {
    let start = backup_window(input.context.window).start_minute_of_day();
    json!({
        "BackupPlanName": input.identifier,
        "BackupPlanRule": [{
            "RuleName": "monthly",
            "TargetBackupVault": reference(VAULT),
            "ScheduleExpression": format!("cron({} {} 1 * ? *)", start % 60, start / 60),
            "StartWindowMinutes": 60,
            "CompletionWindowMinutes": 720,
            "Lifecycle": { "DeleteAfterDays": long_term_days(input.context.environment) },
        }],
    })
}

fn assume_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "backup.amazonaws.com" },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } },
        }],
    })
}

/// The part of `AWSBackupServiceRolePolicyForBackup` that an Aurora cluster needs, for this cluster, its backups and its key
/// (<https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html>).
fn policy(identifier: &str) -> Value {
    let snapshots =
        sub("arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster-snapshot:awsbackup:*");
    let vault = sub(format!(
        "arn:${{AWS::Partition}}:backup:${{AWS::Region}}:${{AWS::AccountId}}:backup-vault:{identifier}"
    ));
    let key =
        sub(format!("arn:${{AWS::Partition}}:kms:${{AWS::Region}}:${{AWS::AccountId}}:key/${{{}}}", id::KEY));
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TakeSnapshots",
                "Effect": "Allow",
                "Action": [
                    "rds:AddTagsToResource",
                    "rds:CreateDBClusterSnapshot",
                    "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusters",
                    "rds:ListTagsForResource",
                ],
                "Resource": [cluster_arn(identifier), snapshots],
            },
            {
                "Sid": "ManageOwnSnapshots",
                "Effect": "Allow",
                "Action": ["rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"],
                "Resource": snapshots,
            },
            { "Sid": "FillVault", "Effect": "Allow", "Action": "backup:DescribeBackupVault", "Resource": vault },
            { "Sid": "ReadTags", "Effect": "Allow", "Action": "tag:GetResources", "Resource": "*" },
            { "Sid": "UseKey", "Effect": "Allow", "Action": "kms:DescribeKey", "Resource": key },
            {
                "Sid": "GrantKey",
                "Effect": "Allow",
                "Action": "kms:CreateGrant",
                "Resource": key,
                "Condition": { "Bool": { "kms:GrantIsForAWSResource": "true" } },
            },
        ],
    })
}

fn cluster_arn(identifier: &str) -> Value {
    sub(format!("arn:${{AWS::Partition}}:rds:${{AWS::Region}}:${{AWS::AccountId}}:cluster:{identifier}"))
}

use jiff::Timestamp;

use crate::operation::{Cause, NextStep, Progress, StepName};
use crate::plan::{explain, explain_refusal};

fn event(logical_id: &str, resource_type: &str, status: &str, reason: &str) -> Progress {
    Progress {
        event: logical_id.to_owned(),
        time: Timestamp::UNIX_EPOCH,
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        status: status.to_owned(),
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
    }
}

#[test]
fn the_first_root_cause_is_found_among_what_follows_from_it() {
    let events = [
        event("orders", "AWS::CloudFormation::Stack", "CREATE_IN_PROGRESS", "User Initiated"),
        event("Key", "AWS::KMS::Key", "CREATE_COMPLETE", ""),
        event("Backup", "AWS::Backup::BackupVault", "CREATE_FAILED", "Resource creation cancelled"),
        event(
            "Cluster",
            "AWS::RDS::DBCluster",
            "CREATE_FAILED",
            "You have reached the limit of DB clusters. (Service: Rds, Status Code: 400) (HandlerErrorCode: ServiceLimitExceeded)",
        ),
        event("Role", "AWS::IAM::Role", "CREATE_FAILED", "API: iam:CreateRole User is not authorized"),
        event(
            "orders",
            "AWS::CloudFormation::Stack",
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Cluster]. Rollback requested by user.",
        ),
        event("Cluster", "AWS::RDS::DBCluster", "DELETE_COMPLETE", ""),
    ];
    let failure = explain(StepName::Stack, &events);
    assert_eq!(
        (failure.cause, failure.next, failure.step),
        (Cause::Quota, NextStep::AskOperator, StepName::Stack)
    );
    assert_eq!(failure.resource.map(|resource| resource.logical_id).as_deref(), Some("Cluster"));
    assert!(failure.detail.starts_with("You have reached the limit"));
}

#[test]
fn texts_of_aws_become_causes_settings_and_next_steps() {
    let (cluster, instance, rule) =
        ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::EC2::SecurityGroupIngress");
    for (resource_type, reason, cause, setting, next) in [
        (
            instance,
            "Cannot create a database instance because there are no Availability Zones with sufficient capacity for VPC and storage type (Service: Rds, InsufficientDBInstanceCapacity)",
            Cause::Capacity,
            Some("settings.size"),
            NextStep::ChangeSetting,
        ),
        (
            cluster,
            "The quota for the maximum number of DB clusters has been reached (DBClusterQuotaExceededFault)",
            Cause::Quota,
            None,
            NextStep::AskOperator,
        ),
        (
            instance,
            "Instance quota exceeded (InstanceQuotaExceeded)",
            Cause::Quota,
            None,
            NextStep::AskOperator,
        ),
        (
            rule,
            "The maximum number of rules per security group has been reached. (RulesPerSecurityGroupLimitExceeded)",
            Cause::Quota,
            Some("allow_list"),
            NextStep::ChangeSetting,
        ),
        (
            cluster,
            "Cannot find version 99.1 for aurora-postgresql",
            Cause::Unsupported,
            Some("settings.engine_version"),
            NextStep::ChangeSetting,
        ),
        (
            instance,
            "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.t4g.medium, EngineVersion=11 (InvalidParameterCombination)",
            Cause::Unsupported,
            Some("settings.engine_version"),
            NextStep::ChangeSetting,
        ),
        (
            cluster,
            "DB Cluster already exists (DBClusterAlreadyExistsFault)",
            Cause::AlreadyExists,
            None,
            NextStep::AskOperator,
        ),
        (
            "AWS::EC2::SecurityGroup",
            "resource sg-1 has a dependent object (Service: Ec2, DependencyViolation)",
            Cause::InUse,
            None,
            NextStep::Retry,
        ),
        (
            cluster,
            "The specified KMS key [x] does not exist, is not enabled or you do not have permissions to access it. (KMSKeyNotAccessibleFault)",
            Cause::KeyUnavailable,
            None,
            NextStep::AskOperator,
        ),
        (
            "AWS::IAM::Role",
            "User: arn:aws:sts::1:x is not authorized to perform: iam:CreateRole (AccessDenied)",
            Cause::AccessDenied,
            None,
            NextStep::AskOperator,
        ),
        ("AWS::SQS::Queue", "Something that nobody has seen before", Cause::Unknown, None, NextStep::Retry),
    ] {
        let failure = explain(StepName::Stack, &[event("Thing", resource_type, "CREATE_FAILED", reason)]);
        assert_eq!(
            (failure.cause, failure.setting.as_deref(), failure.next),
            (cause, setting, next),
            "{reason}"
        );
        assert_eq!(failure.detail, reason);
    }
}

#[test]
fn there_is_always_an_answer() {
    assert_eq!(explain(StepName::Stack, &[]).cause, Cause::Unknown);
    let stack = "AWS::CloudFormation::Stack";
    let refused = [
        event("orders", stack, "UPDATE_ROLLBACK_IN_PROGRESS", "Export orders-key is in use by another stack"),
        event("orders", stack, "UPDATE_ROLLBACK_FAILED", ""),
    ];
    let failure = explain(StepName::Stack, &refused);
    assert_eq!((failure.cause, failure.resource), (Cause::InUse, None));
    let cancelled = [event("A", "AWS::SQS::Queue", "CREATE_FAILED", "Resource creation cancelled")];
    assert_eq!(explain(StepName::Stack, &cancelled).detail, "Resource creation cancelled");
}

#[test]
fn refusals_of_calls_are_explained_too() {
    for (code, message, cause) in [
        ("LimitExceededException", "Limit for stacks exceeded", Cause::Quota),
        ("AccessDenied", "User is not authorized", Cause::AccessDenied),
        ("AlreadyExistsException", "Stack [x] already exists", Cause::AlreadyExists),
        ("ValidationError", "Template format error: unsupported structure", Cause::Template),
        ("ValidationError", "Parameter x", Cause::Template),
        ("ChangeSetNotFound", "ChangeSet [x] is gone", Cause::Stale),
        ("SomethingElse", "?", Cause::Unknown),
    ] {
        let failure = explain_refusal(StepName::Prepare, code, message);
        assert_eq!(failure.cause, cause, "{code}");
        assert!(failure.detail.contains(message));
    }
}

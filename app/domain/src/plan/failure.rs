//! Why an operation failed: from AWS's events to a cause in plain words, the setting behind it, and what to do next.

use crate::operation::{Cause, Failure, NextStep, Progress, ResourceRef, StepName};

impl Failure {
    /// A failure that no event tells of.
    pub fn new(cause: Cause, step: StepName, detail: impl Into<String>) -> Self {
        Self {
            cause,
            step,
            setting: None,
            resource: None,
            detail: detail.into(),
            next: next_step(cause, false),
        }
    }
}

/// The failure that the events of a stack tell of: that of the resource which failed first. Events are oldest first.
///
/// What AWS says of the others ("Resource creation cancelled") and of the stack ("The following resource(s) failed to create") only follows
/// from it. Where no resource failed, the stack itself may say why it is rolled back.
pub fn explain(step: StepName, events: &[Progress]) -> Failure {
    let failed = |event: &&Progress| event.status.ends_with("_FAILED");
    let root = events
        .iter()
        .filter(failed)
        .find(|event| !follows_from_another(event))
        .or_else(|| {
            events.iter().find(|event| is_stack(event) && event.status.ends_with("ROLLBACK_IN_PROGRESS"))
        })
        .or_else(|| events.iter().find(failed));
    let Some(event) = root else { return Failure::new(Cause::Unknown, step, "") };
    let detail = event.reason.clone().unwrap_or_default();
    let cause = cause_of(&detail);
    let setting = setting_of(cause, &event.resource_type);
    let resource = (!is_stack(event)).then(|| ResourceRef {
        logical_id: event.logical_id.clone(),
        resource_type: event.resource_type.clone(),
    });
    Failure {
        cause,
        step,
        setting: setting.map(str::to_owned),
        resource,
        detail,
        next: next_step(cause, setting.is_some()),
    }
}

/// The failure that AWS's refusal of a call tells of: its error code and words, or those of a change set.
pub fn explain_refusal(step: StepName, code: &str, message: &str) -> Failure {
    let cause = match (cause_of(&format!("{code} {message}")), code) {
        (Cause::Unknown, "ValidationError" | "TemplateTooLarge") => Cause::Template,
        (Cause::Unknown, "ChangeSetNotFound" | "ChangeSetNotFoundException" | "InvalidChangeSetStatus") => {
            Cause::Stale
        }
        (cause, _) => cause,
    };
    let detail = if code.is_empty() { message.to_owned() } else { format!("{code}: {message}") };
    Failure::new(cause, step, detail)
}

/// Whether an event only says that another resource failed.
fn follows_from_another(event: &Progress) -> bool {
    let reason = event.reason.as_deref().unwrap_or_default();
    is_stack(event) || (reason.starts_with("Resource ") && reason.ends_with(" cancelled"))
}

fn is_stack(event: &Progress) -> bool {
    event.resource_type == "AWS::CloudFormation::Stack"
}

/// What AWS's words mean. Error codes of the service's API references; matched without regard to case, in this order.
fn cause_of(words: &str) -> Cause {
    const TEXTS: [(Cause, &[&str]); 8] = [
        (
            Cause::Capacity,
            &[
                "InsufficientDBInstanceCapacity",
                "InsufficientDBClusterCapacity",
                "InsufficientInstanceCapacity",
                "Insufficient capacity",
                "InsufficientStorageClusterCapacity",
                "not have enough available capacity",
            ],
        ),
        (
            Cause::Quota,
            &[
                "QuotaExceeded",
                "quota exceeded",
                "LimitExceeded",
                "limit exceeded",
                "exceeds the quota",
                "exceeded the quota",
                "maximum number of",
                "reached the limit",
                "has been reached",
                "would exceed",
                "cannot exceed quota",
            ],
        ),
        (
            Cause::KeyUnavailable,
            &[
                "KMSKeyNotAccessible",
                "KMSInvalidState",
                "KMS key is not",
                "key is disabled",
                "pending deletion",
                "inaccessible-encryption-credentials",
                "kms key does not exist",
            ],
        ),
        (
            Cause::AccessDenied,
            &[
                "AccessDenied",
                "Access Denied",
                "is not authorized",
                "UnauthorizedOperation",
                "not authorized to perform",
            ],
        ),
        (
            Cause::AlreadyExists,
            &["AlreadyExists", "already exists", "EntityAlreadyExists", "InvalidGroup.Duplicate"],
        ),
        (
            Cause::InUse,
            &[
                "DependencyViolation",
                "has a dependent object",
                "in use",
                "DeleteConflict",
                "has dependencies",
                "InvalidDBSubnetGroupState",
                "currently being used",
            ],
        ),
        (
            Cause::Unsupported,
            &[
                "Cannot find version",
                "does not support",
                "not supported",
                "is not available",
                "InvalidParameterCombination",
                "not a valid engine version",
                "No applicable upgrade",
            ],
        ),
        (
            Cause::Template,
            &[
                "Template format error",
                "Template error",
                "Encountered unsupported property",
                "Unresolved resource",
            ],
        ),
    ];
    let words = words.to_ascii_lowercase();
    TEXTS
        .iter()
        .find(|(_, texts)| texts.iter().any(|text| words.contains(&text.to_ascii_lowercase())))
        .map_or(Cause::Unknown, |(cause, _)| *cause)
}

/// The setting that decides about a resource, for causes that another choice would avoid.
fn setting_of(cause: Cause, resource_type: &str) -> Option<&'static str> {
    match (cause, resource_type) {
        (Cause::Capacity, "AWS::RDS::DBInstance") => Some("settings.size"),
        (Cause::Unsupported, "AWS::RDS::DBCluster" | "AWS::RDS::DBInstance") => {
            Some("settings.engine_version")
        }
        (Cause::Quota | Cause::AlreadyExists, "AWS::EC2::SecurityGroupIngress") => Some("allow_list"),
        _ => None,
    }
}

const fn next_step(cause: Cause, by_setting: bool) -> NextStep {
    match cause {
        _ if by_setting => NextStep::ChangeSetting,
        Cause::Quota
        | Cause::AccessDenied
        | Cause::KeyUnavailable
        | Cause::AlreadyExists
        | Cause::AccountUnreachable
        | Cause::Template => NextStep::AskOperator,
        Cause::CheckFailed | Cause::SentBack | Cause::CodeGone | Cause::CodeUnusable => NextStep::DeployAgain,
        Cause::Unsupported | Cause::WouldLoseData | Cause::Stale => NextStep::ChangeSetting,
        Cause::Capacity | Cause::InUse | Cause::Cancelled | Cause::TimedOut | Cause::Unknown => {
            NextStep::Retry
        }
    }
}

//! Why an operation failed, and what to do then.

use serde::{Deserialize, Serialize};

use super::StepName;

/// Why an operation failed: the first root cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What went wrong, for the catalogue.
    pub cause: Cause,
    /// In which step.
    pub step: StepName,
    /// The setting that caused it, such as `settings.size`, where that is known.
    pub setting: Option<String>,
    /// The resource that failed first.
    pub resource: Option<ResourceRef>,
    /// AWS's own words, shown folded.
    pub detail: String,
    /// What to do next.
    pub next: NextStep,
}

/// A resource, for people and for AWS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceRef {
    /// Its name in the template.
    pub logical_id: String,
    /// Its CloudFormation type.
    pub resource_type: String,
}

/// What went wrong. Each has a text in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The account has no room for more (a service quota).
    Quota,
    /// The role may not do this.
    AccessDenied,
    /// AWS has none of the chosen size in the region now.
    Capacity,
    /// AWS does not know the engine version, or not for this size.
    Unsupported,
    /// A resource of this name exists outside the stack.
    AlreadyExists,
    /// Something still uses the resource.
    InUse,
    /// A key or secret is not usable.
    KeyUnavailable,
    /// The change set would lose data that the plan did not name.
    WouldLoseData,
    /// The role of the target account cannot be assumed.
    AccountUnreachable,
    /// The plan was made for another state of the stack.
    Stale,
    /// A template that AWS refuses: a fault of the product.
    Template,
    /// Stopped on request.
    Cancelled,
    /// Took longer than it ever should.
    TimedOut,
    /// The new version did not pass its check.
    CheckFailed,
    /// A guard of the roll-out sent the new version back.
    SentBack,
    /// The code is not in the bucket any more.
    CodeGone,
    /// AWS could not start the code: handler, runtime or architecture do not fit.
    CodeUnusable,
    /// Anything else.
    Unknown,
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Start it again: it goes on where it stopped.
    Retry,
    /// Change the named setting and plan again.
    ChangeSetting,
    /// The platform's operators must do something (a quota, a role).
    AskOperator,
    /// Correct the code and deploy it again.
    DeployAgain,
}

//! Operations: plans, their execution, their outcome.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// A plan, its execution, its outcome.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Operation {
    pub(crate) id: Uuid,
    /// The name of the component.
    pub(crate) name: String,
    pub(crate) change: String,
    pub(crate) state: OperationState,
    /// Whether nothing more happens to it.
    pub(crate) ended: bool,
    pub(crate) plan: Plan,
    pub(crate) steps: Vec<Step>,
    pub(crate) failure: Option<Cause>,
    /// The share of the traffic that the new version has, in percent, where that moves share by share.
    #[serde(default)]
    pub(crate) share: Option<u8>,
    /// The version of a function that it makes live.
    pub(crate) version: Option<u32>,
    pub(crate) author: String,
    pub(crate) created: Timestamp,
}

/// How far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OperationState {
    Planned,
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Discarded,
    Superseded,
    /// Of a newer server.
    #[serde(other)]
    Unknown,
}

/// A step of an operation.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) state: StepState,
    pub(crate) started: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    /// How long it usually takes.
    pub(crate) usual_seconds: Option<u32>,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepState {
    Waiting,
    Running,
    Done,
    Failed,
    /// Of a newer server.
    #[serde(other)]
    Unknown,
}

/// Why an operation failed, in English.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Cause {
    pub(crate) title: String,
    pub(crate) step: String,
    pub(crate) setting: Option<String>,
    /// AWS's own words.
    pub(crate) detail: String,
    /// What to do.
    pub(crate) next_title: String,
}

/// What an operation would do.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Plan {
    #[serde(default)]
    pub(crate) changes: Vec<FieldChange>,
    #[serde(default)]
    pub(crate) resources: Vec<ResourceChange>,
    /// Each with its name as `warning`.
    #[serde(default)]
    pub(crate) warnings: Vec<Value>,
    #[serde(default)]
    pub(crate) price: Price,
    #[serde(default)]
    pub(crate) expected_seconds: u32,
}

/// A field that changes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FieldChange {
    pub(crate) path: String,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

/// A resource that changes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ResourceChange {
    pub(crate) resource_type: String,
    pub(crate) action: String,
}

/// US cents per month.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Price {
    pub(crate) before_cents: u64,
    pub(crate) after_cents: u64,
}

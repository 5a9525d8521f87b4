//! What the API answers with, as far as `pv` reads it.
//!
//! A server may be newer than this `pv`: fields that are not known are left aside, and words that are not known are shown as they are.

use std::collections::BTreeMap;
use std::ops::Deref;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use uuid::Uuid;

/// A document: what `pv` reads of it, and the whole for `--json`.
#[derive(Clone, Debug)]
pub(crate) struct Document<T> {
    /// What is read.
    view: T,
    /// The whole.
    pub(crate) json: Value,
}

impl<T> Deref for Document<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        let view = T::deserialize(&json).map_err(de::Error::custom)?;
        Ok(Self { view, json })
    }
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct List<T> {
    /// What stands on it.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

/// Who the token acts as.
#[derive(Debug, Deserialize)]
pub(crate) struct Me {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) grants: Vec<Grant>,
}

/// A role in force.
#[derive(Debug, Deserialize)]
pub(crate) struct Grant {
    pub(crate) organization: Uuid,
    pub(crate) project: Option<Uuid>,
    pub(crate) role: String,
}

/// An organization.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    pub(crate) id: Uuid,
    /// Its name in addresses.
    pub(crate) slug: String,
}

/// A component.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Component {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) project: Option<String>,
    pub(crate) name: String,
    pub(crate) environment: String,
    pub(crate) region: String,
    pub(crate) state: ComponentState,
    pub(crate) settings: Value,
    pub(crate) allow_list: Vec<Entry>,
    pub(crate) address: Option<String>,
    /// The operation that runs now.
    pub(crate) running: Option<Uuid>,
}

/// How a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ComponentState {
    Creating,
    Ready,
    Updating,
    Deleting,
    CreateFailed,
    ChangeFailed,
    DeleteFailed,
    Deleted,
    /// Of a newer server.
    #[serde(other)]
    Unknown,
}

/// A network of an allow-list.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    /// In CIDR notation.
    pub(crate) network: String,
    pub(crate) label: String,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) added_by: String,
}

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

/// A version of a function.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Version {
    pub(crate) number: u32,
    pub(crate) state: VersionState,
    /// The SHA-256 of its archive.
    pub(crate) artifact: String,
    pub(crate) author: String,
    pub(crate) message: Option<String>,
    pub(crate) created: Timestamp,
}

/// What became of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VersionState {
    Deploying,
    Live,
    Previous,
    Failed,
    Superseded,
    /// Its code is not kept any more.
    Pruned,
    /// Of a newer server.
    #[serde(other)]
    Unknown,
}

/// An archive that the server has.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredArtifact {
    /// Its SHA-256.
    pub(crate) artifact: String,
}

/// The variables of what is live.
#[derive(Debug, Deserialize)]
pub(crate) struct EnvironmentOf {
    pub(crate) variables: BTreeMap<String, String>,
}

/// How a database is reached.
#[derive(Debug, Deserialize)]
pub(crate) struct Connection {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) database: String,
    pub(crate) username: String,
}

/// User name and password.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    pub(crate) username: String,
    pub(crate) password: String,
}

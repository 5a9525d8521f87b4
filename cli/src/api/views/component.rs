//! Components, and how they are reached.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

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

//! What functions have besides what every component has.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

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
    Returned,
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

//! Versions of a function: code and configuration together, numbered, never changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ArtifactHash, Environment};
use crate::ids::{ComponentId, OperationId};

/// A version of a function: code and configuration together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Of which function.
    pub component: ComponentId,
    /// 1, 2, 3 ... in the order in which people asked for them.
    pub number: u32,
    /// How it stands.
    pub state: VersionState,
    /// Its code.
    pub artifact: ArtifactHash,
    /// The size of its archive, in bytes.
    pub size: u64,
    /// Its environment variables, without those of the product.
    pub environment: Environment,
    /// Its settings: runtime, memory and the like, in the JSON form of the kind.
    pub settings: serde_json::Value,
    /// Lambda's number of it, once it is published.
    pub published: Option<u64>,
    /// Who made it, as text for people.
    pub author: String,
    /// What they said about it.
    pub message: Option<String>,
    /// Where it came from.
    pub source: Source,
    /// The operation that made it.
    pub operation: OperationId,
    /// When it was asked for.
    pub created: Timestamp,
}

/// How a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// On its way.
    Deploying,
    /// It gets the traffic.
    Live,
    /// It got the traffic once, and can get it again.
    Previous,
    /// It never got traffic: it could not be made, or its check failed.
    Failed,
    /// It got a share of the traffic, and was sent back.
    Returned,
    /// A newer one was asked for before it got traffic.
    Superseded,
    /// It is removed from AWS; its code is still known by its hash.
    Pruned,
}

impl VersionState {
    /// Whether its code and configuration can be had back as they were: it worked once, and AWS still has it.
    pub const fn can_return(self) -> bool {
        matches!(self, Self::Previous)
    }
}

/// Where a version came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    /// A page.
    Portal,
    /// The command line.
    CommandLine,
    /// A program that calls the API.
    Api,
    /// A job of a CI system.
    Job {
        /// Such as `acme/shop`.
        repository: String,
        /// The commit, where it is known.
        commit: Option<String>,
        /// Where the job's own log is.
        run: Option<String>,
    },
    /// A change of settings, for which AWS needs another version.
    Settings,
}

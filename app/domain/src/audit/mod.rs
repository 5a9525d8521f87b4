//! The audit trail: who, when, what, from where, why, and how it ended; chained so that tampering shows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::caller::{Actor, Origin};
use crate::ids::{AuditEntryId, ComponentId, OperationId, OrganizationId, ProjectId};

mod action;
mod chain;
pub mod csv;
pub mod export;
mod head;
mod redact;
#[cfg(test)]
mod tests;
mod verify;
mod verify_file;

pub use action::AuditAction;
pub use chain::{canonical, hash, seal};
pub use head::key_id;
pub use redact::redact;
pub use verify::{Break, BreakKind, Verified, Verifier};
pub use verify_file::{VerifyError, verify_export};

/// The previous hash of the first entry, and the hash of an empty trail.
pub const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A completed line of the audit trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The entry.
    pub id: AuditEntryId,
    /// Whose trail. Entries about the platform itself (accounts, failed sign-ins) have none and form a chain of their own.
    pub organization: Option<OrganizationId>,
    /// Its place in the trail: 1, 2, 3 ... without a gap.
    pub sequence: u64,
    /// Who.
    pub actor: Actor,
    /// The roles in force when they acted, as text.
    pub roles: Vec<String>,
    /// From where.
    pub origin: Origin,
    /// What.
    pub action: AuditAction,
    /// To what.
    pub target: Target,
    /// What it was before; secrets redacted.
    pub before: Option<serde_json::Value>,
    /// What it is afterwards; secrets redacted.
    pub after: Option<serde_json::Value>,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The operation that did it.
    pub operation: Option<OperationId>,
    /// Change set and stack in AWS.
    pub aws: Option<AwsLinks>,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was completed.
    pub completed: Timestamp,
    /// The hash of the entry before it, in hexadecimal; 64 zeros for the first.
    pub previous_hash: String,
    /// `SHA-256(previous hash || canonical JSON of the entry without hashes)`, in hexadecimal. See [`canonical`].
    pub hash: String,
}

/// To what something was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its name for people, such as `orders-db`.
    pub name: String,
    /// The project it is in.
    pub project: Option<ProjectId>,
    /// The component it is about.
    pub component: Option<ComponentId>,
}

/// Links into AWS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsLinks {
    /// The stack.
    pub stack: String,
    /// The change set.
    pub change_set: Option<String>,
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Succeeded,
    /// Tried and not done.
    Failed,
    /// Refused by the product.
    Refused,
    /// Stopped on request.
    Cancelled,
    /// A newer one of its kind overtook it.
    Superseded,
    /// The server stopped before it could tell.
    Unknown,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 6] =
        [Self::Succeeded, Self::Failed, Self::Refused, Self::Cancelled, Self::Superseded, Self::Unknown];

    /// The word in files, addresses and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// Which entries to list. Every field narrows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of the actor's e-mail address or name.
    pub actor: Option<String>,
    /// One action.
    pub action: Option<AuditAction>,
    /// One component.
    pub component: Option<ComponentId>,
    /// One outcome.
    pub outcome: Option<Outcome>,
    /// Completed at or after.
    pub from: Option<Timestamp>,
    /// Completed before.
    pub until: Option<Timestamp>,
}

/// A signed statement of how long a trail is. Shows when the newest entries were cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// Whose trail.
    pub organization: Option<OrganizationId>,
    /// How many entries.
    pub count: u64,
    /// The hash of the newest; 64 zeros for an empty trail.
    pub hash: String,
    /// When it was signed.
    pub time: Timestamp,
    /// The key that signed it: first 16 hexadecimal digits of the SHA-256 of the public key.
    pub key: String,
    /// Ed25519 over the canonical JSON of the other fields, in hexadecimal.
    pub signature: String,
}

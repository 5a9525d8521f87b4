//! The file in which a trail is taken away: NDJSON that anybody can verify, also without this product.
//!
//! ```text
//! {"exported":"2026-11-21T09:00:00Z","format":"provisioner-audit/1","heads":[...],"organization":"..."}
//! {"entry":{...},"hash":"<64 digits>","previous_hash":"<64 digits>"}
//! ...
//! {"entries":2}
//! ```
//!
//! The bytes behind `"entry":` are the canonical JSON of the entry, so `SHA-256(previous_hash || those bytes)` is `hash`: nobody has to write
//! JSON again to check it. The signed heads stand first, so that they are still there when the end of the file is not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AuditEntry, AuditHead, canonical};
use crate::ids::OrganizationId;

/// The name of the format and its version.
pub const FORMAT: &str = "provisioner-audit/1";

/// What stands before the entry in its line.
pub(super) const BEFORE_ENTRY: &str = "{\"entry\":";
/// What stands behind the entry, before its hash.
pub(super) const BEFORE_HASH: &str = ",\"hash\":\"";
/// What stands between the hashes.
pub(super) const BEFORE_PREVIOUS: &str = "\",\"previous_hash\":\"";
/// What stands behind the hashes.
pub(super) const END: &str = "\"}";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// When the file was made.
    pub exported: Timestamp,
    /// [`FORMAT`].
    pub format: String,
    /// The signed heads of the trail.
    pub heads: Vec<AuditHead>,
    /// Whose trail; none for the platform's.
    pub organization: Option<OrganizationId>,
}

/// The last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footer {
    /// How many entries the file has.
    pub entries: u64,
}

/// The first line, with its line feed.
pub fn header(organization: Option<OrganizationId>, heads: Vec<AuditHead>, exported: Timestamp) -> String {
    json_line(&Header { exported, format: FORMAT.to_owned(), heads, organization })
}

/// The line of an entry, with its line feed.
pub fn entry(entry: &AuditEntry) -> Vec<u8> {
    let mut line = Vec::with_capacity(1024);
    line.extend_from_slice(BEFORE_ENTRY.as_bytes());
    line.extend_from_slice(&canonical(entry));
    for part in [BEFORE_HASH, &entry.hash, BEFORE_PREVIOUS, &entry.previous_hash, END, "\n"] {
        line.extend_from_slice(part.as_bytes());
    }
    line
}

/// The last line, with its line feed.
pub fn footer(entries: u64) -> String {
    json_line(&Footer { entries })
}

fn json_line(value: &impl Serialize) -> String {
    let mut line = serde_jcs::to_string(value).expect("the line has text keys and whole numbers only");
    line.push('\n');
    line
}

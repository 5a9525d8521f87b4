//! `[audit]`: the audit trail.

use std::path::PathBuf;
use std::time::Duration;

use super::Reader;

/// The audit trail.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The private key that signs heads; without it, one is kept in the database.
    pub signing_key_file: Option<PathBuf>,
    /// How often heads are signed.
    pub head_interval: Duration,
}

impl Audit {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let file = reader.optional("audit.signing_key_file", "a file name", |text| Some(PathBuf::from(text)));
        let interval = reader.number("audit.head_interval_seconds", 10..=86_400);
        Some(Self { signing_key_file: file?, head_interval: Duration::from_secs(interval?.into()) })
    }
}

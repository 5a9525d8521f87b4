//! What a function wrote.

use jiff::Timestamp;
use serde::Deserialize;

use super::Document;

/// Lines that were found.
#[derive(Debug, Deserialize)]
pub(crate) struct LogPage {
    /// Oldest first.
    pub(crate) lines: Vec<Document<LogLine>>,
    /// Where to go on.
    pub(crate) next: String,
    /// Whether this was all until now.
    pub(crate) complete: bool,
}

/// Something that was written at once.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LogLine {
    /// The same whenever the line is told.
    pub(crate) id: String,
    pub(crate) time: Timestamp,
    pub(crate) version: Option<u32>,
    pub(crate) text: String,
}

//! What came of running a function.

use serde::Deserialize;
use serde_json::Value;

/// What came of running a function.
#[derive(Debug, Deserialize)]
pub(crate) struct Invocation {
    pub(crate) outcome: Outcome,
    pub(crate) version: Option<u32>,
    #[serde(default)]
    pub(crate) response: Value,
    pub(crate) error: Option<Error>,
    pub(crate) report: Option<Report>,
    pub(crate) log: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// It answered.
    Answered,
    /// It failed.
    Failed,
    /// Nothing ran, because too many do.
    Throttled,
    /// AWS does not run it.
    Refused,
    /// There was no answer in time.
    Silent,
    /// One that this `pv` does not know.
    #[serde(other)]
    Unknown,
}

/// Why it failed.
#[derive(Debug, Deserialize)]
pub(crate) struct Error {
    pub(crate) class: String,
    pub(crate) r#type: String,
    pub(crate) message: String,
    pub(crate) trace: Vec<String>,
}

/// What Lambda measured.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    pub(crate) duration_ms: f64,
    pub(crate) billed_ms: f64,
    pub(crate) memory_mb: u32,
    pub(crate) memory_used_mb: u32,
    pub(crate) cold_start_ms: Option<f64>,
}

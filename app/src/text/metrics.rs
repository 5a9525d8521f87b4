//! Texts of what functions did.

use domain::function::Span;

pub struct Metrics {
    pub title: &'static str,
    pub lead: &'static str,
    pub spans: &'static str,
    pub span: fn(Span) -> &'static str,
    pub whole: &'static str,
    pub by_version: &'static str,
    pub requests: &'static str,
    pub throttles: &'static str,
    pub errors: &'static str,
    /// "3 (1.2 %)": errors, requests.
    pub errors_of: fn(u64, u64) -> String,
    pub duration: &'static str,
    pub p50: &'static str,
    pub p95: &'static str,
    pub p99: &'static str,
    /// The highest value of a time.
    pub at_most: fn(&str) -> String,
    pub cold_starts: &'static str,
    pub concurrency: &'static str,
    pub together: &'static str,
    /// A count.
    pub count: fn(u64) -> String,
    pub slow: &'static str,
    pub nothing: &'static str,
    pub nothing_help: &'static str,
    pub silent: &'static str,
    pub silent_help: &'static str,
}

//! What a function did, as AWS counted it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The namespace of what is counted of functions beside what AWS counts.
pub const OWN_NAMESPACE: &str = "Provisioner/Functions";

/// The metric of cold starts, which a metric filter of the function's log group counts: AWS has none. Its dimensions are `FunctionName`, and
/// `FunctionName` with `Version`.
pub const COLD_STARTS: &str = "ColdStarts";

/// What a function or one version of it did, by period, oldest first. Periods without a request are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Lambda's number of the version. None for the function as a whole.
    pub version: Option<u64>,
    /// The periods.
    pub points: Vec<Point>,
}

impl Series {
    /// Requests in all periods.
    pub fn requests(&self) -> u64 {
        self.points.iter().map(|point| point.requests).sum()
    }

    /// Failed requests in all periods.
    pub fn errors(&self) -> u64 {
        self.points.iter().map(|point| point.errors).sum()
    }

    /// The mean of the periods' 95th percentiles in milliseconds, each weighed by its requests, and how many requests those were. None
    /// where nothing was timed.
    pub fn mean_p95(&self) -> Option<(u32, u64)> {
        let timed = || self.points.iter().filter_map(|point| Some((point.requests, point.duration?.p95)));
        let all: u64 = timed().map(|(requests, _)| requests).sum();
        #[expect(clippy::cast_precision_loss, reason = "requests of some hours are far below 2^52")]
        let sum: f64 = timed().map(|(requests, p95)| p95 * requests as f64).sum();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "Lambda times at most 900,000 ms, and the mean is not above"
        )]
        let mean = (all > 0).then(|| (sum / all as f64).round().max(0.0) as u32)?;
        Some((mean, all))
    }
}

/// What was counted in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When the period began.
    pub at: Timestamp,
    /// Requests that ran code, also those that failed.
    pub requests: u64,
    /// Requests in which the code threw, crashed or took too long. An answer with a bad HTTP status is none.
    pub errors: u64,
    /// Requests that were refused because too many ran. Counted for the function as a whole only.
    pub throttles: u64,
    /// Most requests that ran at the same time. Counted for the function as a whole only.
    pub concurrency: Option<u64>,
    /// How often the code was started, mostly because a request found no process that was free. See [`COLD_STARTS`].
    #[serde(default)]
    pub cold_starts: u64,
    /// How long the requests took. None where AWS tells nothing of it.
    pub duration: Option<Durations>,
}

/// How long requests took, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    /// Half of them at most so long.
    pub p50: f64,
    /// 95 % of them.
    pub p95: f64,
    /// 99 % of them.
    pub p99: f64,
}

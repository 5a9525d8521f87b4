//! What CloudWatch counts, and the alarms on it.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{CloudResult, Place};
use crate::function::Series;

/// Metrics and alarms of CloudWatch.
#[async_trait]
pub trait Metrics: Send + Sync {
    /// What a function did: one series for each thing that is asked for, in that order. AWS counts a request one or two minutes late.
    async fn function(&self, place: &Place, function: &str, query: &MetricQuery) -> CloudResult<Vec<Series>>;
    /// How alarms of the account stand. Those that do not exist are left out.
    async fn alarms(&self, place: &Place, names: &[String]) -> CloudResult<Vec<AlarmStatus>>;
}

/// What is asked of [`Metrics::function`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricQuery {
    /// From then on. AWS keeps minutes for 15 days, five minutes for 63 days.
    pub from: Timestamp,
    /// Until then.
    pub until: Timestamp,
    /// The length of a period, in minutes: at least one.
    pub period_minutes: u16,
    /// Of what: Lambda's number of a version, which is counted as far as it is called by the alias `live`; none for the function as a whole.
    pub of: Vec<Option<u64>>,
}

/// An alarm as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmStatus {
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: AlarmState,
    /// AWS's words on it.
    pub reason: String,
}

/// How an alarm stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmState {
    /// What it watches is as it should be.
    Ok,
    /// It rings.
    Ringing,
    /// There is nothing to judge by yet.
    Unknown,
}

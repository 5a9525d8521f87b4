//! What sends a new version back while it gets its traffic.

use serde::{Deserialize, Serialize};

use super::Series;
use crate::cloud::{AlarmState, AlarmStatus};
use crate::error::{FieldError, Problem};

/// So many requests must fail before a share of them says anything.
pub const FEWEST_ERRORS: u64 = 3;
/// So many requests must be timed before a percentile of them says anything.
pub const FEWEST_TIMED: u64 = 20;

/// What sends a new version back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guards {
    /// More of its requests fail than this, in percent: 1-100. Counted since it got its first share, once three have failed.
    pub error_percent: Option<u8>,
    /// Its requests take longer than this at the 95th percentile, in milliseconds: the mean of the minutes since it got its first share,
    /// each weighed by its requests, once there were twenty.
    pub p95_millis: Option<u32>,
    /// An alarm of CloudWatch rings. Names, in the function's account and region; at most ten.
    pub alarms: Vec<String>,
    /// It does not answer this path any more with a status below 400. Asked with every look.
    pub path: Option<String>,
}

/// What is seen of a new version.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    /// What AWS counted of it.
    pub series: Option<&'a Series>,
    /// The alarms that were asked for, as far as they exist.
    pub alarms: &'a [AlarmStatus],
    /// What it answered on its path, where that was not good.
    pub bad_answer: Option<&'a str>,
}

/// What sent a version back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "guard", rename_all = "snake_case")]
pub enum Trip {
    /// Too many requests failed.
    Errors {
        /// So many failed.
        errors: u64,
        /// Of so many.
        requests: u64,
        /// So many percent may.
        allowed_percent: u8,
    },
    /// Requests took too long.
    Slow {
        /// The 95th percentile, in milliseconds.
        p95_millis: u32,
        /// What it may be.
        allowed_millis: u32,
    },
    /// An alarm rang.
    Alarm {
        /// Which.
        name: String,
        /// AWS's words on it.
        reason: String,
    },
    /// It did not answer as it must.
    BadAnswer {
        /// On which path.
        path: String,
        /// What it answered, shortened.
        answer: String,
    },
    /// Nobody said how to go on.
    Unanswered,
}

impl Guards {
    /// What guards when nobody says otherwise: one request in twenty may fail.
    pub fn usual() -> Self {
        Self { error_percent: Some(5), ..Self::default() }
    }

    /// Most alarms.
    pub const MAX_ALARMS: usize = 10;
    /// Most characters of an alarm's name (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>).
    pub const MAX_ALARM_NAME: u32 = 255;

    /// Whether they can be asked for: numbers in their ranges, a path that is one.
    ///
    /// # Errors
    /// One for each field: `error_percent`, `p95_millis`, `alarms`, `path`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let out_of_range = |min, max| Problem::OutOfRange { min, max };
        let mut errors = Vec::new();
        if self.error_percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
            errors.push(FieldError::new("error_percent", out_of_range(1, 100)));
        }
        if self.p95_millis.is_some_and(|millis| !(1..=900_000).contains(&millis)) {
            errors.push(FieldError::new("p95_millis", out_of_range(1, 900_000)));
        }
        let too_long =
            |name: &String| name.is_empty() || name.chars().count() > Self::MAX_ALARM_NAME as usize;
        if self.alarms.len() > Self::MAX_ALARMS || self.alarms.iter().any(too_long) {
            errors.push(FieldError::new("alarms", Problem::NotAlarms));
        }
        if self.path.as_deref().is_some_and(|path| !super::is_path(path)) {
            errors.push(FieldError::new("path", Problem::NotACheck));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// What sends the version back, if something does: the first that is found.
    pub fn trip(&self, signs: &Signs<'_>) -> Option<Trip> {
        self.bad_answer(signs)
            .or_else(|| self.errors(signs))
            .or_else(|| alarm(signs))
            .or_else(|| self.slow(signs))
    }

    fn bad_answer(&self, signs: &Signs<'_>) -> Option<Trip> {
        let (path, answer) = (self.path.clone()?, signs.bad_answer?.to_owned());
        Some(Trip::BadAnswer { path, answer })
    }

    fn errors(&self, signs: &Signs<'_>) -> Option<Trip> {
        let (allowed_percent, series) = (self.error_percent?, signs.series?);
        let (errors, requests) = (series.errors(), series.requests());
        let too_many = errors >= FEWEST_ERRORS && errors * 100 > requests * u64::from(allowed_percent);
        too_many.then_some(Trip::Errors { errors, requests, allowed_percent })
    }

    fn slow(&self, signs: &Signs<'_>) -> Option<Trip> {
        let (allowed_millis, series) = (self.p95_millis?, signs.series?);
        let p95_millis = series.mean_p95().filter(|(_, timed)| *timed >= FEWEST_TIMED)?.0;
        (p95_millis > allowed_millis).then_some(Trip::Slow { p95_millis, allowed_millis })
    }
}

fn alarm(signs: &Signs<'_>) -> Option<Trip> {
    let ringing = signs.alarms.iter().find(|alarm| alarm.state == AlarmState::Ringing)?;
    Some(Trip::Alarm { name: ringing.name.clone(), reason: ringing.reason.clone() })
}

#[cfg(test)]
mod tests;

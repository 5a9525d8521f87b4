//! Times of day, in whole minutes, as forms and RDS write them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::MINUTES_OF_DAY;
use crate::error::Problem;

/// A time of day: whole minutes since midnight, 0-1439. Written `hh:mm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time so many minutes after midnight, counted on past the end of the day.
    pub const fn from_minute(minute: u16) -> Self {
        Self(minute % MINUTES_OF_DAY)
    }

    /// Minutes since midnight: 0-1439.
    pub const fn minute(self) -> u16 {
        self.0
    }

    /// Reads a value of a form: `hh:mm`. Browsers send `hh:mm:00` from a time field whose step allows seconds.
    ///
    /// # Errors
    /// [`Problem::Required`] or [`Problem::NotATimeOfDay`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let minutes = text.strip_suffix(":00").filter(|rest| rest.len() == 5).unwrap_or(text);
        Self::read(minutes).ok_or(Problem::NotATimeOfDay)
    }

    /// Reads `hh:mm`, two ASCII digits each.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let number = |text: &str, below: u16| -> Option<u16> {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = if digits { text.parse().ok()? } else { return None };
            (number < below).then_some(number)
        };
        Some(Self(number(hour, 24)? * 60 + number(minute, 60)?))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom("not a time of day, hh:mm"))
    }
}

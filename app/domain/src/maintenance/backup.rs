//! The daily time in which RDS takes its backup, in UTC.

use std::fmt;

use super::{MINUTES_OF_DAY, TimeOfDay};

/// A daily window in UTC, written as RDS does: `hh24:mi-hh24:mi`. At least 30 minutes
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BackupWindow {
    /// Minutes since 00:00 UTC, 0-1439.
    start_minute_of_day: u16,
    /// How long it is, in minutes.
    minutes: u16,
}

impl BackupWindow {
    /// A window by its start, in minutes since 00:00 UTC (counted on past midnight), and its length in minutes.
    pub const fn new(start_minute_of_day: u16, minutes: u16) -> Self {
        Self { start_minute_of_day: start_minute_of_day % MINUTES_OF_DAY, minutes }
    }

    /// When it begins: minutes since 00:00 UTC, 0-1439.
    pub const fn start_minute_of_day(self) -> u16 {
        self.start_minute_of_day
    }

    /// How long it is, in minutes.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    /// Reads what RDS tells, such as `23:45-00:15`. None for anything else, and for a window that has no length.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once('-')?;
        let (start, end) = (TimeOfDay::read(start)?.minute(), TimeOfDay::read(end)?.minute());
        let minutes = (end + MINUTES_OF_DAY - start) % MINUTES_OF_DAY;
        (minutes > 0).then_some(Self { start_minute_of_day: start, minutes })
    }
}

impl fmt::Display for BackupWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = TimeOfDay::from_minute(self.start_minute_of_day + self.minutes);
        write!(formatter, "{}-{end}", TimeOfDay::from_minute(self.start_minute_of_day))
    }
}

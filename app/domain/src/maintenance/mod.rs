//! The preferred maintenance window: when work may start.
//!
//! RDS takes `ddd:hh24:mi-ddd:hh24:mi` in UTC, at least 30 minutes
//! (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html>).

use serde::{Deserialize, Serialize};

mod backup;
mod form;
#[cfg(feature = "zones")]
mod schedule;
#[cfg(test)]
mod tests;
mod time_of_day;
mod utc;
mod weekday;

pub use backup::BackupWindow;
#[cfg(feature = "zones")]
pub use schedule::{Opening, Schedule, zones};
pub use time_of_day::TimeOfDay;
pub use utc::UtcWindow;

/// Shortest window, in minutes.
pub const MIN_MINUTES: u16 = 30;
/// Longest window, in minutes.
pub const MAX_MINUTES: u16 = 480;
/// Length of a window unless somebody chooses one, in minutes.
pub const DEFAULT_MINUTES: u16 = 180;

const MINUTES_OF_DAY: u16 = 24 * 60;
const MINUTES_OF_WEEK: u16 = 7 * MINUTES_OF_DAY;

/// When maintenance may start, in the zone of the people who use the component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// IANA name, such as `Asia/Tokyo`.
    pub zone: String,
    /// The day on which it opens, in the zone.
    pub weekday: Weekday,
    /// The time at which it opens, in the zone.
    pub start: TimeOfDay,
    /// How long it is open: 30-480 minutes.
    pub minutes: u16,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

//! The window in UTC, in minutes of the week: what RDS takes. Needs no time zone data.

use std::fmt;

use super::{BackupWindow, MINUTES_OF_DAY, MINUTES_OF_WEEK, TimeOfDay, Weekday, Window};

/// A weekly window in UTC. Written as RDS does: `sun:23:30-mon:02:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UtcWindow {
    /// When it opens: minutes since Monday 00:00 UTC, 0-10079.
    start_minute_of_week: u16,
    /// How long it is open, in minutes.
    minutes: u16,
}

impl UtcWindow {
    /// A window by its start, in minutes since Monday 00:00 UTC (counted on past the end of the week), and its length in minutes.
    pub const fn new(start_minute_of_week: u16, minutes: u16) -> Self {
        Self { start_minute_of_week: start_minute_of_week % MINUTES_OF_WEEK, minutes }
    }

    /// When it opens: minutes since Monday 00:00 UTC, 0-10079.
    pub const fn start_minute_of_week(self) -> u16 {
        self.start_minute_of_week
    }

    /// How long it is open, in minutes.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    /// Reads what RDS tells, such as `sun:23:30-mon:02:30`. None for anything else, and for a window that has no length.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once('-')?;
        let (start, end) = (minute_of_week(start)?, minute_of_week(end)?);
        let minutes = (end + MINUTES_OF_WEEK - start) % MINUTES_OF_WEEK;
        (minutes > 0).then_some(Self { start_minute_of_week: start, minutes })
    }

    /// Whether it overlaps a daily backup window on any day. Windows that touch do not overlap.
    pub fn overlaps_daily(self, backup: &BackupWindow) -> bool {
        (0..7).any(|day| {
            let start = day * MINUTES_OF_DAY + backup.start_minute_of_day();
            let until_backup = (start + MINUTES_OF_WEEK - self.start_minute_of_week) % MINUTES_OF_WEEK;
            let until_window = (self.start_minute_of_week + MINUTES_OF_WEEK - start) % MINUTES_OF_WEEK;
            until_backup < self.minutes || until_window < backup.minutes()
        })
    }
}

impl Window {
    /// The window in UTC where the zone is ahead of UTC by this many minutes (east is positive).
    pub fn utc_at_offset(&self, offset_minutes: i16) -> UtcWindow {
        let local = self.weekday.index() * MINUTES_OF_DAY + self.start.minute();
        let utc = (i32::from(local) - i32::from(offset_minutes)).rem_euclid(i32::from(MINUTES_OF_WEEK));
        let start = u16::try_from(utc).expect("a remainder of 10080 fits 16 bits");
        UtcWindow::new(start, self.minutes)
    }
}

impl fmt::Display for UtcWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_minute_of_week(formatter, self.start_minute_of_week)?;
        formatter.write_str("-")?;
        write_minute_of_week(formatter, (self.start_minute_of_week + self.minutes) % MINUTES_OF_WEEK)
    }
}

fn write_minute_of_week(formatter: &mut fmt::Formatter<'_>, minute: u16) -> fmt::Result {
    let day = Weekday::ALL[usize::from(minute / MINUTES_OF_DAY)];
    write!(formatter, "{}:{}", day.abbreviation(), TimeOfDay::from_minute(minute))
}

fn minute_of_week(text: &str) -> Option<u16> {
    let (day, time) = text.split_once(':')?;
    let day = Weekday::ALL.into_iter().find(|weekday| weekday.abbreviation() == day)?;
    Some(day.index() * MINUTES_OF_DAY + TimeOfDay::read(time)?.minute())
}

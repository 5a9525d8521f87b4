//! The window in UTC, in minutes of the week: what RDS takes. Needs no time zone data.

use std::fmt;

use super::{BackupWindow, MINUTES_OF_DAY, MINUTES_OF_WEEK, Weekday, Window};

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
        let local = self.weekday.index() * MINUTES_OF_DAY + minute_of_day(self.start);
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
    write!(formatter, "{}:{}", day.abbreviation(), TimeOfDay(minute % MINUTES_OF_DAY))
}

fn minute_of_week(text: &str) -> Option<u16> {
    let (day, time) = text.split_once(':')?;
    let day = Weekday::ALL.into_iter().find(|weekday| weekday.abbreviation() == day)?;
    Some(day.index() * MINUTES_OF_DAY + parse_time_of_day(time)?)
}

/// Minutes since midnight, written `hh:mm`.
pub(super) struct TimeOfDay(pub(super) u16);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Reads `hh:mm`, two ASCII digits each, as minutes since midnight.
pub(super) fn parse_time_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str, below: u16| -> Option<u16> {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().ok()? } else { return None };
        (number < below).then_some(number)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

/// Minutes since midnight of a local time.
pub(super) fn minute_of_day(time: jiff::civil::Time) -> u16 {
    let minutes = i16::from(time.hour()) * 60 + i16::from(time.minute());
    minutes.unsigned_abs()
}

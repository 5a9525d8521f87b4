//! The window in its time zone, with daylight saving. Needs time zone data, so the browser is told the results instead.

use jiff::civil::{self, Date};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{BackupWindow, MINUTES_OF_DAY, UtcWindow, Weekday, Window};
use crate::error::{FieldError, Problem};

/// A window together with the data of its zone.
#[derive(Clone, Debug)]
pub struct Schedule {
    window: Window,
    zone: TimeZone,
}

/// One time at which a window is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Work may start from here on.
    pub start: Timestamp,
    /// No work starts from here on; work that has started may go on.
    pub end: Timestamp,
}

/// How far ahead a zone's rules are looked at: over a year, so that every yearly change is seen.
const HORIZON: SignedDuration = SignedDuration::from_hours(400 * 24);

impl Window {
    /// The window with the data of its zone.
    ///
    /// # Errors
    /// [`Problem::NotATimeZone`] at `window.zone`.
    pub fn schedule(&self) -> Result<Schedule, FieldError> {
        let zone =
            TimeZone::get(&self.zone).map_err(|_| FieldError::new("window.zone", Problem::NotATimeZone))?;
        Ok(Schedule { window: self.clone(), zone })
    }

    /// Checks the window itself ([`Window::check`]), and that it never overlaps the backup window while any of the zone's offsets is in force.
    ///
    /// # Errors
    /// One for every field that is wrong; [`Problem::OverlapsBackup`] stands at `window.start`.
    pub fn validate(&self, backup: BackupWindow, now: Timestamp) -> Result<(), Vec<FieldError>> {
        self.check()?;
        let offsets = self.schedule().map_err(|error| vec![error])?.offsets(now);
        if offsets.into_iter().any(|offset| self.utc_at_offset(offset).overlaps_daily(&backup)) {
            let problem = Problem::OverlapsBackup { backup: backup.to_string() };
            return Err(vec![FieldError::new("window.start", problem)]);
        }
        Ok(())
    }
}

impl Schedule {
    /// The offsets that the zone has now or in the coming 400 days: minutes ahead of UTC, ascending, each once.
    pub fn offsets(&self, now: Timestamp) -> Vec<i16> {
        let later = self
            .zone
            .following(now)
            .take_while(|transition| now.duration_until(transition.timestamp()) <= HORIZON);
        let mut offsets: Vec<i16> = std::iter::once(self.zone.to_offset(now))
            .chain(later.map(|transition| transition.offset()))
            .map(minutes_of)
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        offsets
    }

    /// The window in UTC, right for the opening that is open now or comes next. RDS has one window for every week, so that this is pushed
    /// again as soon as the last opening before a change of offset is over.
    pub fn utc(&self, now: Timestamp) -> UtcWindow {
        let start = self.openings(now).next().map_or(now, |opening| opening.start).to_zoned(TimeZone::UTC);
        let day = u16::from(start.weekday().to_monday_zero_offset().unsigned_abs());
        let (hour, minute) = (start.hour().unsigned_abs(), start.minute().unsigned_abs());
        let minute_of_day = u16::from(hour) * 60 + u16::from(minute);
        UtcWindow::new(day * MINUTES_OF_DAY + minute_of_day, self.window.minutes)
    }

    /// The openings that are open now or come next, oldest first.
    pub fn next_openings(&self, now: Timestamp, count: usize) -> Vec<Opening> {
        self.openings(now).take(count).collect()
    }

    /// Whether work may start now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.openings(now).next().is_some_and(|opening| opening.start <= now)
    }

    /// When the zone's offset changes next, if that is within 400 days.
    pub fn next_offset_change(&self, now: Timestamp) -> Option<Timestamp> {
        let current = self.zone.to_offset(now);
        self.zone
            .following(now)
            .take_while(|transition| now.duration_until(transition.timestamp()) <= HORIZON)
            .find(|transition| transition.offset() != current)
            .map(|transition| transition.timestamp())
    }

    /// All openings that end after an instant. A local time that a change of offset skips is taken after the gap, and of one that happens
    /// twice the first (RFC 5545, section 3.3.5).
    fn openings(&self, now: Timestamp) -> impl Iterator<Item = Opening> + '_ {
        let weekday = civil_weekday(self.window.weekday);
        let long_ago = self.zone.to_datetime(now).date().saturating_sub(2.days());
        let first = if long_ago.weekday() == weekday {
            Some(long_ago)
        } else {
            long_ago.nth_weekday(1, weekday).ok()
        };
        std::iter::successors(first, |date: &Date| date.checked_add(1.week()).ok())
            .map_while(|date| {
                let start = i64::from(self.window.start.minute()).minutes();
                let local = date.to_datetime(civil::Time::midnight()).checked_add(start).ok()?;
                let start = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
                let length = SignedDuration::from_mins(i64::from(self.window.minutes));
                Some(Opening { start, end: start.checked_add(length).ok()? })
            })
            .filter(move |opening| opening.end > now)
    }
}

/// The IANA names to choose from, sorted: `Region/City` and `UTC`, without the historical aliases that have no slash.
pub fn zones() -> Vec<String> {
    let mut names: Vec<String> = tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| {
            let region = name.split_once('/').map_or("", |(region, _)| region);
            name == "UTC" || !matches!(region, "" | "Etc" | "SystemV" | "US" | "posix" | "right")
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The name as the time zone database spells it (`asia/tokyo` is `Asia/Tokyo`). None when there is none.
pub(super) fn canonical_zone(name: &str) -> Option<String> {
    TimeZone::get(name).ok()?.iana_name().map(str::to_owned)
}

fn minutes_of(offset: tz::Offset) -> i16 {
    i16::try_from(offset.seconds() / 60).expect("offsets are less than 26 hours")
}

const fn civil_weekday(weekday: Weekday) -> civil::Weekday {
    match weekday {
        Weekday::Monday => civil::Weekday::Monday,
        Weekday::Tuesday => civil::Weekday::Tuesday,
        Weekday::Wednesday => civil::Weekday::Wednesday,
        Weekday::Thursday => civil::Weekday::Thursday,
        Weekday::Friday => civil::Weekday::Friday,
        Weekday::Saturday => civil::Weekday::Saturday,
        Weekday::Sunday => civil::Weekday::Sunday,
    }
}

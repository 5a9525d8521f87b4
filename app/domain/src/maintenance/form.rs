//! Windows as people type them, and the one that a component gets when nobody does.

use super::{DEFAULT_MINUTES, MAX_MINUTES, MIN_MINUTES, TimeOfDay, Weekday, Window};
use crate::component::Region;
use crate::error::{FieldError, Problem};

impl Window {
    /// Reads the fields of a form: `window.zone` (IANA name), `window.weekday` (`monday` ...), `window.start` (`HH:MM`) and `window.minutes`.
    ///
    /// Without the feature `zones` (in the browser) only the shape of the zone's name is checked.
    ///
    /// # Errors
    /// One for every field that is wrong.
    pub fn parse(zone: &str, weekday: &str, start: &str, minutes: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |field: &str, problem: Problem| errors.push(FieldError::new(field, problem));
        let zone = parse_zone(zone.trim()).map_err(|problem| note("window.zone", problem));
        let weekday = Weekday::parse(weekday.trim()).map_err(|problem| note("window.weekday", problem));
        let start = TimeOfDay::parse(start.trim()).map_err(|problem| note("window.start", problem));
        let minutes = parse_minutes(minutes.trim()).map_err(|problem| note("window.minutes", problem));
        match (zone, weekday, start, minutes) {
            (Ok(zone), Ok(weekday), Ok(start), Ok(minutes)) => Ok(Self { zone, weekday, start, minutes }),
            _ => Err(errors),
        }
    }

    /// The window of a component whose author chose none: Sunday from 3 to 6 in the morning where the region is. 3 o'clock, because
    /// most zones skip or repeat an hour before it twice a year.
    pub fn default_for(region: &Region) -> Self {
        Self {
            zone: zone_of_region(region).to_owned(),
            weekday: Weekday::Sunday,
            start: TimeOfDay::from_minute(3 * 60),
            minutes: DEFAULT_MINUTES,
        }
    }

    /// Checks what the type does not: the zone's name and the length.
    ///
    /// # Errors
    /// One for every field that is wrong, named as in [`Window::parse`].
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let (start, minutes) = (self.start.to_string(), self.minutes.to_string());
        Self::parse(&self.zone, self.weekday.as_str(), &start, &minutes).map(drop)
    }
}

fn parse_zone(text: &str) -> Result<String, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let looks_right = text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
    if !looks_right {
        return Err(Problem::NotATimeZone);
    }
    #[cfg(feature = "zones")]
    return super::schedule::canonical_zone(text).ok_or(Problem::NotATimeZone);
    #[cfg(not(feature = "zones"))]
    Ok(text.to_owned())
}

fn parse_minutes(text: &str) -> Result<u16, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let number: i64 = match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse().unwrap_or(i64::MAX),
        false => return Err(Problem::NotANumber),
    };
    u16::try_from(number)
        .ok()
        .filter(|minutes| (MIN_MINUTES..=MAX_MINUTES).contains(minutes))
        .ok_or(Problem::OutOfRange { min: MIN_MINUTES.into(), max: MAX_MINUTES.into() })
}

/// A zone in which people near a region live
/// (<https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>). UTC for regions not listed.
fn zone_of_region(region: &Region) -> &'static str {
    match region.as_str() {
        "ap-northeast-1" | "ap-northeast-3" => "Asia/Tokyo",
        "ap-northeast-2" => "Asia/Seoul",
        "ap-south-1" | "ap-south-2" => "Asia/Kolkata",
        "ap-southeast-1" => "Asia/Singapore",
        "ap-southeast-2" | "ap-southeast-4" => "Australia/Sydney",
        "ap-southeast-3" => "Asia/Jakarta",
        "ca-central-1" => "America/Toronto",
        "eu-central-1" => "Europe/Berlin",
        "eu-central-2" => "Europe/Zurich",
        "eu-north-1" => "Europe/Stockholm",
        "eu-south-1" => "Europe/Rome",
        "eu-south-2" => "Europe/Madrid",
        "eu-west-1" => "Europe/Dublin",
        "eu-west-2" => "Europe/London",
        "eu-west-3" => "Europe/Paris",
        "sa-east-1" => "America/Sao_Paulo",
        "us-east-1" | "us-east-2" => "America/New_York",
        "us-west-1" | "us-west-2" => "America/Los_Angeles",
        _ => "UTC",
    }
}

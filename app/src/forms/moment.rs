//! Days and times as browsers send them.

use domain::error::Problem;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `YYYY-MM-DDTHH:MM` (WHATWG HTML, "local date and time string") in a zone. A time that a daylight-saving change skips or repeats is the one
/// that the zone would show at first.
///
/// # Errors
/// [`Problem::NotADateTime`].
pub fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let civil: DateTime = text.parse().map_err(|_| Problem::NotADateTime)?;
    let zoned = zone.to_ambiguous_zoned(civil).compatible().map_err(|_| Problem::NotADateTime)?;
    Ok(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_in_the_zone_of_its_reader() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(moment("2026-12-01T09:30", &tokyo), Ok("2026-12-01T00:30:00Z".parse().unwrap()));
        for text in ["", "tomorrow", "2026-13-01T00:00", "2026-12-01T09:30Z<script>", "9999999-01-01T00:00"] {
            assert_eq!(moment(text, &tokyo), Err(Problem::NotADateTime), "{text:?}");
        }
    }
}

//! Lengths of time on the command line.

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

/// Reads `90s`, `10m`, `8h`, `7d` and their sums; a day is 24 hours.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let form = || "write it as 90s, 10m, 8h or 7d".to_owned();
    let span: Span = text.parse().map_err(|_| form())?;
    let duration: SignedDuration =
        span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| form())?;
    Duration::try_from(duration).ok().filter(|duration| !duration.is_zero()).ok_or_else(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_a_number_and_a_unit() {
        for (text, seconds) in [("90s", 90), ("10m", 600), ("8h", 28_800), ("7d", 604_800), ("1h30m", 5400)] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for wrong in ["", "8", "-8h", "0s", "h", "1 month"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}

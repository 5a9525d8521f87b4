//! Events that people keep, to try a function with again.

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::PAYLOAD_MAX_BYTES;
use crate::error::{FieldError, Problem};
use crate::organization::Name;

/// Most events that are kept of a function.
pub const EVENTS_MAX: u32 = 50;

/// Longest event that is kept, in bytes.
pub const EVENT_MAX_BYTES: usize = 100 * 1024;

/// An event that somebody kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedEvent {
    /// Its name, unique in its function.
    pub name: Name,
    /// The event, JSON as it was typed.
    pub payload: String,
    /// Who wrote it last, as text for people.
    pub author: String,
    /// When.
    pub changed: Timestamp,
}

/// Checks an event that a function is run with, and takes the space around it away.
///
/// # Errors
/// [`Problem::Required`], [`Problem::NotJson`] or [`Problem::TooLarge`] at `payload`.
pub fn event_payload(payload: &str, max_bytes: usize) -> Result<&str, FieldError> {
    let payload = payload.trim();
    let problem = if payload.is_empty() {
        Problem::Required
    } else if payload.len() > max_bytes.min(PAYLOAD_MAX_BYTES) {
        Problem::TooLarge { max_kb: u32::try_from(max_bytes / 1024).unwrap_or(u32::MAX) }
    } else if let Err(error) = serde_json::from_str::<IgnoredAny>(payload) {
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        Problem::NotJson { line, is_cut: error.classify() == Category::Eof }
    } else {
        return Ok(payload);
    };
    Err(FieldError::new("payload", problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_json_and_not_too_long() {
        assert_eq!(event_payload(" {\"a\": 1}\n", 100), Ok("{\"a\": 1}"));
        assert_eq!(event_payload("null", 100), Ok("null"));
        for (payload, problem) in [
            ("  ", Problem::Required),
            ("{\n\"a\": x}", Problem::NotJson { line: 2, is_cut: false }),
            ("{\"a\":", Problem::NotJson { line: 1, is_cut: true }),
            ("{} {}", Problem::NotJson { line: 1, is_cut: false }),
        ] {
            assert_eq!(event_payload(payload, 100).unwrap_err().problem, problem, "{payload}");
        }
        let longest = format!("\"{}\"", "x".repeat(2046));
        assert!(event_payload(&longest, 2048).is_ok());
        let longer = format!("\"{}\"", "x".repeat(2047));
        assert_eq!(event_payload(&longer, 2048).unwrap_err().problem, Problem::TooLarge { max_kb: 2 });
    }
}

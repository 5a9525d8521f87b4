//! Whether to send a request once more, and when.

use std::time::Duration;

use super::answer::Answer;

/// How often a request is sent at most.
const MOST: u32 = 4;

/// How long to wait before the second time; twice as long each further time.
const FIRST_WAIT: Duration = Duration::from_millis(250);

/// How long somebody is kept waiting without an answer, because the server asks for it.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Whether a request does the same when it is done twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeatable {
    /// It reads, or carries a key.
    Yes,
    /// Only where it surely did not reach the server's work.
    No,
}

/// How a try ended, when it did not end well.
#[derive(Debug)]
pub(super) enum Setback<'a> {
    /// No connection was made.
    NotSent,
    /// The connection broke, or nothing came back in time.
    Broken,
    /// The server said no.
    Refused(&'a Answer),
}

/// How long to wait before the next try, after this many. None: it is not tried again.
pub(super) fn wait(tries: u32, setback: &Setback<'_>, repeatable: Repeatable) -> Option<Duration> {
    let own = FIRST_WAIT * 2_u32.pow(tries.saturating_sub(1));
    let wait = match setback {
        Setback::NotSent => own,
        Setback::Broken if repeatable == Repeatable::Yes => own,
        Setback::Broken => return None,
        Setback::Refused(answer) => match answer.status {
            // The server refused before it did anything.
            429 | 503 => answer.retry_after.unwrap_or(own),
            // What stands before the server does not know how far it went.
            502 | 504 if repeatable == Repeatable::Yes => answer.retry_after.unwrap_or(own),
            409 if answer.code() == "idempotency_key_in_work" => answer.retry_after.unwrap_or(own),
            _ => return None,
        },
    };
    (tries < MOST && wait <= LONGEST_WAIT).then_some(wait)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, code: &str, seconds: Option<u64>) -> Answer {
        let retry_after = seconds.map(Duration::from_secs);
        Answer { status, body: json!({ "code": code }), retry_after, request_id: None, location: None }
    }

    #[test]
    fn only_what_may_be_done_twice_is_sent_twice() {
        use Repeatable::{No, Yes};
        let quarter = Some(Duration::from_millis(250));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(wait(1, &Setback::NotSent, No), quarter);
        assert_eq!(wait(3, &Setback::NotSent, No), seconds(1));
        assert_eq!(wait(4, &Setback::NotSent, Yes), None);
        assert_eq!(wait(1, &Setback::Broken, Yes), quarter);
        assert_eq!(wait(1, &Setback::Broken, No), None);
        for (status, code, after, repeatable, expected) in [
            (429, "too_many_requests", Some(7), No, seconds(7)),
            (503, "unavailable", None, No, quarter),
            (503, "unavailable", Some(61), Yes, None),
            (502, "http", None, Yes, quarter),
            (504, "http", None, No, None),
            (409, "idempotency_key_in_work", Some(1), Yes, seconds(1)),
            (409, "operation_running", Some(1), Yes, None),
            (401, "unauthenticated", None, Yes, None),
            (500, "internal", None, Yes, None),
        ] {
            let answer = answer(status, code, after);
            assert_eq!(wait(1, &Setback::Refused(&answer), repeatable), expected, "{status} {code}");
        }
    }
}

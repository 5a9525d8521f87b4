//! Trying a function: it is run once with an event, or its public address is asked, and somebody looks at what came of it.

pub mod address;
mod ending;
mod event;
mod json;
mod report;
pub mod samples;

pub use ending::{Ending, FunctionError, FunctionErrorClass};
pub use event::{EVENT_MAX_BYTES, EVENTS_MAX, SavedEvent, event_payload};
pub use json::pretty;
pub use report::Report;

/// Longest event and longest answer of a function, in bytes
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>, "Invocation payload", synchronous).
pub const PAYLOAD_MAX_BYTES: usize = 6 * 1024 * 1024;

/// Most bytes of a log that Lambda answers with
/// (<https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseSyntax>, "LogResult").
const LOG_TAIL_BYTES: usize = 4096;

/// What came of running a function once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The version that ran, as people count. None when nothing ran, or when AWS ran a version that is not known any more.
    pub version: Option<u32>,
    /// How it ended.
    pub ending: Ending,
    /// What Lambda measured. None when nothing ran, or when Lambda did not tell.
    pub report: Option<Report>,
    /// The end of the log of this request.
    pub log: LogTail,
}

/// The end of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogTail {
    /// Its lines.
    pub text: String,
    /// Whether there is more before it, which the log group has.
    pub is_cut: bool,
}

impl LogTail {
    /// The tail as Lambda answers with it. The first line of one that was cut is half a line, and left out.
    pub fn read(tail: &str) -> Self {
        let is_cut = tail.len() >= LOG_TAIL_BYTES;
        let whole = match tail.split_once('\n') {
            Some((_, rest)) if is_cut => rest,
            _ => tail,
        };
        Self { text: whole.trim_end().to_owned(), is_cut }
    }
}

#[cfg(test)]
mod tests {
    use super::LogTail;

    #[test]
    fn a_tail_that_was_cut_begins_with_a_whole_line() {
        assert_eq!(LogTail::read("START\nEND\n"), LogTail { text: "START\nEND".to_owned(), is_cut: false });
        let long = format!("{}\nlast\n", "x".repeat(4091));
        assert_eq!(LogTail::read(&long), LogTail { text: "last".to_owned(), is_cut: true });
        let one_line = "x".repeat(4096);
        assert_eq!(LogTail::read(&one_line).text.len(), 4096);
    }
}

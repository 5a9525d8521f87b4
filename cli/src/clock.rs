//! The time of this machine, and ids: the one place of the command line that asks for them.

use jiff::{Timestamp, Zoned};
use uuid::Uuid;

/// The current instant.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The time of day where the reader is, to the millisecond: `14:02:11.123`.
pub(crate) fn time_of_day() -> String {
    Zoned::new(now(), jiff::tz::TimeZone::system()).strftime("%H:%M:%S.%3f").to_string()
}

/// An id as Lambda gives to each invocation, and for runs of commands.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids; nothing is stored under them")]
pub(crate) fn request_id() -> Uuid {
    Uuid::new_v4()
}

/// A secret that nobody guesses: 64 hexadecimal digits with 244 bits from the operating system.
pub(crate) fn secret() -> String {
    format!("{}{}", request_id().simple(), request_id().simple())
}

/// A value of `X-Amzn-Trace-Id`: `Root=1-`, the seconds since 1970, `-`, and 96 bits, in hexadecimal digits
/// (<https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html>, "Tracing header").
pub(crate) fn new_trace() -> String {
    let id = request_id().simple().to_string();
    format!("Root=1-{:08x}-{}", now().as_second(), &id[..24])
}

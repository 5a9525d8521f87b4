//! Times of the SDK as times of the domain.

use aws_smithy_types::DateTime;
use jiff::Timestamp;

/// The same instant. None when it lies outside the years -9999 to 9999.
pub(crate) fn timestamp(time: &DateTime) -> Option<Timestamp> {
    Timestamp::new(time.secs(), i32::try_from(time.subsec_nanos()).ok()?).ok()
}

/// The same instant, to the millisecond.
pub(crate) fn date_time(time: Timestamp) -> DateTime {
    DateTime::from_millis(time.as_millisecond())
}

//! `[tokens]`: how long command lines stay signed in.

use jiff::SignedDuration;

use super::Reader;

/// How long command lines stay signed in.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// A token ends after this long without a request.
    pub idle: SignedDuration,
    /// A token ends at the latest this long after it was made.
    pub absolute: SignedDuration,
}

impl Tokens {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let idle = reader.number("tokens.idle_days", 1..=365);
        let absolute = reader.number("tokens.absolute_days", 1..=365);
        let (idle, absolute) = (idle?, absolute?);
        if idle > absolute {
            reader.mistake("tokens.idle_days", "must not be longer than tokens.absolute_days");
            return None;
        }
        let days = |days: u32| SignedDuration::from_hours(24 * i64::from(days));
        Some(Self { idle: days(idle), absolute: days(absolute) })
    }
}

//! `[sessions]`: how long people stay signed in.

use jiff::SignedDuration;

use super::Reader;

/// How long people stay signed in.
#[derive(Clone, Copy, Debug)]
pub struct Sessions {
    /// A session ends after this long without a request.
    pub idle: SignedDuration,
    /// A session ends at the latest this long after the sign-in.
    pub absolute: SignedDuration,
}

impl Sessions {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let idle = reader.number("sessions.idle_minutes", 1..=1440);
        let absolute = reader.number("sessions.absolute_hours", 1..=168);
        let (idle, absolute) = (idle?, absolute?);
        if idle > absolute * 60 {
            reader.mistake("sessions.idle_minutes", "must not be longer than sessions.absolute_hours");
            return None;
        }
        Some(Self {
            idle: SignedDuration::from_mins(idle.into()),
            absolute: SignedDuration::from_hours(absolute.into()),
        })
    }
}

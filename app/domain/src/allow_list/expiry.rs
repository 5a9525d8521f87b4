//! Until when an entry is wanted, as the form offers it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::MAX_EXPIRY_DAYS;
use crate::error::Problem;

/// A choice of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryChoice {
    /// In an hour.
    OneHour,
    /// In 8 hours: a working day.
    EightHours,
    /// In 24 hours.
    OneDay,
    /// In 7 times 24 hours.
    SevenDays,
    /// At a time of one's own, at most 90 days away.
    Custom,
    /// When somebody removes it.
    Never,
}

impl ExpiryChoice {
    /// All choices, shortest first.
    pub const ALL: [Self; 6] =
        [Self::OneHour, Self::EightHours, Self::OneDay, Self::SevenDays, Self::Custom, Self::Never];

    /// The value in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneHour => "1h",
            Self::EightHours => "8h",
            Self::OneDay => "1d",
            Self::SevenDays => "7d",
            Self::Custom => "custom",
            Self::Never => "never",
        }
    }

    /// Reads a value of a form.
    ///
    /// # Errors
    /// [`Problem::NotAChoice`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text).ok_or(Problem::NotAChoice)
    }

    /// The time that is meant. `custom` counts for [`Self::Custom`] only.
    ///
    /// # Errors
    /// [`Problem::Required`] without a custom time, [`Problem::InThePast`] or [`Problem::TooFarAway`].
    pub fn expires(self, custom: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
        let hours = match self {
            Self::OneHour => 1,
            Self::EightHours => 8,
            Self::OneDay => 24,
            Self::SevenDays => 7 * 24,
            Self::Custom => {
                let custom = custom.ok_or(Problem::Required)?;
                return check_expiry(custom, now).map(|()| Some(custom));
            }
            Self::Never => return Ok(None),
        };
        let expires = now.checked_add(SignedDuration::from_hours(hours));
        expires.map(Some).map_err(|_| Problem::TooFarAway { max_days: MAX_EXPIRY_DAYS })
    }
}

/// Checks that a time lies ahead, and not too far.
///
/// # Errors
/// [`Problem::InThePast`] or [`Problem::TooFarAway`].
pub(super) fn check_expiry(expires: Timestamp, now: Timestamp) -> Result<(), Problem> {
    let furthest = SignedDuration::from_hours(24 * i64::from(MAX_EXPIRY_DAYS));
    if expires <= now {
        Err(Problem::InThePast)
    } else if now.duration_until(expires) > furthest {
        Err(Problem::TooFarAway { max_days: MAX_EXPIRY_DAYS })
    } else {
        Ok(())
    }
}

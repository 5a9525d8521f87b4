//! Days of the week, as forms and RDS write them.

use super::Weekday;
use crate::error::Problem;

impl Weekday {
    /// All days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The value in forms and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// Reads a value of a form.
    ///
    /// # Errors
    /// [`Problem::Required`] or [`Problem::NotAChoice`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::Required);
        }
        Self::ALL.into_iter().find(|day| day.as_str() == text).ok_or(Problem::NotAChoice)
    }

    /// How many days after Monday: 0-6.
    pub const fn index(self) -> u16 {
        self as u16
    }

    /// The first three letters, as RDS writes a day.
    pub(super) fn abbreviation(self) -> &'static str {
        &self.as_str()[..3]
    }
}

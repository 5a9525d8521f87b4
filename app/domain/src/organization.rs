//! Tenants, and the projects that group their components.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::ids::{OrganizationId, ProjectId};

/// A tenant: one customer, or one partner vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The tenant.
    pub id: OrganizationId,
    /// Its name in addresses and AWS names.
    pub slug: Name,
    /// Its name for people, 1-100 characters.
    pub display_name: String,
    /// What its components may do.
    pub policy: Policy,
    /// Since when.
    pub created: Timestamp,
}

/// Rules that an organization sets for all its components.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Whether an allow-list may hold `0.0.0.0/0` or `::/0`, with a reason.
    pub public_networks: bool,
}

/// A custom app of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The project.
    pub id: ProjectId,
    /// Whose.
    pub organization: OrganizationId,
    /// Its name in addresses and AWS names.
    pub slug: Name,
    /// Its name for people, 1-100 characters.
    pub display_name: String,
    /// To whom AWS's bill is attributed (a tag on every resource).
    pub cost_center: Option<String>,
}

/// A project as somebody asks for it, already parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    /// Its name in addresses and AWS names.
    pub slug: Name,
    /// Its name for people.
    pub display_name: String,
    /// To whom AWS's bill is attributed.
    pub cost_center: Option<String>,
}

/// A name that is safe in addresses, AWS names and shells: `[a-z][a-z0-9-]{1,30}[a-z0-9]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// Fewest characters.
    pub const MIN: u32 = 3;
    /// Most characters.
    pub const MAX: u32 = 32;

    /// Reads a name.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooShort`], [`Problem::TooLong`] or [`Problem::NotAName`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        match length {
            0 => return Err(Problem::Required),
            length if length < Self::MIN => return Err(Problem::TooShort { min: Self::MIN }),
            length if length > Self::MAX => return Err(Problem::TooLong { max: Self::MAX }),
            _ => {}
        }
        let letter_or_digit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let valid = bytes[0].is_ascii_lowercase()
            && bytes.iter().all(|byte| letter_or_digit(*byte) || *byte == b'-')
            && bytes.last().is_some_and(|byte| letter_or_digit(*byte));
        if valid { Ok(Self(text.to_owned())) } else { Err(Problem::NotAName) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = crate::error::FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| crate::error::FieldError::new("name", problem))
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::error::Problem;

    #[test]
    fn names_are_safe_everywhere() {
        let (shortest, longest) = ("a-1", "a".repeat(32));
        for name in [shortest, &longest, "orders-db", "a--b"] {
            assert_eq!(Name::parse(name).as_ref().map(Name::as_str), Ok(name));
        }
        for (name, problem) in [
            ("", Problem::Required),
            ("ab", Problem::TooShort { min: 3 }),
            (&"a".repeat(33), Problem::TooLong { max: 32 }),
            ("Orders", Problem::NotAName),
            ("1orders", Problem::NotAName),
            ("orders-", Problem::NotAName),
            ("orders_db", Problem::NotAName),
            ("注文データ", Problem::NotAName),
            ("orders\u{200b}db", Problem::NotAName),
            ("a;rm -rf", Problem::NotAName),
            ("orders\n", Problem::NotAName),
        ] {
            assert_eq!(Name::parse(name), Err(problem), "{name:?}");
        }
    }
}

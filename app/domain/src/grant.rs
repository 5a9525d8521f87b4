//! Roles and to whom they are given.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::error::FieldError;
use crate::ids::{GrantId, OrganizationId, ProjectId, UserId};
use crate::text::check_text;

/// What a holder may do inside a scope. See [`crate::authz`] for the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything in the scope, changes nothing.
    Viewer,
    /// Creates, changes and deletes components, reads credentials.
    Developer,
    /// Everything, and decides who else may.
    Owner,
}

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Developer, Self::Owner];

    /// The word for it in the database, the audit trail and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Developer => "developer",
            Self::Owner => "owner",
        }
    }
}

/// What a member of the platform's own staff may do. Comes from claims of the issuer, never from a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformRole {
    /// Keeps the stacks alive: target accounts, retries, cancels.
    Operator,
    /// Looks into a customer's state and audit trail; each look is in that trail.
    Support,
    /// Reads and exports every audit trail; changes nothing.
    Auditor,
}

impl PlatformRole {
    /// All platform roles.
    pub const ALL: [Self; 3] = [Self::Operator, Self::Support, Self::Auditor];

    /// The word for it in the database, the audit trail and the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Support => "support",
            Self::Auditor => "auditor",
        }
    }
}

/// How far a grant reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", content = "project", rename_all = "snake_case")]
pub enum Scope {
    /// The whole organization.
    Organization,
    /// One project of it.
    Project(ProjectId),
}

/// To whom a role is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Holder {
    /// A person, by the e-mail address that the issuer verifies. `user` is known after the first sign-in.
    User {
        /// Lower case.
        email: String,
        /// The person behind it, once they have signed in.
        user: Option<UserId>,
    },
    /// Everybody in whose `groups` claim this value stands.
    Group {
        /// The value, exactly as the issuer writes it.
        group: String,
    },
}

impl Holder {
    /// Everybody in a group: the value as the issuer writes it, 1-200 characters.
    ///
    /// # Errors
    /// Those of [`crate::text::check`], at `group`.
    pub fn group(value: &str) -> Result<Self, FieldError> {
        Ok(Self::Group { group: check_text("group", value, 1, 200)? })
    }

    /// A person by their e-mail address.
    ///
    /// # Errors
    /// Those of [`Email::parse`], at `email`.
    pub fn user(email: &str) -> Result<Self, FieldError> {
        let email = Email::parse(email).map_err(|problem| FieldError::new("email", problem))?;
        Ok(Self::User { email: email.into(), user: None })
    }
}

impl Grant {
    /// Whether it is in force.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }
}

/// A role given to a holder at a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The grant.
    pub id: GrantId,
    /// Where it is valid.
    pub organization: OrganizationId,
    /// How far it reaches.
    pub scope: Scope,
    /// To whom.
    pub holder: Holder,
    /// What.
    pub role: Role,
    /// Until when; without it, until removed.
    pub expires: Option<Timestamp>,
    /// Since when.
    pub created: Timestamp,
    /// Who gave it, as text for people.
    pub created_by: String,
}

/// A grant as somebody asks for it, already parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// How far it reaches.
    pub scope: Scope,
    /// To whom.
    pub holder: Holder,
    /// What.
    pub role: Role,
    /// Until when.
    pub expires: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::Holder;
    use crate::error::{FieldError, Problem};

    #[test]
    fn holders_are_read_from_forms() {
        assert_eq!(Holder::group(" acme-staff "), Ok(Holder::Group { group: "acme-staff".to_owned() }));
        assert_eq!(Holder::group(""), Err(FieldError::new("group", Problem::Required)));
        assert_eq!(
            Holder::group(&"g".repeat(201)),
            Err(FieldError::new("group", Problem::TooLong { max: 200 }))
        );
        assert_eq!(Holder::group("a\u{202e}b"), Err(FieldError::new("group", Problem::UnsafeCharacters)));
        assert_eq!(
            Holder::user("Eve@Acme.example"),
            Ok(Holder::User { email: "eve@acme.example".to_owned(), user: None })
        );
        assert_eq!(Holder::user("eve"), Err(FieldError::new("email", Problem::NotAnEmail)));
    }
}

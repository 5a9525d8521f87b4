//! Identifiers. Each is its own type, so that one cannot be passed where another is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{FieldError, Problem};

macro_rules! uuid_ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

uuid_ids! {
    /// A tenant.
    OrganizationId,
    /// A custom app of an organization.
    ProjectId,
    /// A provisioned building block.
    ComponentId,
    /// A plan, or its execution.
    OperationId,
    /// A person who has signed in at least once.
    UserId,
    /// A role given to a holder at a scope.
    GrantId,
    /// A signed-in browser or command line. Not the secret in its cookie, and not its token.
    SessionId,
    /// A line of the audit trail.
    AuditEntryId,
    /// One network in an allow-list.
    AllowListEntryId,
    /// Jobs of an outside issuer that may deploy.
    TrustId,
}

/// An AWS account number: twelve digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AwsAccountId(String);

impl AwsAccountId {
    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AwsAccountId {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err(FieldError::new("account", Problem::NotAnAwsAccountId))
        }
    }
}

impl From<AwsAccountId> for String {
    fn from(id: AwsAccountId) -> Self {
        id.0
    }
}

impl fmt::Display for AwsAccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

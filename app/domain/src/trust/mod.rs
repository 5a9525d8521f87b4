//! Outside issuers whose CI jobs may deploy: which jobs, and which functions. See decision 0010.
//!
//! The issuers of GitHub and GitLab sign for everybody in the world. So a trust says of whom it takes tokens, and a rule sees to it that this cannot be
//! said too widely.

mod claims;
mod condition;
mod issuer;
mod job;
mod provider;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};
use crate::ids::{ComponentId, OrganizationId, ProjectId, TrustId};

pub use claims::{ClaimProblem, Claims, LEEWAY};
pub use condition::{ClaimName, Condition, Pattern};
pub use issuer::Issuer;
pub use job::Job;
pub use provider::{Preset, Provider};

/// Most trusts of a project.
pub const MAX_TRUSTS: u32 = 50;

/// A project takes tokens of these jobs, and lets them deploy these functions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// The trust.
    pub id: TrustId,
    /// Whose.
    pub organization: OrganizationId,
    /// In which project all functions are.
    pub project: ProjectId,
    /// Whose words the claims are in.
    pub provider: Provider,
    /// Who signs the tokens.
    pub issuer: Issuer,
    /// What must be true of a token: all of it.
    pub conditions: Vec<Condition>,
    /// What its jobs may deploy, and nothing else.
    pub functions: Vec<ComponentId>,
    /// Since when.
    pub created: Timestamp,
    /// Who added it, as text for people.
    pub created_by: String,
}

impl Trust {
    /// Whose jobs it is about, such as `acme/shop`: what its first condition says that names somebody.
    pub fn about(&self) -> &str {
        let naming = |condition: &&Condition| self.provider.naming().contains(&condition.claim.as_str());
        self.conditions
            .iter()
            .find(naming)
            .map_or(self.issuer.as_str(), |condition| condition.pattern.as_str())
    }

    /// The conditions that a token does not meet. Empty: its job may deploy.
    pub fn unmet(&self, claims: &Claims) -> Vec<&Condition> {
        self.conditions.iter().filter(|condition| !condition.holds(claims)).collect()
    }
}

/// A trust as somebody asks for it, already parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTrust {
    /// In which project.
    pub project: ProjectId,
    /// Whose words the claims are in.
    pub provider: Provider,
    /// Who signs the tokens.
    pub issuer: Issuer,
    /// What must be true of a token: all of it.
    pub conditions: Vec<Condition>,
    /// What its jobs may deploy. Each is looked for in the project.
    pub functions: Vec<ComponentId>,
}

impl NewTrust {
    /// Most conditions.
    pub const MAX_CONDITIONS: usize = 10;

    /// Most functions.
    pub const MAX_FUNCTIONS: usize = 20;

    /// Checks that it lets nobody in who is not named.
    ///
    /// # Errors
    /// At `provider`, `conditions` or `functions`: see [`Problem::ConditionMissing`] and [`Problem::WildcardNotSafe`].
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |field: String, problem| errors.push(FieldError { field, problem });
        if Provider::of_shared(&self.issuer).is_some_and(|provider| provider != self.provider) {
            note("provider".to_owned(), Problem::NotAChoice);
        }
        if self.conditions.len() > Self::MAX_CONDITIONS {
            note("conditions".to_owned(), Problem::OutOfRange { min: 1, max: 10 });
        }
        if let Some(claims) = self.provider.missing(&self.conditions) {
            note("conditions".to_owned(), Problem::ConditionMissing { claims: claims.join(", ") });
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            if !self.provider.takes(condition) {
                note(format!("conditions[{index}].pattern"), Problem::WildcardNotSafe);
            }
        }
        if self.functions.is_empty() {
            note("functions".to_owned(), Problem::Required);
        } else if self.functions.len() > Self::MAX_FUNCTIONS {
            note("functions".to_owned(), Problem::OutOfRange { min: 1, max: 20 });
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

//! CI jobs that may deploy.

use async_trait::async_trait;

use crate::caller::Caller;
use crate::error::Result;
use crate::ids::{OrganizationId, TrustId};
use crate::trust::{NewTrust, Trust};

/// Which jobs of outside issuers may deploy. The exchange of their tokens has no caller yet, and is no part of this.
#[async_trait]
pub trait Trusts: Send + Sync {
    /// Those of the projects in which the caller may see who has which role, oldest first.
    async fn list(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Trust>>;
    /// Begins to trust. For those who give roles in the project.
    async fn add(&self, caller: &Caller, organization: OrganizationId, new: NewTrust) -> Result<Trust>;
    /// Ends it, and the tokens that it gave, at once.
    async fn remove(&self, caller: &Caller, organization: OrganizationId, trust: TrustId) -> Result<()>;
}

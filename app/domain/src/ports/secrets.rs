//! Secret values of functions: set and removed, never shown.

use async_trait::async_trait;

use crate::caller::Caller;
use crate::cloud::SecretValue;
use crate::error::Result;
use crate::function::Secret;
use crate::ids::{ComponentId, OrganizationId};

/// Secret values of functions. They rest in AWS alone.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// What is known of those of a function, by name. AWS is not asked.
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<Secret>>;
    /// Sets one in AWS now, whether or not it was set before. The function reads it when it runs.
    async fn set(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &str,
        value: SecretValue,
    ) -> Result<Secret>;
    /// Removes one in AWS now. One that was removed before is removed.
    async fn remove(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &str,
    ) -> Result<()>;
}

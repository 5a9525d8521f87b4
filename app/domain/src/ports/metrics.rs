//! What functions did.

use async_trait::async_trait;

use crate::caller::Caller;
use crate::error::Result;
use crate::function::{Measured, Span};
use crate::ids::{ComponentId, OrganizationId};

/// What functions did, as AWS counted it.
#[async_trait]
pub trait Metrics: Send + Sync {
    /// The function as a whole, and those of its versions that people look at: the live one and the two before it.
    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        span: Span,
    ) -> Result<Measured>;
}

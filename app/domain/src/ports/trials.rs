//! Trying functions.

use async_trait::async_trait;

use crate::caller::Caller;
use crate::error::Result;
use crate::ids::{ComponentId, OrganizationId};
use crate::organization::Name;
use crate::trial::address::{Question, Reached};
use crate::trial::{SavedEvent, Trial};

/// Trying functions, and the events that are kept for that. All of it needs the right to invoke: events may hold what only developers may see.
#[async_trait]
pub trait Trials: Send + Sync {
    /// Runs a function with an event, and waits for the end. The entry in the audit trail has the size of the event, and nothing of it.
    async fn invoke(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        invocation: NewInvocation,
    ) -> Result<Trial>;
    /// Asks the public address of a function, from where the portal is.
    async fn ask(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        question: Question,
    ) -> Result<Reached>;
    /// The events that are kept of a function, by name.
    async fn events(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<SavedEvent>>;
    /// One of them.
    async fn event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &Name,
    ) -> Result<SavedEvent>;
    /// Keeps an event, in place of the one with its name.
    async fn save_event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: Name,
        payload: String,
    ) -> Result<SavedEvent>;
    /// Forgets an event.
    async fn remove_event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &Name,
    ) -> Result<()>;
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvocation {
    /// Which version. None: what is live, as traffic gets it.
    pub version: Option<u32>,
    /// The event: JSON.
    pub payload: String,
}

//! Trying functions: implements [`domain::ports::Trials`].
//!
//! Here AWS is called inside of a request: somebody waits for the answer, and there is nothing to go on with after a restart. The entry in the audit
//! trail is opened before and completed after it, each in a transaction of its own, so that none is held while a function runs.

mod address;
mod events;
mod invoke;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::cloud::Cloud;
use domain::component::Component;
use domain::error::Conflict;
use domain::ids::{ComponentId, OrganizationId};
use domain::organization::Name;
use domain::ports::{self, NewInvocation};
use domain::trial::address::{Question, Reached, Web};
use domain::trial::{SavedEvent, Trial};
use domain::{Error, Result};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Context;
use super::authorize::{authorize, tenant};
use super::functions::visible;
use crate::db::saved_events;

/// How many functions and addresses are waited for at the same time by this process. Each may take 15 minutes, and requests of others need room.
const AT_ONCE: usize = 64;

/// What a request may take beyond the time limit of its function: code that starts has 10 s for itself
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib>), and the way takes some.
const LEEWAY: Duration = Duration::from_secs(15);

/// Tries functions.
#[derive(Clone)]
pub struct Trials {
    context: Context,
    cloud: Cloud,
    web: Arc<dyn Web>,
    turns: Arc<Semaphore>,
    leeway: Duration,
}

impl Trials {
    /// The service.
    pub fn new(context: Context, cloud: Cloud, web: Arc<dyn Web>) -> Self {
        Self { context, cloud, web, turns: Arc::new(Semaphore::new(AT_ONCE)), leeway: LEEWAY }
    }

    /// The same with another time beyond the limit of a function: tests do not wait as long as people.
    #[must_use]
    pub const fn with_leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// A function that the caller may try.
    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let found = visible(&self.context, caller, organization, component).await?;
        let project = Resource::Project(organization, found.project);
        authorize(&self.context, caller, Action::Invoke, project).await?;
        Ok(found)
    }

    /// One of them that is there.
    async fn usable(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let found = self.function(caller, organization, component).await?;
        if found.state.is_usable() { Ok(found) } else { Err(Error::Conflict(Conflict::WrongState)) }
    }

    /// A turn to wait for something outside.
    fn turn(&self) -> Result<SemaphorePermit<'_>> {
        self.turns.try_acquire().map_err(|_| Error::TooManyRequests { retry_after_seconds: 5 })
    }
}

#[async_trait]
impl ports::Trials for Trials {
    async fn invoke(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        invocation: NewInvocation,
    ) -> Result<Trial> {
        let function = self.usable(caller, organization, component).await?;
        invoke::invoke(self, caller, &function, &invocation).await
    }

    async fn ask(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        question: Question,
    ) -> Result<Reached> {
        let function = self.usable(caller, organization, component).await?;
        address::ask(self, caller, &function, &question).await
    }

    async fn events(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<SavedEvent>> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(saved_events::list(self.context.db.read(), &tenant, function.id).await?)
    }

    async fn event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &Name,
    ) -> Result<SavedEvent> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        let found = saved_events::find(self.context.db.read(), &tenant, function.id, name).await?;
        found.ok_or(Error::NotFound)
    }

    async fn save_event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: Name,
        payload: String,
    ) -> Result<SavedEvent> {
        let function = self.function(caller, organization, component).await?;
        events::save(&self.context, caller, &function, name, &payload).await
    }

    async fn remove_event(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &Name,
    ) -> Result<()> {
        let function = self.function(caller, organization, component).await?;
        events::remove(&self.context, caller, &function, name).await
    }
}

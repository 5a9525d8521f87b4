//! The fake ports for trying functions, and for what they did and wrote.

use async_trait::async_trait;
use domain::caller::Caller;
use domain::function::{Measured, Span};
use domain::ids::*;
use domain::organization::Name;
use domain::ports::*;
use domain::trial::address::{Question, Reached};
use domain::trial::{SavedEvent, Trial};
use domain::{Error, Result};

use super::function_sample::{measured, reached, trial};
use super::lock;
use super::ports::Fake;
use super::sample::now;

#[async_trait]
impl Metrics for Fake {
    async fn function(&self, _: &Caller, _: OrganizationId, _: ComponentId, span: Span) -> Result<Measured> {
        let mut world = lock(&self.0);
        world.call(&format!("metrics.{span:?}"))?;
        Ok(if world.is_quiet { measured(span, 0) } else { measured(span, 400) })
    }
}

#[async_trait]
impl Logs for Fake {
    async fn lines(&self, _: &Caller, _: OrganizationId, _: ComponentId, look: LogLook) -> Result<LogLines> {
        let mut world = lock(&self.0);
        world.call(&format!("logs.{:?}", look.begin))?;
        Ok(LogLines { lines: Vec::new(), next: "next".to_owned(), complete: true })
    }
}

#[async_trait]
impl Trials for Fake {
    async fn invoke(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        invocation: NewInvocation,
    ) -> Result<Trial> {
        let mut world = lock(&self.0);
        world.call(&format!("trials.invoke {:?} {}", invocation.version, invocation.payload))?;
        Ok(world.trial.clone().unwrap_or_else(trial))
    }

    async fn ask(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        question: Question,
    ) -> Result<Reached> {
        let mut world = lock(&self.0);
        world.call(&format!("trials.ask {question:?}"))?;
        Ok(world.reached.clone().unwrap_or_else(reached))
    }

    async fn events(&self, _: &Caller, _: OrganizationId, _: ComponentId) -> Result<Vec<SavedEvent>> {
        Ok(lock(&self.0).events.clone())
    }

    async fn event(&self, _: &Caller, _: OrganizationId, _: ComponentId, name: &Name) -> Result<SavedEvent> {
        lock(&self.0).events.iter().find(|event| event.name == *name).cloned().ok_or(Error::NotFound)
    }

    async fn save_event(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        name: Name,
        payload: String,
    ) -> Result<SavedEvent> {
        let mut world = lock(&self.0);
        world.call(&format!("trials.save_event {name}"))?;
        let event = SavedEvent { name, payload, author: "Mika Tanaka".to_owned(), changed: now() };
        world.events.push(event.clone());
        Ok(event)
    }

    async fn remove_event(&self, _: &Caller, _: OrganizationId, _: ComponentId, name: &Name) -> Result<()> {
        lock(&self.0).call(&format!("trials.remove_event {name}"))
    }
}

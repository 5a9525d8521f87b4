//! Fake plans of changes.

use async_trait::async_trait;
use domain::allow_list::{ChangeContext, ListChange};
use domain::caller::Caller;
use domain::component::{Document, State};
use domain::ids::*;
use domain::maintenance::Window;
use domain::operation::{Change, Operation};
use domain::organization::Policy;
use domain::ports::*;
use domain::{Error, Result};

use super::ports::Fake;
use super::sample::{component, id, now};
use super::{lock, operations};

impl Fake {
    fn plan(
        &self,
        component: ComponentId,
        change: Change,
        edit: impl FnOnce(&mut Document) -> Result<()>,
    ) -> Result<Operation> {
        let mut world = lock(&self.0);
        world.call(&format!("changes.{change:?}"))?;
        let found =
            world.components.iter().find(|found| found.id == component).cloned().ok_or(Error::NotFound)?;
        let mut after = found.document.clone();
        edit(&mut after)?;
        let operation = operations::planned(id(9, 90), &found, change, &after);
        world.operations.retain(|other| other.id != operation.id);
        world.operations.push(operation.clone());
        Ok(operation)
    }
}

#[async_trait]
impl Changes for Fake {
    async fn create(&self, _: &Caller, organization: OrganizationId, new: NewComponent) -> Result<Operation> {
        let mut world = lock(&self.0);
        world.call("changes.create")?;
        let mut created = component(91, new.name.as_str(), new.environment, State::Creating);
        created.organization = organization;
        created.project = new.project;
        created.region = new.region;
        created.document.settings = new.settings;
        let document = created.document.clone();
        let mut operation = operations::planned(id(9, 91), &created, Change::Create, &document);
        operation.base_version = 0;
        world.operations.push(operation.clone());
        Ok(operation)
    }

    async fn settings(
        &self,
        _: &Caller,
        _: OrganizationId,
        component: ComponentId,
        _: u32,
        settings: serde_json::Value,
    ) -> Result<Operation> {
        self.plan(component, Change::Settings, |document| {
            document.settings = settings;
            Ok(())
        })
    }

    async fn allow_list(
        &self,
        _: &Caller,
        _: OrganizationId,
        component: ComponentId,
        change: ListChange,
    ) -> Result<Operation> {
        self.plan(component, Change::AllowList, |document| {
            let context = ChangeContext {
                policy: Policy::default(),
                now: now(),
                author: "Mika Tanaka",
                new_id: &|| id(3, 90),
                current_version: 3,
                reason_given: false,
            };
            document.allow_list = document.allow_list.apply(&change, &context)?.list;
            Ok(())
        })
    }

    async fn window(
        &self,
        _: &Caller,
        _: OrganizationId,
        component: ComponentId,
        _: u32,
        window: Window,
    ) -> Result<Operation> {
        self.plan(component, Change::Window, |document| {
            document.window = window;
            Ok(())
        })
    }

    async fn delete(&self, _: &Caller, _: OrganizationId, component: ComponentId) -> Result<Operation> {
        self.plan(component, Change::Delete, |_| Ok(()))
    }
}

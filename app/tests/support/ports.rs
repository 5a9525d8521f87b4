//! Fake ports over a [`World`].

use std::sync::Arc;

use async_trait::async_trait;
use domain::account::TargetAccount;
use domain::audit::{AuditEntry, AuditFilter, AuditHead};
use domain::caller::Caller;
use domain::cloud::SecretValue;
use domain::command_line::{CommandLine, Decision, DeviceRequest, UserCode};
use domain::component::{Component, Region, Release, State};
use domain::error::Problem;
use domain::function::Share;
use domain::grant::{Grant, NewGrant};
use domain::ids::*;
use domain::operation::{Operation, OperationState};
use domain::organization::{NewProject, Organization, Policy, Project};
use domain::ports::*;
use domain::session::Session;
use domain::{Error, Result};

use super::sample::{id, now};
use super::{Shared, lock, operations};

pub(super) struct Fake(pub(super) Shared);

/// All ports over one world.
pub fn ports(world: &Shared) -> Ports {
    let fake = Arc::new(Fake(world.clone()));
    Ports {
        organizations: fake.clone(),
        members: fake.clone(),
        sessions: fake.clone(),
        command_lines: fake.clone(),
        trusts: fake.clone(),
        accounts: fake.clone(),
        components: fake.clone(),
        changes: fake.clone(),
        deploys: fake.clone(),
        secrets: fake.clone(),
        metrics: fake.clone(),
        logs: fake.clone(),
        trials: fake.clone(),
        operations: fake.clone(),
        audit: fake,
    }
}

pub(super) fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}

#[async_trait]
impl Organizations for Fake {
    async fn list(&self, _: &Caller) -> Result<Vec<Organization>> {
        Ok(lock(&self.0).organizations.clone())
    }

    async fn find(&self, _: &Caller, slug: &str) -> Result<Organization> {
        let world = lock(&self.0);
        world.organizations.iter().find(|found| found.slug.as_str() == slug).cloned().ok_or(Error::NotFound)
    }

    async fn projects(&self, _: &Caller, _: OrganizationId) -> Result<Vec<Project>> {
        Ok(lock(&self.0).projects.clone())
    }

    async fn create_project(
        &self,
        _: &Caller,
        organization: OrganizationId,
        project: NewProject,
    ) -> Result<Project> {
        let mut world = lock(&self.0);
        world.call("organizations.create_project")?;
        let NewProject { slug, display_name, cost_center } = project;
        let project = Project { id: id(2, 99), organization, slug, display_name, cost_center };
        world.projects.push(project.clone());
        Ok(project)
    }

    async fn set_policy(&self, _: &Caller, _: OrganizationId, policy: Policy) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("organizations.set_policy")?;
        world.organizations[0].policy = policy;
        Ok(())
    }
}

#[async_trait]
impl Members for Fake {
    async fn list(&self, _: &Caller, _: OrganizationId) -> Result<Vec<Grant>> {
        Ok(lock(&self.0).grants.clone())
    }

    async fn add(&self, _: &Caller, organization: OrganizationId, grant: NewGrant) -> Result<Grant> {
        let mut world = lock(&self.0);
        world.call("members.add")?;
        let NewGrant { scope, holder, role, expires } = grant;
        let grant = Grant {
            id: id(5, 99),
            organization,
            scope,
            holder,
            role,
            expires,
            created: now(),
            created_by: "Haruto Sato".to_owned(),
        };
        world.grants.push(grant.clone());
        Ok(grant)
    }

    async fn remove(&self, _: &Caller, _: OrganizationId, grant: GrantId) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("members.remove")?;
        world.grants.retain(|other| other.id != grant);
        Ok(())
    }
}

#[async_trait]
impl Sessions for Fake {
    async fn list(&self, _: &Caller) -> Result<Vec<Session>> {
        Ok(lock(&self.0).sessions.clone())
    }

    async fn revoke(&self, _: &Caller, session: SessionId) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("sessions.revoke")?;
        world.sessions.retain(|other| other.id != session);
        Ok(())
    }

    async fn revoke_others(&self, _: &Caller) -> Result<u32> {
        let mut world = lock(&self.0);
        world.call("sessions.revoke_others")?;
        world.sessions.retain(|session| session.current);
        Ok(1)
    }
}

#[async_trait]
impl CommandLines for Fake {
    async fn approve(&self, _: &Caller, _: CommandLine) -> Result<String> {
        lock(&self.0).call("command_lines.approve")?;
        Ok("a-code".to_owned())
    }

    async fn deny(&self, _: &Caller, _: CommandLine) -> Result<()> {
        lock(&self.0).call("command_lines.deny")
    }

    async fn device(&self, _: &Caller, code: &UserCode) -> Result<DeviceRequest> {
        if code.letters() != "BCDFGHJK" {
            return Err(Error::field("user_code", Problem::NotACode));
        }
        let address = Some("203.0.113.9".parse().expect("an address"));
        Ok(DeviceRequest { code: code.clone(), name: "build-box".to_owned(), address, asked: now() })
    }

    async fn decide(&self, _: &Caller, _: &UserCode, decision: Decision) -> Result<()> {
        lock(&self.0).call(&format!("command_lines.{decision:?}"))
    }
}

#[async_trait]
impl Accounts for Fake {
    async fn list(&self, _: &Caller) -> Result<Vec<TargetAccount>> {
        Ok(lock(&self.0).accounts.clone())
    }

    async fn save(&self, _: &Caller, account: TargetAccount) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("accounts.save")?;
        world.accounts.retain(|other| other.id != account.id);
        world.accounts.push(account);
        Ok(())
    }

    async fn regions(&self, _: &Caller, _: OrganizationId) -> Result<Vec<Region>> {
        Ok(lock(&self.0).accounts.iter().flat_map(|account| account.regions.clone()).collect())
    }
}

#[async_trait]
impl Components for Fake {
    async fn list(
        &self,
        _: &Caller,
        organization: OrganizationId,
        filter: &ComponentFilter,
    ) -> Result<Page<Component>> {
        let world = lock(&self.0);
        let fits = |component: &&Component| {
            component.organization == organization
                && filter.text.as_ref().is_none_or(|text| component.name.as_str().contains(text))
                && filter.project.is_none_or(|project| component.project == project)
                && filter.environment.is_none_or(|environment| component.environment == environment)
                && filter.state.is_none_or(|state| component.state == state)
        };
        Ok(page(world.components.iter().filter(fits).cloned().collect()))
    }

    async fn find(
        &self,
        _: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let world = lock(&self.0);
        let mut all = world.components.iter();
        all.find(|found| found.id == component && found.organization == organization)
            .cloned()
            .ok_or(Error::NotFound)
    }

    async fn releases(&self, _: &Caller, _: OrganizationId, component: ComponentId) -> Result<Vec<Release>> {
        let world = lock(&self.0);
        Ok(world.releases.iter().filter(|release| release.component == component).rev().cloned().collect())
    }

    async fn reveal(&self, _: &Caller, _: OrganizationId, _: ComponentId) -> Result<Credentials> {
        lock(&self.0).call("components.reveal")?;
        Ok(Credentials {
            username: "postgres".to_owned(),
            password: SecretValue::new("s3cr3t<&>".to_owned()),
        })
    }
}

#[async_trait]
impl Operations for Fake {
    async fn list(
        &self,
        _: &Caller,
        organization: OrganizationId,
        filter: &OperationFilter,
    ) -> Result<Page<Operation>> {
        let world = lock(&self.0);
        let fits = |operation: &&Operation| {
            operation.organization == organization
                && filter.component.is_none_or(|component| operation.component == component)
                && (filter.states.is_empty() || filter.states.contains(&operation.state))
        };
        Ok(page(world.operations.iter().filter(fits).cloned().collect()))
    }

    async fn find(
        &self,
        _: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation> {
        let world = lock(&self.0);
        let mut all = world.operations.iter();
        all.find(|found| found.id == operation && found.organization == organization)
            .cloned()
            .ok_or(Error::NotFound)
    }

    async fn confirm(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        _: Confirmation,
    ) -> Result<Operation> {
        lock(&self.0).call("operations.confirm")?;
        Operations::find(self, caller, organization, operation).await
    }

    async fn discard(&self, _: &Caller, _: OrganizationId, operation: OperationId) -> Result<()> {
        let mut world = lock(&self.0);
        world.call("operations.discard")?;
        for found in &mut world.operations {
            if found.id == operation {
                found.state = OperationState::Discarded;
            }
        }
        Ok(())
    }

    async fn cancel(&self, _: &Caller, _: OrganizationId, _: OperationId) -> Result<()> {
        lock(&self.0).call("operations.cancel")
    }

    async fn give_share(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        _: Share,
    ) -> Result<Operation> {
        lock(&self.0).call("operations.give_share")?;
        Operations::find(self, caller, organization, operation).await
    }

    async fn retry(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation> {
        lock(&self.0).call("operations.retry")?;
        Operations::find(self, caller, organization, operation).await
    }

    async fn watch(&self, _: &Caller, _: OrganizationId) -> Result<Updates> {
        Ok(Box::pin(futures::stream::pending()))
    }
}

#[async_trait]
impl AuditLog for Fake {
    async fn list(
        &self,
        _: &Caller,
        _: Trail,
        filter: &AuditFilter,
        _: &PageRequest,
    ) -> Result<Page<AuditEntry>> {
        let world = lock(&self.0);
        let fits = |entry: &&AuditEntry| {
            filter.action.is_none_or(|action| entry.action == action)
                && filter.outcome.is_none_or(|outcome| entry.outcome == outcome)
                && filter.component.is_none_or(|component| entry.target.component == Some(component))
        };
        Ok(page(world.entries.iter().rev().filter(fits).cloned().collect()))
    }

    async fn find(&self, _: &Caller, _: Trail, entry: AuditEntryId) -> Result<AuditEntry> {
        lock(&self.0).entries.iter().find(|found| found.id == entry).cloned().ok_or(Error::NotFound)
    }

    async fn export(&self, _: &Caller, _: Trail, after_sequence: u64) -> Result<Vec<AuditEntry>> {
        Ok(lock(&self.0).entries.iter().filter(|entry| entry.sequence > after_sequence).cloned().collect())
    }

    async fn heads(&self, _: &Caller, _: Trail) -> Result<Vec<AuditHead>> {
        Ok(Vec::new())
    }

    async fn record_export(&self, _: &Caller, _: Trail) -> Result<()> {
        lock(&self.0).call("audit.record_export")
    }
}

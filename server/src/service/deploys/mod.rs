//! Code of functions: implements [`domain::ports::Deploys`].
//!
//! A deploy needs no plan that somebody confirms: it moves code and nothing else, takes seconds, and is taken back as quickly. The worker does it, as it
//! does everything; here it is only written down. See decision 0005.

mod begin;
mod checks;
mod ready;
mod room;
mod start;
mod store;
mod variables;
mod versions;

use async_trait::async_trait;
use domain::authz::{Action, ProjectScope, Resource, TenantScope};
use domain::caller::Caller;
use domain::component::Component;
use domain::function::{Artifact, ArtifactHash, Version};
use domain::ids::{ComponentId, OrganizationId};
use domain::operation::Operation;
use domain::ports::{self, NewDeploy, Page, PageRequest, Upload};
use domain::{Error, Result};

use super::Context;
use super::authorize::{authorize, tenant};
use super::functions::visible;
use crate::db::artifacts;

pub(super) use variables::carried_over;
pub(super) use versions::number_settings_version;
pub(crate) use versions::{end_version, retry_version};

/// Deploys code.
#[derive(Clone)]
pub struct Deploys {
    context: Context,
}

impl Deploys {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// A function that the caller may see.
    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        visible(&self.context, caller, organization, component).await
    }

    /// A function that the caller may deploy to.
    async fn deployable(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let found = self.function(caller, organization, component).await?;
        let function = Resource::Component(organization, found.project, found.id);
        authorize(&self.context, caller, Action::Deploy, function).await?;
        Ok(found)
    }
}

/// The tenant of a function, for work that the caller's rights were checked for.
pub(super) fn tenant_of(function: &Component) -> TenantScope {
    TenantScope { organization: function.organization, projects: ProjectScope::All }
}

#[async_trait]
impl ports::Deploys for Deploys {
    async fn store(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        upload: Upload<'_>,
    ) -> Result<Artifact> {
        let function = self.deployable(caller, organization, component).await?;
        store::store(&self.context, caller, &function, upload).await
    }

    async fn deploy(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        new: NewDeploy,
    ) -> Result<Operation> {
        let function = self.deployable(caller, organization, component).await?;
        start::deploy(&self.context, caller, &function, new).await
    }

    async fn roll_back(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        message: Option<String>,
    ) -> Result<Operation> {
        let function = self.deployable(caller, organization, component).await?;
        start::roll_back(&self.context, caller, &function, version, message).await
    }

    async fn versions(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        page: &PageRequest,
    ) -> Result<Page<Version>> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(crate::db::versions::list(self.context.db.read(), &tenant, function.id, page).await?)
    }

    async fn version(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        number: u32,
    ) -> Result<Version> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        let found = crate::db::versions::find(self.context.db.read(), &tenant, function.id, number).await?;
        found.ok_or(Error::NotFound)
    }

    async fn live(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Option<Version>> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(crate::db::versions::live(self.context.db.read(), &tenant, function.id).await?)
    }

    async fn artifact(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        hash: &ArtifactHash,
    ) -> Result<Artifact> {
        let function = self.function(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        let found = artifacts::find(self.context.db.read(), &tenant, function.id, hash).await?;
        found.ok_or(Error::NotFound)
    }
}

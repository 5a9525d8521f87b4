//! Components as they are: implements [`domain::ports::Components`].

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome};
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::cloud::{Cloud, CloudError, SecretValue};
use domain::component::{Component, Release};
use domain::error::{Conflict, Dependency};
use domain::ids::{ComponentId, OrganizationId};
use domain::ports::{self, ComponentFilter, Credentials, Page};
use domain::{Error, Result};
use serde::Deserialize;

use super::Context;
use super::audit_trail::{self, Deed};
use super::authorize::{authorize, tenant};
use super::placement;
use crate::db::{self, releases};

/// Shows components.
#[derive(Clone)]
pub struct Components {
    context: Context,
    cloud: Cloud,
}

impl Components {
    /// The service.
    pub const fn new(context: Context, cloud: Cloud) -> Self {
        Self { context, cloud }
    }

    /// Reads the secret of a component from AWS.
    async fn read_secret(&self, component: &Component, arn: &str) -> Result<Credentials> {
        let place = placement::place_of(&self.context, component).await?;
        let secret = self.cloud.secrets.read(&place, arn).await.map_err(unavailable)?;
        let Secret { username, password } =
            serde_json::from_str(secret.expose()).map_err(|_| Error::internal(NotCredentials))?;
        Ok(Credentials { username, password: SecretValue::new(password) })
    }
}

#[async_trait]
impl ports::Components for Components {
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        filter: &ComponentFilter,
    ) -> Result<Page<Component>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(db::components::list(self.context.db.read(), &tenant, filter).await?)
    }

    async fn find(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let tenant = tenant(&self.context, caller, organization).await?;
        db::components::find(self.context.db.read(), &tenant, component).await?.ok_or(Error::NotFound)
    }

    async fn releases(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<Release>> {
        let found = self.find(caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(releases::list(self.context.db.read(), &tenant, found.id).await?)
    }

    async fn reveal(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Credentials> {
        let component = self.find(caller, organization, component).await?;
        let project = Resource::Project(organization, component.project);
        authorize(&self.context, caller, Action::RevealCredentials, project).await?;
        let arn = kinds::of(component.kind).credentials(&component.outputs);
        let arn = arn.filter(|_| component.deleted.is_none()).ok_or(Error::Conflict(Conflict::WrongState))?;
        let deed = Deed::to_component(&component, AuditAction::CredentialsRevealed);
        let entry = audit_trail::open_now(&self.context, caller, deed).await?;
        let credentials = self.read_secret(&component, &arn).await;
        let outcome = if credentials.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
        audit_trail::complete_now(&self.context, entry, outcome).await?;
        credentials
    }
}

/// What RDS keeps in the secret that it manages
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>).
#[derive(Deserialize)]
struct Secret {
    username: String,
    password: String,
}

/// Its cause is left out on purpose: a message about JSON quotes what it could not read.
#[derive(Debug, thiserror::Error)]
#[error("the secret does not hold a user name and a password")]
struct NotCredentials;

fn unavailable(error: CloudError) -> Error {
    Error::unavailable(Dependency::Aws, error)
}

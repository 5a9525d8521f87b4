//! Components as they are: implements [`domain::ports::Components`].

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::cloud::{Cloud, CloudError, SecretValue};
use domain::component::{Component, Release};
use domain::error::{Conflict, Dependency};
use domain::ids::{AuditEntryId, ComponentId, OrganizationId};
use domain::ports::{self, ComponentFilter, Credentials, Page, Trail};
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

    /// The entry is there before the secret is read: whoever stops the server in between is seen all the same.
    async fn open_entry(&self, caller: &Caller, component: &Component) -> Result<AuditEntryId> {
        let target = Target {
            name: component.name.to_string(),
            project: Some(component.project),
            component: Some(component.id),
        };
        let trail = Trail::Organization(component.organization);
        let deed = Deed::new(trail, AuditAction::CredentialsRevealed, target);
        let transaction = self.context.db.write().await?;
        let entry = audit_trail::open(&self.context, &transaction, caller, deed).await?;
        transaction.commit().await?;
        Ok(entry)
    }

    async fn complete_entry(&self, entry: AuditEntryId, outcome: Outcome) -> Result<()> {
        let transaction = self.context.db.write().await?;
        audit_trail::complete(&self.context, &transaction, entry, outcome, None).await?;
        Ok(transaction.commit().await?)
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
        let entry = self.open_entry(caller, &component).await?;
        let credentials = self.read_secret(&component, &arn).await;
        let outcome = if credentials.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
        self.complete_entry(entry, outcome).await?;
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

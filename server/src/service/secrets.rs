//! Secret values of functions: implements [`domain::ports::Secrets`].
//!
//! A value goes to AWS inside the request and rests nowhere else: not in the database, the log, the audit trail, an error. See decision 0008.

mod note;
mod write;

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::cloud::{Cloud, SecretValue};
use domain::component::Component;
use domain::error::{FieldError, Problem};
use domain::function::{Secret, SecretValues, VariableName};
use domain::ids::{ComponentId, OrganizationId};
use domain::ports;
use domain::{Error, Result};

use super::Context;
use super::authorize::{authorize, tenant};
use super::functions::visible;
use crate::db::secrets;

/// Sets and removes secret values.
#[derive(Clone)]
pub struct Secrets {
    context: Context,
    cloud: Cloud,
}

impl Secrets {
    /// The service.
    pub const fn new(context: Context, cloud: Cloud) -> Self {
        Self { context, cloud }
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

    /// A function whose secrets the caller may change: who decides what code runs reads them anyway. Not a job of a CI system, which may deploy the function
    /// and nothing more.
    async fn changeable(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let function = self.function(caller, organization, component).await?;
        let project = Resource::Project(organization, function.project);
        authorize(&self.context, caller, Action::Deploy, project).await?;
        Ok(function)
    }

    /// All that is known of a function's secrets, of removed ones too.
    async fn known(&self, caller: &Caller, function: &Component) -> Result<Vec<Secret>> {
        let tenant = tenant(&self.context, caller, function.organization).await?;
        Ok(secrets::list(self.context.db.read(), &tenant, function.id).await?)
    }
}

#[async_trait]
impl ports::Secrets for Secrets {
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<Secret>> {
        let function = self.function(caller, organization, component).await?;
        let mut known = self.known(caller, &function).await?;
        known.retain(|secret| secret.present);
        Ok(known)
    }

    async fn set(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &str,
        value: SecretValue,
    ) -> Result<Secret> {
        let function = self.changeable(caller, organization, component).await?;
        let name = checked(name, &value)?;
        let apply = |values: SecretValues| values.with(&name, &value);
        self.write(caller, &function, AuditAction::SecretSet, &name, &apply).await
    }

    async fn remove(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        name: &str,
    ) -> Result<()> {
        let function = self.changeable(caller, organization, component).await?;
        let name = VariableName::parse(name).map_err(|_| Error::NotFound)?;
        let known = self.known(caller, &function).await?;
        match known.iter().find(|secret| secret.name == name.as_str()) {
            None => return Err(Error::NotFound),
            // A request that was sent twice.
            Some(secret) if !secret.present => return Ok(()),
            Some(_) => {}
        }
        let apply = |values: SecretValues| Ok(values.without(&name));
        self.write(caller, &function, AuditAction::SecretRemoved, &name, &apply).await?;
        Ok(())
    }
}

/// A name and value that can be set: the mistakes of both.
fn checked(name: &str, value: &SecretValue) -> Result<VariableName> {
    let empty = value.expose().is_empty().then(|| FieldError::new("value", Problem::Required));
    match (VariableName::parse(name), empty) {
        (Ok(name), None) => Ok(name),
        (parsed, empty) => {
            let wrong = parsed.err().map(|problem| FieldError::new("name", problem));
            Err(Error::Invalid(wrong.into_iter().chain(empty).collect()))
        }
    }
}

//! CI jobs that may deploy: implements [`domain::ports::Trusts`]; how a job gets its token is in [`exchange`].
//!
//! Who gives roles in a project decides what jobs it trusts: both let somebody in.

pub mod exchange;
mod id_token;
mod record;
pub mod token;

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{self, Action, Resource, TenantScope};
use domain::caller::Caller;
use domain::component::Kind;
use domain::error::{Conflict, Error, Problem, Result};
use domain::ids::{OrganizationId, ProjectId, TrustId};
use domain::ports::{self, Trail};
use domain::trust::{Issuer, MAX_TRUSTS, NewTrust, Trust};
use serde_json::json;

use super::audit_trail::{self, Deed};
use super::members::author;
use super::{Context, authorize, tenant};
use crate::config;
use crate::db::{components, organizations, projects, trusts};

/// The service behind [`ports::Trusts`].
#[derive(Clone)]
pub struct Trusts {
    context: Context,
    settings: config::Trusts,
}

impl Trusts {
    /// The service, and which issuers that are not public may be trusted.
    pub const fn new(context: Context, settings: config::Trusts) -> Self {
        Self { context, settings }
    }

    /// Only whoever runs the server can mean its own machine.
    fn check_issuer(&self, issuer: &Issuer) -> Result<()> {
        if issuer.is_this_machine() && !self.settings.private_issuers.contains(issuer) {
            return Err(Error::field("issuer", Problem::NotAnIssuer));
        }
        Ok(())
    }

    /// Every function is one of the project.
    async fn check_functions(&self, tenant: &TenantScope, new: &NewTrust) -> Result<()> {
        for id in &new.functions {
            let found = components::find(self.context.db.read(), tenant, *id).await?;
            let is_one = found.is_some_and(|found| {
                found.kind == Kind::Function && found.project == new.project && found.deleted.is_none()
            });
            if !is_one {
                return Err(Error::field("functions", Problem::NotAChoice));
            }
        }
        Ok(())
    }
}

#[async_trait]
impl ports::Trusts for Trusts {
    async fn list(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Trust>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let may_see = |project: ProjectId| {
            authz::decide(caller, Action::ViewMembers, Resource::Project(organization, project)).is_ok()
        };
        let projects = projects::list(self.context.db.read(), &tenant).await?;
        if !projects.iter().any(|project| may_see(project.id)) {
            let resource = Resource::Organization(organization);
            authorize(&self.context, caller, Action::ViewMembers, resource).await?;
        }
        let mut found = trusts::list(self.context.db.read(), &tenant).await?;
        found.retain(|trust| may_see(trust.project));
        Ok(found)
    }

    async fn add(&self, caller: &Caller, organization: OrganizationId, new: NewTrust) -> Result<Trust> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let resource = Resource::Project(organization, new.project);
        authorize(&self.context, caller, Action::ManageMembers, resource).await?;
        projects::find(self.context.db.read(), &tenant, new.project).await?.ok_or(Error::NotFound)?;
        new.check().map_err(Error::Invalid)?;
        self.check_issuer(&new.issuer)?;
        self.check_functions(&tenant, &new).await?;
        let transaction = self.context.db.write().await?;
        organizations::lock(&transaction, &tenant).await?.ok_or(Error::NotFound)?;
        let known = trusts::of_project(&transaction, &tenant, new.project).await?;
        if known.len() >= MAX_TRUSTS as usize {
            return Err(Error::Conflict(Conflict::TooManyTrusts { limit: MAX_TRUSTS }));
        }
        let NewTrust { project, provider, issuer, conditions, functions } = new;
        let trust = Trust {
            id: TrustId(self.context.new_id()),
            organization,
            project,
            provider,
            issuer,
            conditions,
            functions,
            created: self.context.now(),
            created_by: author(caller),
        };
        trusts::insert(&transaction, &trust).await?;
        let deed = Deed { after: Some(json!(trust)), ..deed(AuditAction::TrustAdded, &trust) };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
        Ok(trust)
    }

    async fn remove(&self, caller: &Caller, organization: OrganizationId, id: TrustId) -> Result<()> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let trust = trusts::find(self.context.db.read(), &tenant, id).await?.ok_or(Error::NotFound)?;
        let resource = Resource::Project(organization, trust.project);
        authorize(&self.context, caller, Action::ManageMembers, resource).await?;
        let transaction = self.context.db.write().await?;
        if !trusts::delete(&transaction, &tenant, id).await? {
            return Err(Error::NotFound);
        }
        let deed = Deed { before: Some(json!(trust)), ..deed(AuditAction::TrustRemoved, &trust) };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }
}

fn deed(action: AuditAction, trust: &Trust) -> Deed {
    let target = Target { name: trust.about().to_owned(), project: Some(trust.project), component: None };
    Deed::new(Trail::Organization(trust.organization), action, target)
}

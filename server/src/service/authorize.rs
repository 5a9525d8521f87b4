//! Asks the table of rights, and writes down every refusal.

use domain::audit::{AuditAction, Target};
use domain::authz::{self, Action, Resource, TenantScope};
use domain::caller::{Actor, Caller};
use domain::error::Result;
use domain::ids::OrganizationId;
use domain::ports::Trail;

use super::Context;
use super::audit_trail::{Deed, record_refusal};
use crate::db::organizations;

/// Checks that the caller may do this.
///
/// # Errors
/// Those of [`authz::decide`], after the refusal was written into the trail of the organization.
pub async fn authorize(context: &Context, caller: &Caller, action: Action, resource: Resource) -> Result<()> {
    match authz::decide(caller, action, resource) {
        Ok(()) => Ok(()),
        Err(refusal) => {
            note(context, caller, action, resource).await?;
            Err(refusal)
        }
    }
}

/// What of an organization the caller may see. Queries of tenant data start from it.
///
/// # Errors
/// [`domain::Error::NotFound`] when that is nothing, after the refusal was written into the trail of the organization.
pub async fn tenant(context: &Context, caller: &Caller, organization: OrganizationId) -> Result<TenantScope> {
    authorize(context, caller, Action::View, Resource::Organization(organization)).await?;
    authz::scope(caller, organization)
}

/// Somebody without a name is not written down: they are sent to sign in, and see nothing.
async fn note(context: &Context, caller: &Caller, action: Action, resource: Resource) -> Result<()> {
    if !matches!(caller.actor, Actor::Person { .. } | Actor::Job { .. }) {
        return Ok(());
    }
    let (organization, project) = match resource {
        Resource::Platform => (None, None),
        Resource::Organization(organization) => (Some(organization), None),
        Resource::Project(organization, project) | Resource::Component(organization, project, _) => {
            (Some(organization), Some(project))
        }
    };
    let (trail, name) = match organization {
        None => (Trail::Platform, "platform".to_owned()),
        Some(id) => match organizations::find_for_worker(context.db.read(), id).await? {
            Some(found) => (Trail::Organization(id), found.slug.as_str().to_owned()),
            // There is no trail to write it into.
            None => return Ok(()),
        },
    };
    let target = Target { name, project, component: None };
    let after = Some(serde_json::json!({ "refused": action }));
    let deed = Deed { after, ..Deed::new(trail, AuditAction::AccessRefused, target) };
    record_refusal(context, caller, deed).await
}

//! Organizations and their projects.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{Action, Resource, TenantScope};
use domain::caller::{Actor, Caller};
use domain::error::{Error, FieldError, Problem, Result};
use domain::ids::{OrganizationId, ProjectId};
use domain::organization::{Name, NewProject, Organization, Policy, Project};
use domain::ports::{self, Trail};
use domain::text;
use jiff::SignedDuration;
use serde_json::json;

use super::audit_trail::{self, Deed};
use super::{Context, authorize, tenant};
use crate::db::{organizations, projects, support_views};

/// How long a look of platform staff counts as one.
const ONE_LOOK: SignedDuration = SignedDuration::from_hours(1);

/// The service behind [`ports::Organizations`].
#[derive(Clone)]
pub struct Organizations {
    context: Context,
}

impl Organizations {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Registers an organization.
    ///
    /// # Errors
    /// [`Error::Forbidden`], or [`Error::Invalid`] when the slug is taken or the name is not fit.
    pub async fn create(&self, caller: &Caller, slug: Name, display_name: &str) -> Result<Organization> {
        authorize(&self.context, caller, Action::ManageAccounts, Resource::Platform).await?;
        let organization = Organization {
            id: OrganizationId(self.context.new_id()),
            slug,
            display_name: text::check_text("display_name", display_name, 1, 100)?,
            policy: Policy::default(),
            created: self.context.now(),
        };
        let transaction = self.context.db.write().await?;
        organizations::insert(&transaction, &organization).await.map_err(|fault| taken("slug", fault))?;
        let deed = Deed {
            after: Some(json!({ "slug": organization.slug, "display_name": organization.display_name })),
            ..Deed::new(
                Trail::Organization(organization.id),
                AuditAction::OrganizationCreated,
                named(organization.slug.as_str()),
            )
        };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
        Ok(organization)
    }

    /// Writes down that platform staff look into an organization in which they hold no grant.
    async fn record_look(&self, caller: &Caller, organization: &Organization) -> Result<()> {
        let Actor::Person { session, .. } = caller.actor else { return Ok(()) };
        let now = self.context.now();
        let recent = |last: Option<jiff::Timestamp>| last.is_some_and(|last| last + ONE_LOOK > now);
        if recent(support_views::last(self.context.db.read(), session, organization.id).await?) {
            return Ok(());
        }
        let transaction = self.context.db.write().await?;
        if recent(support_views::last(&transaction, session, organization.id).await?) {
            return Ok(());
        }
        support_views::save(&transaction, session, organization.id, now).await?;
        let deed = Deed::new(
            Trail::Organization(organization.id),
            AuditAction::SupportViewed,
            named(organization.slug.as_str()),
        );
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }
}

#[async_trait]
impl ports::Organizations for Organizations {
    async fn list(&self, caller: &Caller) -> Result<Vec<Organization>> {
        let db = self.context.db.read();
        if domain::authz::decide(caller, Action::View, Resource::Platform).is_ok() {
            return Ok(organizations::list_for_platform(db).await?);
        }
        let granted: BTreeSet<OrganizationId> =
            caller.grants.iter().map(|grant| grant.organization).collect();
        Ok(organizations::list(db, granted).await?)
    }

    async fn find(&self, caller: &Caller, slug: &str) -> Result<Organization> {
        let slug = Name::parse(slug).map_err(|_| Error::NotFound)?;
        let found = organizations::find_by_slug(self.context.db.read(), &slug).await?;
        let organization = found.ok_or(Error::NotFound)?;
        authorize(&self.context, caller, Action::View, Resource::Organization(organization.id)).await?;
        if caller.grants.iter().all(|grant| grant.organization != organization.id) {
            self.record_look(caller, &organization).await?;
        }
        Ok(organization)
    }

    async fn projects(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Project>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(projects::list(self.context.db.read(), &tenant).await?)
    }

    async fn create_project(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        new: NewProject,
    ) -> Result<Project> {
        let resource = Resource::Organization(organization);
        authorize(&self.context, caller, Action::ManageProjects, resource).await?;
        existing(&self.context, &tenant(&self.context, caller, organization).await?).await?;
        let project = checked(ProjectId(self.context.new_id()), organization, new)?;
        let transaction = self.context.db.write().await?;
        projects::insert(&transaction, &project, self.context.now())
            .await
            .map_err(|fault| taken("slug", fault))?;
        let target = Target { project: Some(project.id), ..named(project.slug.as_str()) };
        let deed = Deed {
            after: Some(json!({
                "slug": project.slug,
                "display_name": project.display_name,
                "cost_center": project.cost_center,
            })),
            ..Deed::new(Trail::Organization(organization), AuditAction::ProjectCreated, target)
        };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
        Ok(project)
    }

    async fn set_policy(&self, caller: &Caller, organization: OrganizationId, policy: Policy) -> Result<()> {
        let resource = Resource::Organization(organization);
        authorize(&self.context, caller, Action::ManagePolicy, resource).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        let transaction = self.context.db.write().await?;
        let before = organizations::find(&transaction, &tenant).await?.ok_or(Error::NotFound)?;
        if before.policy == policy {
            return Ok(());
        }
        organizations::set_policy(&transaction, &tenant, policy).await?;
        let deed = Deed {
            before: Some(json!(before.policy)),
            after: Some(json!(policy)),
            ..Deed::new(
                Trail::Organization(organization),
                AuditAction::PolicyChanged,
                named(before.slug.as_str()),
            )
        };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }
}

/// The organization, which a task of the product may name although it is not there.
async fn existing(context: &Context, tenant: &TenantScope) -> Result<Organization> {
    organizations::find(context.db.read(), tenant).await?.ok_or(Error::NotFound)
}

fn checked(id: ProjectId, organization: OrganizationId, new: NewProject) -> Result<Project> {
    let NewProject { slug, display_name, cost_center } = new;
    let display_name = text::check_text("display_name", &display_name, 1, 100);
    let cost_center = cost_center
        .filter(|cost_center| !cost_center.trim().is_empty())
        .map(|cost_center| check_cost_center(&cost_center))
        .transpose();
    match (display_name, cost_center) {
        (Ok(display_name), Ok(cost_center)) => {
            Ok(Project { id, organization, slug, display_name, cost_center })
        }
        (display_name, cost_center) => {
            Err(Error::Invalid([display_name.err(), cost_center.err()].into_iter().flatten().collect()))
        }
    }
}

/// A value of an AWS tag (<https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html>): letters, digits, spaces and `_.:/=+-@`. Kept well
/// below the 256 characters that AWS allows.
fn check_cost_center(cost_center: &str) -> Result<String, FieldError> {
    let cost_center = text::check_text("cost_center", cost_center, 1, 64)?;
    let fits =
        |character: char| character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character);
    if cost_center.chars().all(fits) {
        Ok(cost_center)
    } else {
        Err(FieldError::new("cost_center", Problem::UnsafeCharacters))
    }
}

fn taken(field: &str, fault: crate::db::Fault) -> Error {
    if fault.is_taken() { Error::field(field, Problem::Taken) } else { fault.into() }
}

fn named(name: &str) -> Target {
    Target { name: name.to_owned(), ..Target::default() }
}

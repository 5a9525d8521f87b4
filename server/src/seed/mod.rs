//! First data from a file: organizations with their projects and grants, target accounts. What exists is left alone, so it may run again and again.

mod file;

use std::collections::BTreeMap;

use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::{Caller, Task};
use domain::grant::{Grant, Holder, Scope};
use domain::ids::{GrantId, OrganizationId, ProjectId};
use domain::organization::{Name, Organization, Project};
use domain::ports::Trail;
use domain::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::db::{WriteTransaction, accounts, grants, organizations, projects};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};

pub use self::file::{SeedError, SeedFile};

use self::file::{NewAccount, NewGrant, NewOrganization, NewProject};

/// How many things were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made(u32);

impl Made {
    /// How many.
    pub const fn count(self) -> u32 {
        self.0
    }
}

/// Makes what the file names and does not exist yet, all or nothing. Everything made has its audit entry.
///
/// # Errors
/// Those of the database, and [`Error::NotFound`] for a project or an organization that a grant or an account names and nobody makes.
pub async fn seed(context: &Context, file: SeedFile) -> Result<Made> {
    let transaction = context.db.write().await?;
    let mut seeding = Seeding {
        context,
        transaction: &transaction,
        caller: Caller::automation(Task::CommandLine, context.new_id().simple().to_string()),
        made: Made::default(),
        known: BTreeMap::new(),
    };
    for organization in file.organizations {
        seeding.organization(organization).await?;
    }
    for account in file.target_accounts {
        seeding.account(account).await?;
    }
    let made = seeding.made;
    transaction.commit().await?;
    Ok(made)
}

struct Seeding<'a> {
    context: &'a Context,
    transaction: &'a WriteTransaction,
    caller: Caller,
    made: Made,
    known: BTreeMap<Name, OrganizationId>,
}

impl Seeding<'_> {
    async fn organization(&mut self, new: NewOrganization) -> Result<()> {
        let id = match organizations::find_by_slug(self.transaction, &new.slug).await? {
            Some(found) => found.id,
            None => {
                let organization = Organization {
                    id: OrganizationId(self.context.new_id()),
                    slug: new.slug.clone(),
                    display_name: new.display_name,
                    policy: new.policy,
                    created: self.context.now(),
                };
                organizations::insert(self.transaction, &organization).await?;
                let target = named(organization.slug.as_str(), None);
                let after = json!({ "slug": organization.slug, "display_name": organization.display_name });
                let trail = Trail::Organization(organization.id);
                self.record(trail, AuditAction::OrganizationCreated, target, after).await?;
                organization.id
            }
        };
        self.known.insert(new.slug, id);
        for project in new.projects {
            self.project(id, project).await?;
        }
        for grant in new.grants {
            self.grant(id, grant).await?;
        }
        Ok(())
    }

    async fn project(&mut self, organization: OrganizationId, new: NewProject) -> Result<()> {
        if projects::find_by_slug(self.transaction, &whole(organization), &new.slug).await?.is_some() {
            return Ok(());
        }
        let project = Project {
            id: ProjectId(self.context.new_id()),
            organization,
            slug: new.slug,
            display_name: new.display_name,
            cost_center: new.cost_center,
        };
        projects::insert(self.transaction, &project, self.context.now()).await?;
        let target = named(project.slug.as_str(), Some(project.id));
        let after = json!({
            "slug": project.slug,
            "display_name": project.display_name,
            "cost_center": project.cost_center,
        });
        self.record(Trail::Organization(organization), AuditAction::ProjectCreated, target, after).await
    }

    async fn grant(&mut self, organization: OrganizationId, new: NewGrant) -> Result<()> {
        let tenant = whole(organization);
        let scope = match &new.project {
            None => Scope::Organization,
            Some(slug) => {
                let project = projects::find_by_slug(self.transaction, &tenant, slug).await?;
                Scope::Project(project.ok_or(Error::NotFound)?.id)
            }
        };
        let existing = grants::list(self.transaction, &tenant, Timestamp::MIN).await?;
        let same = |grant: &Grant| {
            grant.role == new.role
                && grant.scope == scope
                && holder_name(&grant.holder) == holder_name(&new.holder)
        };
        if existing.iter().any(same) {
            return Ok(());
        }
        let now = self.context.now();
        let grant = Grant {
            id: GrantId(self.context.new_id()),
            organization,
            scope,
            role: new.role,
            expires: new.expires_in_days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days))),
            created: now,
            created_by: "provisioner seed".to_owned(),
            holder: new.holder,
        };
        grants::insert(self.transaction, &grant).await?;
        let project = match grant.scope {
            Scope::Organization => None,
            Scope::Project(project) => Some(project),
        };
        let target = named(holder_name(&grant.holder), project);
        self.record(Trail::Organization(organization), AuditAction::GrantAdded, target, json!(grant)).await
    }

    async fn account(&mut self, new: NewAccount) -> Result<()> {
        if accounts::find_for_worker(self.transaction, &new.account.id).await?.is_some() {
            return Ok(());
        }
        let mut account = new.account;
        for slug in &new.organizations {
            let known = match self.known.get(slug) {
                Some(id) => Some(*id),
                None => organizations::find_by_slug(self.transaction, slug).await?.map(|found| found.id),
            };
            account.organizations.push(known.ok_or(Error::NotFound)?);
        }
        accounts::save(self.transaction, &account, self.context.now()).await?;
        let target = named(account.id.as_str(), None);
        self.record(Trail::Platform, AuditAction::AccountRegistered, target, json!(account)).await
    }

    async fn record(
        &mut self,
        trail: Trail,
        action: AuditAction,
        target: Target,
        after: Value,
    ) -> Result<()> {
        self.made.0 += 1;
        let deed = Deed { after: Some(after), ..Deed::new(trail, action, target) };
        audit_trail::record(self.context, self.transaction, &self.caller, deed, Outcome::Succeeded).await?;
        Ok(())
    }
}

const fn whole(organization: OrganizationId) -> TenantScope {
    TenantScope { organization, projects: ProjectScope::All }
}

fn named(name: &str, project: Option<ProjectId>) -> Target {
    Target { name: name.to_owned(), project, component: None }
}

fn holder_name(holder: &Holder) -> &str {
    match holder {
        Holder::User { email, .. } => email,
        Holder::Group { group } => group,
    }
}

//! Who may do what in an organization.

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{self, Action, ProjectScope, Resource, TenantScope};
use domain::caller::{Actor, Caller};
use domain::email::Email;
use domain::error::{Conflict, Error, FieldError, Problem, Result};
use domain::grant::{Grant, Holder, NewGrant, Role, Scope};
use domain::ids::{GrantId, OrganizationId, ProjectId};
use domain::ports::{self, Trail};
use domain::text;
use jiff::{SignedDuration, Timestamp};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::audit_trail::{self, Deed};
use super::{Context, authorize, tenant};
use crate::db::{grants, organizations, projects};

/// For how long expired grants stay visible.
const EXPIRED_VISIBLE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The furthest end of a grant, in days.
const LONGEST_DAYS: u32 = 3650;

/// The service behind [`ports::Members`].
#[derive(Clone)]
pub struct Members {
    context: Context,
}

impl Members {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }
}

#[async_trait]
impl ports::Members for Members {
    async fn list(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Grant>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let since = self.context.now() - EXPIRED_VISIBLE;
        let mut grants = grants::list(self.context.db.read(), &tenant, since).await?;
        grants.retain(|grant| {
            authz::decide(caller, Action::ViewMembers, within(organization, grant.scope)).is_ok()
        });
        Ok(grants)
    }

    async fn add(&self, caller: &Caller, organization: OrganizationId, new: NewGrant) -> Result<Grant> {
        let tenant = tenant(&self.context, caller, organization).await?;
        authorize(&self.context, caller, Action::ManageMembers, within(organization, new.scope)).await?;
        let now = self.context.now();
        let transaction = self.context.db.write().await?;
        organizations::lock(&transaction, &tenant).await?.ok_or(Error::NotFound)?;
        let project = check_scope(&transaction, &tenant, new.scope).await?;
        let grant = Grant {
            id: GrantId(self.context.new_id()),
            organization,
            scope: new.scope,
            holder: check_holder(new.holder)?,
            role: new.role,
            expires: check_expiry(new.expires, now)?,
            created: now,
            created_by: author(caller),
        };
        let in_force = grants::list(&transaction, &tenant, now).await?;
        let same = |other: &&Grant| {
            other.role == grant.role && other.scope == grant.scope && is_same(&other.holder, &grant.holder)
        };
        if in_force.iter().any(|other| same(&other)) {
            return Err(Error::field(holder_field(&grant.holder), Problem::Taken));
        }
        grants::insert(&transaction, &grant).await?;
        let deed = Deed { after: Some(json!(grant)), ..deed(AuditAction::GrantAdded, &grant, project) };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
        Ok(grant)
    }

    async fn remove(&self, caller: &Caller, organization: OrganizationId, id: GrantId) -> Result<()> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let scope = grants::find(self.context.db.read(), &tenant, id).await?.ok_or(Error::NotFound)?.scope;
        authorize(&self.context, caller, Action::ManageMembers, within(organization, scope)).await?;
        let transaction = self.context.db.write().await?;
        // Two owners who remove each other at once would leave none: one of them waits here.
        organizations::lock(&transaction, &tenant).await?.ok_or(Error::NotFound)?;
        let grant = grants::find(&transaction, &tenant, id).await?.ok_or(Error::NotFound)?;
        let in_force = grants::list(&transaction, &tenant, self.context.now()).await?;
        let owners = in_force.iter().filter(|grant| owns(grant)).count();
        if owns(&grant) && owners == 1 && in_force.iter().any(|other| other.id == id) {
            return Err(Error::Conflict(Conflict::LastOwner));
        }
        grants::delete(&transaction, &tenant, id).await?;
        let project = match grant.scope {
            Scope::Organization => None,
            Scope::Project(project) => Some(project),
        };
        let deed = Deed { before: Some(json!(grant)), ..deed(AuditAction::GrantRemoved, &grant, project) };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }
}

/// What a grant of this scope is about: whoever owns a project gives and takes roles there, and sees who holds them.
const fn within(organization: OrganizationId, scope: Scope) -> Resource {
    match scope {
        Scope::Organization => Resource::Organization(organization),
        Scope::Project(project) => Resource::Project(organization, project),
    }
}

/// Whether somebody can always give roles because of this grant. One that ends does not count: the organization would be left without an owner.
const fn owns(grant: &Grant) -> bool {
    matches!(grant, Grant { role: Role::Owner, scope: Scope::Organization, expires: None, .. })
}

async fn check_scope(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    scope: Scope,
) -> Result<Option<ProjectId>> {
    let Scope::Project(project) = scope else { return Ok(None) };
    let whole = TenantScope { organization: tenant.organization, projects: ProjectScope::All };
    match projects::find(connection, &whole, project).await? {
        Some(_) => Ok(Some(project)),
        None => Err(Error::field("scope", Problem::NotAChoice)),
    }
}

fn check_holder(holder: Holder) -> Result<Holder, FieldError> {
    match holder {
        Holder::User { email, user: _ } => {
            let email = Email::parse(&email).map_err(|problem| FieldError::new("email", problem))?;
            Ok(Holder::User { email: email.as_str().to_owned(), user: None })
        }
        Holder::Group { group } => Ok(Holder::Group { group: text::check_text("group", &group, 1, 200)? }),
    }
}

fn check_expiry(expires: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, FieldError> {
    let furthest = now + SignedDuration::from_hours(i64::from(LONGEST_DAYS) * 24);
    match expires {
        Some(expires) if expires <= now => Err(FieldError::new("expires", Problem::InThePast)),
        Some(expires) if expires > furthest => {
            Err(FieldError::new("expires", Problem::TooFarAway { max_days: LONGEST_DAYS }))
        }
        expires => Ok(expires),
    }
}

fn is_same(one: &Holder, other: &Holder) -> bool {
    match (one, other) {
        (Holder::User { email: one, .. }, Holder::User { email: other, .. }) => one == other,
        (Holder::Group { group: one }, Holder::Group { group: other }) => one == other,
        (Holder::User { .. }, Holder::Group { .. }) | (Holder::Group { .. }, Holder::User { .. }) => false,
    }
}

const fn holder_field(holder: &Holder) -> &'static str {
    match holder {
        Holder::User { .. } => "email",
        Holder::Group { .. } => "group",
    }
}

fn deed(action: AuditAction, grant: &Grant, project: Option<ProjectId>) -> Deed {
    let name = match &grant.holder {
        Holder::User { email, .. } => email.clone(),
        Holder::Group { group } => group.clone(),
    };
    let target = Target { name, project, component: None };
    Deed::new(Trail::Organization(grant.organization), action, target)
}

/// The caller as text for people.
pub(super) fn author(caller: &Caller) -> String {
    match &caller.actor {
        Actor::Person { email, .. } => email.clone(),
        Actor::Job { job, .. } => job.repository.clone(),
        Actor::Automation { .. } => "provisioner".to_owned(),
        Actor::Anonymous => String::new(),
    }
}

//! Who may do what: one table.
//!
//! The service behind each port asks [`decide`] first. `tests/authorization.txt` shows the whole table for people who do not read Rust.

use serde::{Deserialize, Serialize};

use crate::caller::{Actor, Caller, CallerGrant, JobRight};
use crate::error::{Error, Result};
use crate::grant::{PlatformRole, Role, Scope};
use crate::ids::{ComponentId, OrganizationId, ProjectId};

/// Something that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See the organization, its projects, components, plans and operations.
    View,
    /// See the audit trail.
    ViewAudit,
    /// Take the audit trail away as a file.
    ExportAudit,
    /// Plan and make a component.
    CreateComponent,
    /// Plan and make a change of settings, allow-list or window.
    ChangeComponent,
    /// Plan and make a deletion.
    DeleteComponent,
    /// Send code, deploy it, and go back to an earlier version.
    Deploy,
    /// Run a function by hand, ask its address, and keep events for that.
    Invoke,
    /// Read what a function writes.
    ReadLogs,
    /// Cancel or retry an operation.
    OperateComponent,
    /// See the password of a component.
    RevealCredentials,
    /// See who may do what.
    ViewMembers,
    /// Give and take roles.
    ManageMembers,
    /// Make projects.
    ManageProjects,
    /// Set the rules of the organization.
    ManagePolicy,
    /// See target accounts.
    ViewAccounts,
    /// Register and change target accounts and organizations.
    ManageAccounts,
    /// See and revoke one's own sessions. Needs nothing but being signed in.
    OwnSessions,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 18] = [
        Self::View,
        Self::ViewAudit,
        Self::ExportAudit,
        Self::CreateComponent,
        Self::ChangeComponent,
        Self::DeleteComponent,
        Self::Deploy,
        Self::Invoke,
        Self::ReadLogs,
        Self::OperateComponent,
        Self::RevealCredentials,
        Self::ViewMembers,
        Self::ManageMembers,
        Self::ManageProjects,
        Self::ManagePolicy,
        Self::ViewAccounts,
        Self::ManageAccounts,
        Self::OwnSessions,
    ];

    /// Whether it is about the organization as a whole, whatever the project.
    const fn concerns_organization(self) -> bool {
        matches!(self, Self::ExportAudit | Self::ManageProjects | Self::ManagePolicy)
    }
}

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The platform itself.
    Platform,
    /// An organization as a whole.
    Organization(OrganizationId),
    /// Something inside a project of an organization.
    Project(OrganizationId, ProjectId),
    /// A component of a project, for what may be allowed for single ones.
    Component(OrganizationId, ProjectId, ComponentId),
}

/// The projects of an organization that a caller may see. Every query of tenant data starts from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantScope {
    /// The tenant.
    pub organization: OrganizationId,
    /// Which part of it.
    pub projects: ProjectScope,
}

/// A part of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectScope {
    /// All of it.
    All,
    /// These projects, and nothing that is in no project.
    Only(Vec<ProjectId>),
    /// These components, and nothing else of the projects that they are in.
    Components(Vec<ProjectId>, Vec<ComponentId>),
}

/// Checks that the caller may do this.
///
/// # Errors
/// [`Error::NotFound`] when the caller may not even know that the resource exists, [`Error::Forbidden`] when they may see it but not do this.
/// [`Error::Unauthenticated`] when nobody is signed in.
///
/// Whoever holds a grant on a project may view its organization and the trail of it, as far as [`scope`] reaches.
pub fn decide(caller: &Caller, action: Action, resource: Resource) -> Result<()> {
    match &caller.actor {
        Actor::Anonymous => return Err(Error::Unauthenticated),
        Actor::Automation { .. } => return Ok(()),
        Actor::Job { .. } => return decide_for_job(caller, action, resource),
        Actor::Person { .. } => {}
    }
    let reaches_into = match resource {
        Resource::Organization(organization) => scope(caller, organization).is_ok(),
        Resource::Platform | Resource::Project(..) | Resource::Component(..) => false,
    };
    let narrowed = reaches_into && matches!(action, Action::View | Action::ViewAudit);
    if action == Action::OwnSessions || narrowed || allowed(caller, action, resource) {
        Ok(())
    } else if reaches_into || allowed(caller, Action::View, resource) {
        Err(Error::Forbidden(action))
    } else {
        Err(Error::NotFound)
    }
}

/// A job sees its functions and deploys them. Whatever does not say that it is about a single component is refused.
fn decide_for_job(caller: &Caller, action: Action, resource: Resource) -> Result<()> {
    let grant = caller.deploys.iter().find(|grant| match resource {
        Resource::Platform => false,
        Resource::Organization(organization) => organization == grant.organization,
        Resource::Project(organization, project) => {
            (organization, project) == (grant.organization, grant.project)
        }
        Resource::Component(organization, project, component) => {
            (organization, project, component) == (grant.organization, grant.project, grant.component)
        }
    });
    let allowed = match resource {
        Resource::Platform | Resource::Project(..) => false,
        // As far as [`scope`] reaches.
        Resource::Organization(_) => action == Action::View,
        Resource::Component(..) => match grant.map(|grant| grant.right) {
            Some(JobRight::Deploy) => matches!(action, Action::View | Action::Deploy),
            Some(JobRight::View) | None => action == Action::View,
        },
    };
    match (grant.is_some(), allowed) {
        (true, true) => Ok(()),
        (true, false) => Err(Error::Forbidden(action)),
        (false, _) if action == Action::OwnSessions => Err(Error::Forbidden(action)),
        (false, _) => Err(Error::NotFound),
    }
}

/// What of an organization the caller may see.
///
/// # Errors
/// [`Error::NotFound`] when that is nothing.
pub fn scope(caller: &Caller, organization: OrganizationId) -> Result<TenantScope> {
    if let Actor::Job { .. } = caller.actor {
        return scope_of_job(caller, organization);
    }
    let everything = matches!(caller.actor, Actor::Automation { .. })
        || allowed(caller, Action::View, Resource::Organization(organization));
    let projects = if everything {
        ProjectScope::All
    } else {
        let mut projects: Vec<ProjectId> = caller
            .grants
            .iter()
            .filter(|grant| grant.organization == organization)
            .filter_map(|grant| match grant.scope {
                Scope::Organization => None,
                Scope::Project(project) => Some(project),
            })
            .collect();
        projects.sort_unstable();
        projects.dedup();
        if projects.is_empty() {
            return Err(Error::NotFound);
        }
        ProjectScope::Only(projects)
    };
    Ok(TenantScope { organization, projects })
}

fn scope_of_job(caller: &Caller, organization: OrganizationId) -> Result<TenantScope> {
    let granted = || caller.deploys.iter().filter(|grant| grant.organization == organization);
    let mut projects: Vec<ProjectId> = granted().map(|grant| grant.project).collect();
    projects.sort_unstable();
    projects.dedup();
    let components: Vec<ComponentId> = granted().map(|grant| grant.component).collect();
    if components.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(TenantScope { organization, projects: ProjectScope::Components(projects, components) })
}

fn allowed(caller: &Caller, action: Action, resource: Resource) -> bool {
    // The platform's own trail (failed sign-ins, accounts) is not a customer's, so support has no business there.
    let platforms_own_trail = action == Action::ViewAudit && resource == Resource::Platform;
    let by_platform_role = |role: &PlatformRole| {
        platform_role_allows(*role, action) && !(platforms_own_trail && *role == PlatformRole::Support)
    };
    caller.platform_roles.iter().any(by_platform_role)
        || caller
            .grants
            .iter()
            .any(|grant| covers(grant, action, resource) && role_allows(grant.role, action))
}

/// Whether a grant reaches the resource. A grant on a project never reaches what concerns the organization as a whole, even where a
/// caller of [`decide`] names a project.
fn covers(grant: &CallerGrant, action: Action, resource: Resource) -> bool {
    let (organization, project) = match resource {
        Resource::Platform => return false,
        Resource::Organization(organization) => (organization, None),
        Resource::Project(organization, project) | Resource::Component(organization, project, _) => {
            (organization, Some(project))
        }
    };
    organization == grant.organization
        && match grant.scope {
            Scope::Organization => true,
            Scope::Project(granted) => project == Some(granted) && !action.concerns_organization(),
        }
}

/// What a role of a grant allows inside its scope.
pub const fn role_allows(role: Role, action: Action) -> bool {
    match action {
        Action::View | Action::ViewAudit | Action::ViewMembers => true,
        Action::CreateComponent
        | Action::ChangeComponent
        | Action::DeleteComponent
        | Action::Deploy
        | Action::Invoke
        | Action::ReadLogs
        | Action::OperateComponent
        | Action::RevealCredentials => matches!(role, Role::Developer | Role::Owner),
        Action::ExportAudit | Action::ManageMembers | Action::ManageProjects | Action::ManagePolicy => {
            matches!(role, Role::Owner)
        }
        Action::ViewAccounts | Action::ManageAccounts => false,
        Action::OwnSessions => true,
    }
}

/// What a platform role allows in every organization and on the platform.
pub const fn platform_role_allows(role: PlatformRole, action: Action) -> bool {
    match action {
        Action::View | Action::ViewAudit | Action::ViewMembers | Action::OwnSessions => true,
        Action::OperateComponent | Action::ManageAccounts => matches!(role, PlatformRole::Operator),
        Action::ReadLogs => matches!(role, PlatformRole::Operator | PlatformRole::Support),
        Action::ExportAudit => matches!(role, PlatformRole::Auditor),
        Action::ViewAccounts => matches!(role, PlatformRole::Operator | PlatformRole::Auditor),
        Action::CreateComponent
        | Action::ChangeComponent
        | Action::DeleteComponent
        | Action::Deploy
        | Action::Invoke
        | Action::RevealCredentials
        | Action::ManageMembers
        | Action::ManageProjects
        | Action::ManagePolicy => false,
    }
}

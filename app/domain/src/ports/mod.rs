//! What pages, API and workers may ask of the server. The crate `server` implements the traits; page tests use fakes.
//!
//! Every method takes the caller first, authorizes, validates, and writes the audit entry of what it changes.

mod command_lines;
mod deploys;
mod logs;
mod metrics;
mod secrets;
mod trials;
mod trusts;

use std::sync::Arc;

use async_trait::async_trait;

use crate::account::TargetAccount;
use crate::allow_list::ListChange;
use crate::audit::{AuditEntry, AuditFilter, AuditHead};
use crate::caller::Caller;
use crate::cloud::SecretValue;
use crate::component::{Component, Environment, Kind, Region, Release, State};
use crate::error::Result;
use crate::function::Share;
use crate::grant::{Grant, NewGrant};
use crate::ids::{AuditEntryId, ComponentId, GrantId, OperationId, OrganizationId, ProjectId, SessionId};
use crate::maintenance::Window;
use crate::operation::{Operation, OperationState};
use crate::organization::{Name, NewProject, Organization, Policy, Project};
use crate::session::Session;

pub use command_lines::CommandLines;
pub use deploys::{Deploys, NewCheck, NewCode, NewDeploy, Upload};
pub use logs::{LOG_LINES_MAX, LogBegin, LogLine, LogLines, LogLook, Logs};
pub use metrics::Metrics;
pub use secrets::Secrets;
pub use trials::{NewInvocation, Trials};
pub use trusts::Trusts;

/// Tells that something may have changed. What it was is read again.
pub type Updates = std::pin::Pin<Box<dyn futures_core::Stream<Item = ()> + Send>>;

/// All ports.
#[derive(Clone)]
pub struct Ports {
    /// Tenants and their projects.
    pub organizations: Arc<dyn Organizations>,
    /// Who may do what.
    pub members: Arc<dyn Members>,
    /// Signed-in browsers and command lines.
    pub sessions: Arc<dyn Sessions>,
    /// Command lines that ask to be signed in.
    pub command_lines: Arc<dyn CommandLines>,
    /// CI jobs that may deploy.
    pub trusts: Arc<dyn Trusts>,
    /// AWS accounts.
    pub accounts: Arc<dyn Accounts>,
    /// Components as they are.
    pub components: Arc<dyn Components>,
    /// Plans of changes.
    pub changes: Arc<dyn Changes>,
    /// Code of functions.
    pub deploys: Arc<dyn Deploys>,
    /// Secret values of functions.
    pub secrets: Arc<dyn Secrets>,
    /// What functions did.
    pub metrics: Arc<dyn Metrics>,
    /// What functions wrote.
    pub logs: Arc<dyn Logs>,
    /// Trying functions.
    pub trials: Arc<dyn Trials>,
    /// Plans and their execution.
    pub operations: Arc<dyn Operations>,
    /// The audit trail.
    pub audit: Arc<dyn AuditLog>,
}

/// Tenants and their projects.
#[async_trait]
pub trait Organizations: Send + Sync {
    /// The organizations that the caller may see, by display name.
    async fn list(&self, caller: &Caller) -> Result<Vec<Organization>>;
    /// One of them, by its slug. Platform staff without a grant leave a `SupportViewed` entry, at most one an hour and session.
    async fn find(&self, caller: &Caller, slug: &str) -> Result<Organization>;
    /// The projects that the caller may see, by display name.
    async fn projects(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Project>>;
    /// Makes a project.
    async fn create_project(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        project: NewProject,
    ) -> Result<Project>;
    /// Sets the policy.
    async fn set_policy(&self, caller: &Caller, organization: OrganizationId, policy: Policy) -> Result<()>;
}

/// Who may do what in an organization.
#[async_trait]
pub trait Members: Send + Sync {
    /// All grants, the expired ones of the last 30 days too.
    async fn list(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Grant>>;
    /// Gives a role.
    async fn add(&self, caller: &Caller, organization: OrganizationId, grant: NewGrant) -> Result<Grant>;
    /// Takes a role. The last owner stays.
    async fn remove(&self, caller: &Caller, organization: OrganizationId, grant: GrantId) -> Result<()>;
}

/// The caller's own signed-in browsers and command lines.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Those that are valid, newest first.
    async fn list(&self, caller: &Caller) -> Result<Vec<Session>>;
    /// Ends one.
    async fn revoke(&self, caller: &Caller, session: SessionId) -> Result<()>;
    /// Ends all but the caller's; says how many.
    async fn revoke_others(&self, caller: &Caller) -> Result<u32>;
}

/// AWS accounts.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// All of them.
    async fn list(&self, caller: &Caller) -> Result<Vec<TargetAccount>>;
    /// Registers one, or changes the one with its id.
    async fn save(&self, caller: &Caller, account: TargetAccount) -> Result<()>;
    /// The regions in which the organization can have components.
    async fn regions(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Region>>;
}

/// Components as they are.
#[async_trait]
pub trait Components: Send + Sync {
    /// Components by project, environment and name.
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        filter: &ComponentFilter,
    ) -> Result<Page<Component>>;
    /// One of them, a deleted one too.
    async fn find(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component>;
    /// Its releases, newest first.
    async fn releases(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Vec<Release>>;
    /// Its user name and password, read from AWS now.
    async fn reveal(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Credentials>;
}

/// Plans of changes. Each answers with an operation in state `planned`.
#[async_trait]
pub trait Changes: Send + Sync {
    /// Plans a new component.
    async fn create(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: NewComponent,
    ) -> Result<Operation>;
    /// Plans other settings.
    async fn settings(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        settings: serde_json::Value,
    ) -> Result<Operation>;
    /// Plans another allow-list.
    async fn allow_list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        change: ListChange,
    ) -> Result<Operation>;
    /// Plans another window.
    async fn window(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        window: Window,
    ) -> Result<Operation>;
    /// Plans a deletion.
    async fn delete(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Operation>;
}

/// Plans and their execution.
#[async_trait]
pub trait Operations: Send + Sync {
    /// Newest first.
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        filter: &OperationFilter,
    ) -> Result<Page<Operation>>;
    /// One of them.
    async fn find(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation>;
    /// Starts a plan.
    async fn confirm(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        confirmation: Confirmation,
    ) -> Result<Operation>;
    /// Throws a plan away.
    async fn discard(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<()>;
    /// Asks a running operation to stop where AWS can.
    async fn cancel(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<()>;
    /// Gives the new version of a roll-out at least this share of the traffic, before its time has come. Guards go on watching.
    async fn give_share(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        share: Share,
    ) -> Result<Operation>;
    /// Starts a failed operation again.
    async fn retry(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation>;
    /// Tells whenever something about an operation of the organization may have changed.
    async fn watch(&self, caller: &Caller, organization: OrganizationId) -> Result<Updates>;
}

/// The audit trail.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Newest first, by (completed, id).
    async fn list(
        &self,
        caller: &Caller,
        trail: Trail,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>>;
    /// One entry.
    async fn find(&self, caller: &Caller, trail: Trail, entry: AuditEntryId) -> Result<AuditEntry>;
    /// Entries from a place in the trail on, oldest first, at most 1000: the export reads on until none comes.
    async fn export(&self, caller: &Caller, trail: Trail, after_sequence: u64) -> Result<Vec<AuditEntry>>;
    /// The signed heads, newest first, at most 1000.
    async fn heads(&self, caller: &Caller, trail: Trail) -> Result<Vec<AuditHead>>;
    /// Writes that the caller takes the trail away, before the first byte of an export.
    async fn record_export(&self, caller: &Caller, trail: Trail) -> Result<()>;
}

/// Which trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trail {
    /// What concerns the platform itself.
    Platform,
    /// What concerns an organization.
    Organization(OrganizationId),
}

/// Which components to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComponentFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// One project.
    pub project: Option<ProjectId>,
    /// One environment.
    pub environment: Option<Environment>,
    /// One state.
    pub state: Option<State>,
    /// Deleted ones too.
    pub deleted: bool,
    /// Which page.
    pub page: PageRequest,
}

/// Which operations to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationFilter {
    /// Of one component.
    pub component: Option<ComponentId>,
    /// In these states; empty means all but discarded plans.
    pub states: Vec<OperationState>,
    /// Which page.
    pub page: PageRequest,
}

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Where the page begins: the `next` of the page before.
    pub cursor: Option<String>,
    /// How many, 1-200; 50 when 0.
    pub size: u16,
}

impl PageRequest {
    /// How many to list.
    pub fn limit(&self) -> u64 {
        if self.size == 0 { 50 } else { u64::from(self.size.min(200)) }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// Where the next one begins; none on the last.
    pub next: Option<String>,
}

/// A component as somebody asks for it. Names are parsed; the settings are validated by the kind.
#[derive(Clone, Debug, PartialEq)]
pub struct NewComponent {
    /// What.
    pub kind: Kind,
    /// In which project.
    pub project: ProjectId,
    /// Its name.
    pub name: Name,
    /// What for.
    pub environment: Environment,
    /// Where.
    pub region: Region,
    /// The settings of the kind.
    pub settings: serde_json::Value,
    /// When maintenance may start; the kind's default when none.
    pub window: Option<Window>,
}

/// What somebody gives when they confirm a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// The typed name, where the plan has a gate.
    pub typed_name: Option<String>,
    /// They know that their own address is shut out.
    pub locks_me_out: bool,
    /// Why, 1-500 characters.
    pub reason: Option<String>,
}

/// User name and password of a component.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user.
    pub username: String,
    /// The password.
    pub password: SecretValue,
}

//! Operations: plans, their execution, and their outcome.

mod failure;
mod step;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Domain;
use crate::audit::{AuditAction, Outcome};
use crate::authz::Action;
use crate::component::{Document, Environment, Kind, LinkedDatabase, Region};
use crate::function::{Deployment, Share, Shifting};
use crate::ids::{AuditEntryId, AwsAccountId, ComponentId, OperationId, OrganizationId, ProjectId};
use crate::organization::Name;
use crate::plan::Plan;

pub use failure::{Cause, Failure, NextStep, ResourceRef};
pub use step::{Progress, Silence, Step, StepName, StepState};

/// A plan, its execution, its outcome. See decision 0002.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The operation.
    pub id: OperationId,
    /// Whose.
    pub organization: OrganizationId,
    /// In which project.
    pub project: ProjectId,
    /// Of which component. Chosen before the component exists.
    pub component: ComponentId,
    /// What it does.
    pub change: Change,
    /// How far it is.
    pub state: OperationState,
    /// What it would do, or did.
    pub plan: Plan,
    /// What the component should be afterwards, and all that was chosen beforehand so that every step may run twice.
    pub intent: Intent,
    /// The version of the component that the plan was made from; 0 for a new one.
    pub base_version: u32,
    /// Who asked, as text for people.
    pub author: String,
    /// What they said about it.
    pub message: Option<String>,
    /// The steps, in order. Empty while planned.
    pub steps: Vec<Step>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Somebody asked to cancel it.
    pub cancel_requested: bool,
    /// The share of the traffic that somebody wants the new version to have at least, before its time has come.
    pub share_requested: Option<Share>,
    /// How often it was started again after a failure.
    pub attempt: u32,
    /// The audit entry that was opened for it.
    pub audit_entry: Option<AuditEntryId>,
    /// When the plan was made.
    pub created: Timestamp,
    /// When it was confirmed.
    pub confirmed: Option<Timestamp>,
    /// When a worker first took it.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

impl Operation {
    /// Lambda's number of the version that the operation makes live, once that is known.
    pub fn published(&self) -> Option<u64> {
        let found = self.steps.iter().find_map(|step| step.published);
        found.or_else(|| self.intent.deployment.as_ref()?.published)
    }

    /// How far its traffic has moved, if that moves share by share and has begun.
    pub fn shifting(&self) -> Option<&Shifting> {
        self.steps.iter().find_map(|step| step.shifting.as_ref())
    }

    /// Whether the version that it is about has had traffic, all or a share.
    pub fn has_shifted(&self) -> bool {
        let has_shifted = |step: &Step| step.state == StepState::Done || step.shifting.is_some();
        self.steps.iter().any(|step| step.name == StepName::Shift && has_shifted(step))
    }
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Makes the component.
    Create,
    /// Changes its settings.
    Settings,
    /// Changes who may connect.
    AllowList,
    /// Changes when maintenance may start.
    Window,
    /// Deletes it.
    Delete,
    /// Gives a function other code or variables.
    Deploy,
    /// Gives the traffic of a function to an earlier version.
    RollBack,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 7] = [
        Self::Create,
        Self::Settings,
        Self::AllowList,
        Self::Window,
        Self::Delete,
        Self::Deploy,
        Self::RollBack,
    ];

    /// As what it stands in the audit trail.
    pub const fn audit_action(self) -> AuditAction {
        match self {
            Self::Create => AuditAction::ComponentCreated,
            Self::Settings => AuditAction::SettingsChanged,
            Self::AllowList => AuditAction::AllowListChanged,
            Self::Window => AuditAction::WindowChanged,
            Self::Delete => AuditAction::ComponentDeleted,
            Self::Deploy => AuditAction::FunctionDeployed,
            Self::RollBack => AuditAction::FunctionRolledBack,
        }
    }

    /// What its author must be allowed to do.
    pub const fn action(self) -> Action {
        match self {
            Self::Create => Action::CreateComponent,
            Self::Settings | Self::AllowList | Self::Window => Action::ChangeComponent,
            Self::Delete => Action::DeleteComponent,
            Self::Deploy | Self::RollBack => Action::Deploy,
        }
    }

    /// Whether it makes another revision of the component's document. A deploy moves code, which is not part of it.
    pub const fn makes_release(self) -> bool {
        matches!(self, Self::Create | Self::Settings | Self::AllowList | Self::Window)
    }

    /// Whether it only moves code: it goes through no stack, needs no plan that somebody confirms, and a newer one supersedes it.
    pub const fn moves_code(self) -> bool {
        matches!(self, Self::Deploy | Self::RollBack)
    }
}

/// How far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationState {
    /// A plan, waiting for its author.
    Planned,
    /// Confirmed, waiting for a worker.
    Queued,
    /// A worker advances it.
    Running,
    /// Done.
    Succeeded,
    /// Not done; what was begun is rolled back, or can be resumed.
    Failed,
    /// Stopped on request; what was begun is rolled back.
    Cancelled,
    /// A plan that was thrown away or overtaken.
    Discarded,
    /// A deploy that a newer one overtook before it got traffic.
    Superseded,
}

impl OperationState {
    /// Whether it keeps other operations of the component from starting.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    /// Whether nothing more happens to it.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled | Self::Discarded | Self::Superseded)
    }

    /// How an operation that ended so stands in the audit trail. None while it goes on, and for a plan that never became one.
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Succeeded => Some(Outcome::Succeeded),
            Self::Failed => Some(Outcome::Failed),
            Self::Cancelled => Some(Outcome::Cancelled),
            Self::Superseded => Some(Outcome::Superseded),
            Self::Planned | Self::Queued | Self::Running | Self::Discarded => None,
        }
    }
}

/// What a component should be, and what was chosen beforehand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
    /// What for.
    pub environment: Environment,
    /// Where.
    pub region: Region,
    /// In which account.
    pub account: AwsAccountId,
    /// The document afterwards. For a deletion: as it was.
    pub document: Document,
    /// The blueprint version to render with.
    pub blueprint: String,
    /// The stack.
    pub stack_name: String,
    /// The change set of an existing stack, which was or will be made with exactly this template.
    pub change_set: Option<String>,
    /// The window in UTC as RDS takes it, derived when the plan was made.
    pub window_utc: String,
    /// Makes repeated AWS calls the same call (`ClientRequestToken`).
    pub token: String,
    /// The snapshot taken before data is lost.
    pub final_snapshot: Option<String>,
    /// The version of a function that the operation makes live.
    #[serde(default)]
    pub deployment: Option<Deployment>,
    /// What the component stands beside.
    #[serde(default)]
    pub neighbours: Neighbours,
}

/// What a component stands beside: things outside of it on which its template depends. Looked up when the plan is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The place of a function on its load balancer, 0-99.
    pub slot: Option<u16>,
    /// Under which name functions of the account are reached.
    pub domain: Option<Domain>,
    /// The database that a function uses.
    pub database: Option<LinkedDatabase>,
}

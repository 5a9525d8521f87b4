//! Operations: plans, their execution, and their outcome.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Domain;
use crate::audit::{AuditAction, Outcome};
use crate::authz::Action;
use crate::component::{Document, Environment, Kind, LinkedDatabase, Region};
use crate::function::Deployment;
use crate::ids::{AuditEntryId, AwsAccountId, ComponentId, OperationId, OrganizationId, ProjectId};
use crate::organization::Name;
use crate::plan::Plan;

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

/// A step of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub name: StepName,
    /// How far it is.
    pub state: StepState,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How long it usually takes, in seconds; learned from earlier operations.
    pub usual_seconds: Option<u32>,
    /// What AWS said, newest last, at most 200.
    pub progress: Vec<Progress>,
    /// AWS does not answer; none while it does.
    #[serde(default)]
    pub silence: Option<Silence>,
    /// Lambda's number of the version that the step published.
    #[serde(default)]
    pub published: Option<u64>,
}

impl Step {
    /// A step that has not begun.
    pub const fn waiting(name: StepName, usual_seconds: Option<u32>) -> Self {
        Self {
            name,
            state: StepState::Waiting,
            started: None,
            ended: None,
            usual_seconds,
            progress: Vec::new(),
            silence: None,
            published: None,
        }
    }
}

/// AWS does not answer. The operation waits, and goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Since when.
    pub since: Timestamp,
    /// The role of the target account cannot be assumed; otherwise AWS cannot be reached, or asks to slow down.
    pub account: bool,
}

/// What a step does. The reconciler has one function for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// The network stack of the organization in the region exists.
    Network,
    /// The change set is there, and does no more than the plan said.
    Prepare,
    /// The stack has the new template.
    Stack,
    /// AWS says the thing itself is ready, and as planned.
    Verify,
    /// Deletion protection is switched off.
    Unprotect,
    /// The final snapshot is there.
    Snapshot,
    /// The stack is gone.
    Remove,
    /// The bucket for code of the organization in the region exists.
    Artifacts,
    /// The load balancer of the organization in the region exists.
    LoadBalancer,
    /// The private ways to AWS's own services exist in the network.
    Endpoints,
    /// Something runs until code is deployed.
    Placeholder,
    /// The function has the new code and variables.
    Code,
    /// Code and configuration are a version that does not change any more.
    Publish,
    /// The version does what is asked of it.
    Check,
    /// The traffic goes to the version.
    Shift,
    /// The load balancer knows the function.
    Connect,
    /// The function has left the private network.
    Detach,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Begun.
    Running,
    /// Done.
    Done,
    /// Not done.
    Failed,
}

/// One line of progress: a stack event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// AWS's id of the event, so that none is shown twice.
    pub event: String,
    /// When.
    pub time: Timestamp,
    /// Its name in the template.
    pub logical_id: String,
    /// Its CloudFormation type.
    pub resource_type: String,
    /// AWS's status, such as `CREATE_IN_PROGRESS`.
    pub status: String,
    /// AWS's words.
    pub reason: Option<String>,
}

/// Why an operation failed: the first root cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What went wrong, for the catalogue.
    pub cause: Cause,
    /// In which step.
    pub step: StepName,
    /// The setting that caused it, such as `settings.size`, where that is known.
    pub setting: Option<String>,
    /// The resource that failed first.
    pub resource: Option<ResourceRef>,
    /// AWS's own words, shown folded.
    pub detail: String,
    /// What to do next.
    pub next: NextStep,
}

/// A resource, for people and for AWS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceRef {
    /// Its name in the template.
    pub logical_id: String,
    /// Its CloudFormation type.
    pub resource_type: String,
}

/// What went wrong. Each has a text in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The account has no room for more (a service quota).
    Quota,
    /// The role may not do this.
    AccessDenied,
    /// AWS has none of the chosen size in the region now.
    Capacity,
    /// AWS does not know the engine version, or not for this size.
    Unsupported,
    /// A resource of this name exists outside the stack.
    AlreadyExists,
    /// Something still uses the resource.
    InUse,
    /// A key or secret is not usable.
    KeyUnavailable,
    /// The change set would lose data that the plan did not name.
    WouldLoseData,
    /// The role of the target account cannot be assumed.
    AccountUnreachable,
    /// The plan was made for another state of the stack.
    Stale,
    /// A template that AWS refuses: a fault of the product.
    Template,
    /// Stopped on request.
    Cancelled,
    /// Took longer than it ever should.
    TimedOut,
    /// The new version did not pass its check.
    CheckFailed,
    /// The code is not in the bucket any more.
    CodeGone,
    /// AWS could not start the code: handler, runtime or architecture do not fit.
    CodeUnusable,
    /// Anything else.
    Unknown,
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Start it again: it goes on where it stopped.
    Retry,
    /// Change the named setting and plan again.
    ChangeSetting,
    /// The platform's operators must do something (a quota, a role).
    AskOperator,
    /// Correct the code and deploy it again.
    DeployAgain,
}

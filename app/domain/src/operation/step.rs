//! The steps of an operation, and how far they are.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::function::Shifting;

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
    /// How far the traffic has moved, where it moves share by share.
    #[serde(default)]
    pub shifting: Option<Shifting>,
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
            shifting: None,
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
    /// The version does what is asked of it, with all the traffic.
    CheckAfter,
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

//! What the reconciler does next: a pure decision from what is seen in AWS.
//!
//! The reconciler looks, asks [`next`], does the one thing that it says, and looks again. Nothing is remembered between two looks but that a
//! step has begun, so it may be stopped at any moment and every step may run twice.

mod database;
mod function;
mod stack;

use super::ResourceChange;
use crate::cloud::{ChangeSet, Cluster, SnapshotStatus, Stack};
use crate::function::Traffic;
use crate::operation::{Cause, Change, StepName};

pub use function::FunctionView;

/// What is seen in AWS. Read in this order, so that a late answer never looks like success: `begun`, `change_set`, then the rest.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// What the operation does.
    pub change: Change,
    /// This attempt of the step has asked AWS for what it wants, and AWS has taken it up: there are events of its token, or, for
    /// [`StepName::Unprotect`] and the steps of a function, the call was answered. Deletions of what an earlier attempt left behind do
    /// not count.
    pub begun: bool,
    /// The stack of the step: the shared one in the steps about one, else that of the component.
    pub stack: Option<&'a Stack>,
    /// The change set of the operation.
    pub change_set: Option<&'a ChangeSet>,
    /// What the confirmed plan does in AWS.
    pub planned: &'a [ResourceChange],
    /// The cluster.
    pub cluster: Option<&'a Cluster>,
    /// The window that cluster and instances should have, as RDS writes it.
    pub window: Option<&'a str>,
    /// The final snapshot.
    pub snapshot: Option<&'a SnapshotStatus>,
    /// The function.
    pub function: FunctionView<'a>,
    /// Somebody asked to cancel the operation.
    pub cancel_requested: bool,
}

/// The one thing to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Look again later.
    Wait,
    /// The step is done.
    Done,
    /// Make the stack.
    CreateStack,
    /// Delete the stack. Protections of the stack and the cluster are switched off first: but in a deletion, where that is a step of its own,
    /// only stacks are deleted that nobody has used yet.
    DeleteStack,
    /// Make the change set.
    CreateChangeSet,
    /// Execute the change set.
    ExecuteChangeSet,
    /// Stop the running update.
    CancelUpdate,
    /// Go on with a rollback that stopped.
    ContinueRollback,
    /// Start the final snapshot.
    StartSnapshot,
    /// Switch off the deletion protection of the cluster and the termination protection of the stack.
    Unprotect,
    /// Store the code that stands in until the first deploy.
    StorePlaceholder,
    /// Give the function the wanted code; the bucket gets it first.
    UpdateCode,
    /// Give the function the wanted variables.
    UpdateEnvironment,
    /// Publish the function as it is.
    Publish,
    /// Invoke the published version as its check says.
    Invoke,
    /// Send the new version back: a guard says so.
    SendBack,
    /// Point the alias.
    Shift(Traffic),
    /// Let the load balancer invoke the alias, and make that its target.
    Connect,
    /// Take the function out of its private network.
    LeaveNetwork,
    /// The operation failed, and the events of the stack tell why: see [`super::explain`].
    Explain,
    /// The operation failed for this reason.
    Fail(Cause),
    /// The operation is cancelled, and nothing is left of it.
    Cancelled,
}

/// Decides what a step does next.
pub fn next(step: StepName, observed: &Observed<'_>) -> Decision {
    match (step, observed.change) {
        (StepName::Network | StepName::Artifacts | StepName::LoadBalancer | StepName::Endpoints, _) => {
            stack::make_shared(observed)
        }
        (StepName::Prepare, _) => stack::prepare(observed),
        (StepName::Stack, Change::Create) => stack::make_stack(observed),
        (StepName::Stack, _) => stack::execute(observed),
        (StepName::Remove, _) => stack::remove(observed),
        (StepName::Verify, _) => database::verify(observed),
        (StepName::Snapshot, _) => database::snapshot(observed),
        (StepName::Unprotect, _) => database::unprotect(observed),
        (StepName::Placeholder, _) => function::placeholder(observed),
        (StepName::Code, _) => function::code(observed),
        (StepName::Publish, _) => function::publish(observed),
        (StepName::Check, _) => function::check(observed),
        (StepName::Shift, _) => function::shift(observed),
        (StepName::CheckAfter, _) => function::check_after(observed),
        (StepName::Connect, _) => function::connect(observed),
        (StepName::Detach, _) => function::detach(observed),
    }
}

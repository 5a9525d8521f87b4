//! What the reconciler does next: a pure decision from what is seen in AWS.
//!
//! The reconciler looks, asks [`next`], does the one thing that it says, and looks again. Nothing is remembered between two looks but that a
//! step has begun, so it may be stopped at any moment and every step may run twice.

use super::{ResourceChange, unexpected_loss};
use crate::cloud::{ChangeSet, Cluster, SnapshotStatus, Stack, StackStatus};
use crate::operation::{Cause, Change, StepName};

/// What is seen in AWS. Read in this order, so that a late answer never looks like success: `begun`, `change_set`, then the rest.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// What the operation does.
    pub change: Change,
    /// This attempt of the step has asked AWS for what it wants, and AWS has taken it up: there are events of its token, or, for
    /// [`StepName::Unprotect`], the call was answered. Deletions of what an earlier attempt left behind do not count.
    pub begun: bool,
    /// The stack of the step: of the network in [`StepName::Network`], else of the component.
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
        (StepName::Network, _) => make_network(observed),
        (StepName::Prepare, _) => prepare(observed),
        (StepName::Stack, Change::Create) => make_stack(observed),
        (StepName::Stack, _) => execute(observed),
        (StepName::Verify, _) => verify(observed),
        (StepName::Snapshot, _) => snapshot(observed),
        (StepName::Unprotect, _) => unprotect(observed),
        (StepName::Remove, _) => remove(observed),
    }
}

/// The shared network belongs to no single operation: it is never deleted for a cancellation, only left for the next.
fn make_network(observed: &Observed<'_>) -> Decision {
    match status(observed) {
        Some(StackStatus::Complete | StackStatus::UpdateRolledBack) => Decision::Done,
        None if observed.cancel_requested => Decision::Cancelled,
        Some(StackStatus::Working) if observed.cancel_requested => Decision::Cancelled,
        _ => make_stack(&Observed { cancel_requested: false, ..*observed }),
    }
}

fn make_stack(observed: &Observed<'_>) -> Decision {
    let cancel = observed.cancel_requested;
    match status(observed) {
        None if cancel => Decision::Cancelled,
        None => Decision::CreateStack,
        Some(StackStatus::Complete | StackStatus::UpdateRolledBack) => Decision::Done,
        Some(StackStatus::Working | StackStatus::InReview) if cancel => Decision::DeleteStack,
        Some(StackStatus::Working | StackStatus::RollingBack | StackStatus::Deleting) => Decision::Wait,
        Some(StackStatus::RollbackFailed) => Decision::ContinueRollback,
        Some(StackStatus::CreateRolledBack | StackStatus::CreateFailed) if observed.begun && !cancel => {
            Decision::Explain
        }
        Some(StackStatus::DeleteFailed) if observed.begun => Decision::Fail(Cause::InUse),
        // What an earlier attempt, or a cancelled one, left behind: a stack in these states can only be deleted.
        Some(
            StackStatus::CreateRolledBack
            | StackStatus::CreateFailed
            | StackStatus::DeleteFailed
            | StackStatus::InReview
            | StackStatus::Deleted,
        ) => Decision::DeleteStack,
    }
}

fn prepare(observed: &Observed<'_>) -> Decision {
    if observed.cancel_requested {
        return Decision::Cancelled;
    }
    match settled(observed) {
        Settled::Yes => {}
        Settled::No(decision) => return decision,
    }
    match observed.change_set {
        None => Decision::CreateChangeSet,
        Some(ChangeSet::Preparing) => Decision::Wait,
        Some(ChangeSet::Empty | ChangeSet::Executed) => Decision::Done,
        Some(ChangeSet::Failed(_)) => Decision::Fail(Cause::Template),
        Some(ChangeSet::Ready(aws)) if unexpected_loss(observed.planned, aws).is_empty() => Decision::Done,
        Some(ChangeSet::Ready(_)) => Decision::Fail(Cause::WouldLoseData),
    }
}

fn execute(observed: &Observed<'_>) -> Decision {
    if observed.begun || matches!(observed.change_set, Some(ChangeSet::Executed)) {
        return follow_update(observed);
    }
    match observed.change_set {
        _ if observed.cancel_requested => Decision::Cancelled,
        Some(ChangeSet::Empty) => Decision::Done,
        Some(ChangeSet::Ready(aws)) => {
            if !unexpected_loss(observed.planned, aws).is_empty() {
                return Decision::Fail(Cause::WouldLoseData);
            }
            match settled(observed) {
                Settled::Yes => Decision::ExecuteChangeSet,
                Settled::No(decision) => decision,
            }
        }
        Some(ChangeSet::Preparing) => Decision::Wait,
        // AWS may remove a change set as soon as it was executed, before the stack's events tell of it.
        None if matches!(status(observed), Some(StackStatus::Working | StackStatus::RollingBack)) => {
            Decision::Wait
        }
        // It was there when the step before ended: something else has changed the stack.
        None | Some(ChangeSet::Executed | ChangeSet::Failed(_)) => Decision::Fail(Cause::Stale),
    }
}

fn follow_update(observed: &Observed<'_>) -> Decision {
    match status(observed) {
        Some(StackStatus::Working) if observed.cancel_requested => Decision::CancelUpdate,
        Some(StackStatus::Working | StackStatus::RollingBack) => Decision::Wait,
        // Executing has been asked for, but the stack does not show it yet.
        Some(StackStatus::Complete | StackStatus::UpdateRolledBack) if !observed.begun => Decision::Wait,
        Some(StackStatus::Complete) => Decision::Done,
        Some(StackStatus::UpdateRolledBack) if observed.cancel_requested => Decision::Cancelled,
        Some(StackStatus::UpdateRolledBack) => Decision::Explain,
        Some(StackStatus::RollbackFailed) => Decision::ContinueRollback,
        None | Some(_) => Decision::Fail(Cause::Stale),
    }
}

fn verify(observed: &Observed<'_>) -> Decision {
    let Some(cluster) = observed.cluster else { return Decision::Wait };
    let statuses =
        || std::iter::once(&cluster.status).chain(cluster.instances.iter().map(|instance| &instance.status));
    let mut windows =
        std::iter::once(&cluster.window).chain(cluster.instances.iter().map(|instance| &instance.window));
    if statuses().any(|status| status.starts_with("inaccessible-encryption-credentials")) {
        Decision::Fail(Cause::KeyUnavailable)
    } else if statuses().any(|status| status == "failed" || status.starts_with("incompatible-")) {
        Decision::Fail(Cause::Unknown)
    } else if statuses().all(|status| status == "available")
        && windows.all(|window| observed.window.is_none_or(|wanted| wanted == window))
    {
        Decision::Done
    } else {
        Decision::Wait
    }
}

fn snapshot(observed: &Observed<'_>) -> Decision {
    match (observed.snapshot, observed.cluster) {
        _ if observed.cancel_requested => Decision::Cancelled,
        (Some(snapshot), _) if snapshot.status == "available" => Decision::Done,
        (Some(snapshot), _) if snapshot.status == "failed" => Decision::Fail(Cause::Unknown),
        (Some(_), _) => Decision::Wait,
        (None, Some(_)) => Decision::StartSnapshot,
        // There is nothing that could be lost.
        (None, None) => Decision::Done,
    }
}

fn unprotect(observed: &Observed<'_>) -> Decision {
    let protected = observed.cluster.is_some_and(|cluster| cluster.protected);
    match (observed.begun, protected) {
        (false, _) if observed.cancel_requested => Decision::Cancelled,
        (true, false) => Decision::Done,
        _ => Decision::Unprotect,
    }
}

/// From here on a deletion cannot be cancelled: AWS does not stop one.
fn remove(observed: &Observed<'_>) -> Decision {
    match status(observed) {
        None => Decision::Done,
        Some(StackStatus::Deleting | StackStatus::Working | StackStatus::RollingBack) => Decision::Wait,
        Some(StackStatus::DeleteFailed) if observed.begun => Decision::Explain,
        Some(_) => Decision::DeleteStack,
    }
}

/// How the stack is; none when it does not exist, be it that it never did.
fn status(observed: &Observed<'_>) -> Option<StackStatus> {
    observed.stack.map(|stack| stack.status).filter(|status| *status != StackStatus::Deleted)
}

/// Whether a stack can take a change set.
enum Settled {
    Yes,
    No(Decision),
}

fn settled(observed: &Observed<'_>) -> Settled {
    match status(observed) {
        Some(StackStatus::Complete | StackStatus::UpdateRolledBack) => Settled::Yes,
        Some(StackStatus::Working | StackStatus::RollingBack) => Settled::No(Decision::Wait),
        Some(StackStatus::RollbackFailed) => Settled::No(Decision::ContinueRollback),
        None | Some(_) => Settled::No(Decision::Fail(Cause::Stale)),
    }
}

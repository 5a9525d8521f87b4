//! Steps about stacks: shared ones, and that of the component.

use super::super::unexpected_loss;
use super::{Decision, Observed};
use crate::cloud::{ChangeSet, StackStatus};
use crate::operation::Cause;

/// A shared stack belongs to no single operation: it is never deleted for a cancellation, only left for the next.
pub(super) fn make_shared(observed: &Observed<'_>) -> Decision {
    match status(observed) {
        Some(StackStatus::Complete | StackStatus::UpdateRolledBack) => Decision::Done,
        None if observed.cancel_requested => Decision::Cancelled,
        Some(StackStatus::Working) if observed.cancel_requested => Decision::Cancelled,
        _ => make_stack(&Observed { cancel_requested: false, ..*observed }),
    }
}

pub(super) fn make_stack(observed: &Observed<'_>) -> Decision {
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

pub(super) fn prepare(observed: &Observed<'_>) -> Decision {
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

pub(super) fn execute(observed: &Observed<'_>) -> Decision {
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

/// From here on a deletion cannot be cancelled: AWS does not stop one.
pub(super) fn remove(observed: &Observed<'_>) -> Decision {
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

//! Plans of existing stacks: AWS's view is attached, and plans that nobody confirms are cleared away with their change sets.

use domain::cloud::{ChangeSet, CloudError};
use domain::component::Component;
use domain::operation::{Operation, OperationState, StepName};
use domain::plan::{AwsView, DataLossGate, Decision, Plan, ResourceChange, next, unexpected_loss};
use jiff::{SignedDuration, Timestamp};

use super::act::{Trouble, perform};
use super::observe::observe;
use super::work::Work;

/// How long a plan waits for its author (decision 0002).
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// How long a plan waits for the operation that runs on its component before it looks again.
pub(super) const BUSY: SignedDuration = SignedDuration::from_secs(5);

/// What becomes of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nobody confirmed it in time, or the component has changed since.
    Discard,
    /// AWS's view is to be had.
    Prepare,
    /// AWS's view is to be had when the operation that runs has ended.
    Later,
    /// It waits for its author.
    Keep,
}

/// Decides what becomes of a plan.
pub(super) fn fate(plan: &Operation, component: Option<&Component>, now: Timestamp) -> Fate {
    let version = component.map_or(0, |component| component.version);
    let deleted = component.is_some_and(|component| component.deleted.is_some());
    if now >= expiry(plan) || version != plan.base_version || deleted {
        Fate::Discard
    } else if plan.plan.aws != AwsView::Preparing {
        Fate::Keep
    } else if component.is_some_and(|component| component.running.is_some()) {
        Fate::Later
    } else {
        Fate::Prepare
    }
}

/// When a plan is thrown away.
pub(super) fn expiry(plan: &Operation) -> Timestamp {
    plan.created.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX)
}

/// Makes the change set of a plan, and reads it when it is there. None while AWS works on it or does not answer.
pub(super) async fn prepare(work: &Work<'_>) -> Option<AwsView> {
    match try_prepare(work).await {
        Ok(view) => view,
        Err(Trouble::Cloud(CloudError::Refused { code, message })) => {
            Some(AwsView::Failed { reason: format!("{code}: {message}") })
        }
        Err(Trouble::Cloud(
            CloudError::Transient(_) | CloudError::Throttled(_) | CloudError::AccountUnreachable(_),
        )) => None,
        Err(Trouble::Product(error)) => {
            tracing::error!(operation = %work.operation.id, error = &error as &dyn std::error::Error, "a template cannot be rendered");
            Some(AwsView::Failed { reason: String::new() })
        }
    }
}

async fn try_prepare(work: &Work<'_>) -> Result<Option<AwsView>, Trouble> {
    let view = observe(work, StepName::Prepare).await?;
    if let Some(seen) = view.change_set.as_ref().and_then(aws_view) {
        return Ok(Some(seen));
    }
    match next(StepName::Prepare, &view.observed(work, false)) {
        Decision::Fail(_) => {
            let reason = view.stack.map_or_else(String::new, |stack| stack.status_text);
            Ok(Some(AwsView::Failed { reason }))
        }
        decision => {
            perform(work, StepName::Prepare, decision).await?;
            Ok(None)
        }
    }
}

/// What a change set says, once it says something.
pub(super) fn aws_view(change_set: &ChangeSet) -> Option<AwsView> {
    match change_set {
        ChangeSet::Preparing | ChangeSet::Executed => None,
        ChangeSet::Ready(resources) => Some(AwsView::Ready { resources: resources.clone() }),
        ChangeSet::Empty => Some(AwsView::Ready { resources: Vec::new() }),
        ChangeSet::Failed(reason) => Some(AwsView::Failed { reason: reason.clone() }),
    }
}

/// Gives a plan AWS's view, if it has none yet.
pub(super) fn attach(plan: &mut Plan, view: Option<AwsView>) {
    if plan.aws == AwsView::Preparing
        && let Some(view) = view
    {
        plan.aws = view;
    }
}

/// Asks for the typed name where AWS would take data away that our own plan does not: whoever types it confirms AWS's view.
pub(super) fn guard(operation: &mut Operation) {
    let Operation { plan, intent, .. } = operation;
    let AwsView::Ready { resources } = &plan.aws else { return };
    let losses: Vec<ResourceChange> =
        unexpected_loss(&plan.resources, resources).into_iter().cloned().collect();
    if losses.is_empty() {
        return;
    }
    let final_snapshot = intent.final_snapshot.clone();
    plan.gate = Some(DataLossGate { name: intent.name.to_string(), final_snapshot });
    plan.resources.retain(|planned| losses.iter().all(|loss| loss.logical_id != planned.logical_id));
    plan.resources.extend(losses);
}

/// Whether an operation that has ended leaves a change set that nobody will execute.
pub(super) fn leaves_change_set(operation: &Operation) -> bool {
    operation.intent.change_set.is_some()
        && matches!(
            operation.state,
            OperationState::Failed | OperationState::Cancelled | OperationState::Discarded
        )
}

/// Removes the change set of an operation that has ended.
pub(super) async fn clear_away(work: &Work<'_>) -> Result<(), CloudError> {
    let Some(change_set) = work.change_set() else { return Ok(()) };
    match work.cloud.change_sets.delete(work.place, &work.stack(StepName::Stack), &change_set).await {
        // AWS keeps what it executed, and removes it itself with the next update.
        Err(CloudError::Refused { .. }) => Ok(()),
        answer => answer,
    }
}

//! The end of an operation: what becomes of its component, and what is remembered of it.

use domain::Result;
use domain::audit::{AuditAction, AwsLinks, Outcome};
use domain::caller::{Caller, Task};
use domain::component::{Component, Outputs, Release, State};
use domain::operation::{Change, Operation, OperationState, StepState};
use jiff::Timestamp;

use crate::db::step_durations::StepDuration;
use crate::db::{WriteTransaction, artifacts, components, releases, secrets, step_durations};
use crate::service::operations::deed;
use crate::service::{Context, audit_trail, deploys};

/// Writes down the end of an operation, in the transaction that ends it.
pub(super) async fn finish(
    context: &Context,
    transaction: &WriteTransaction,
    operation: &Operation,
    outputs: Outputs,
) -> Result<()> {
    let now = context.now();
    if operation.state == OperationState::Discarded {
        let caller = Caller::automation(Task::Reconcile, context.new_id().to_string());
        let deed = deed(AuditAction::OperationDiscarded, operation);
        audit_trail::record(context, transaction, &caller, deed, Outcome::Succeeded).await?;
        return Ok(());
    }
    if let Some(component) = components::lock_for_worker(transaction, operation.component).await?
        && component.running == Some(operation.id)
    {
        let settled = settle(&component, operation, outputs, now);
        components::save(transaction, &settled).await?;
        if let Some(release) = release(&settled, operation, now) {
            releases::insert(transaction, &release).await?;
        }
    }
    deploys::end_version(context, transaction, operation).await?;
    forget_code(transaction, operation).await?;
    if (operation.change, operation.state) == (Change::Delete, OperationState::Succeeded) {
        secrets::delete_for_worker(transaction, operation.component).await?;
    }
    for duration in durations(operation) {
        step_durations::save(transaction, &duration).await?;
    }
    if let Some(entry) = operation.audit_entry {
        let aws = AwsLinks {
            stack: operation.intent.stack_name.clone(),
            change_set: operation.intent.change_set.clone(),
        };
        audit_trail::complete(context, transaction, entry, outcome(operation.state), Some(aws)).await?;
    }
    Ok(())
}

/// Counts the operation among those that have ended, for those who watch the server. A plan that nobody confirmed is none.
pub(super) fn count(operation: &Operation) {
    if operation.state != OperationState::Discarded {
        let (change, outcome) = (operation.change.audit_action().as_str(), outcome(operation.state).as_str());
        metrics::counter!("operations_ended_total", "change" => change, "outcome" => outcome).increment(1);
    }
}

/// The component after an operation that has ended.
fn settle(component: &Component, operation: &Operation, outputs: Outputs, now: Timestamp) -> Component {
    let mut settled = Component {
        state: state_after(component, operation),
        running: None,
        changed: now,
        ..component.clone()
    };
    match (operation.state, operation.change) {
        (OperationState::Succeeded, Change::Delete) => settled.deleted = Some(now),
        (OperationState::Succeeded, change) if change.makes_release() => {
            settled.document = operation.intent.document.clone();
            settled.blueprint = operation.intent.blueprint.clone();
            settled.version = component.version + 1;
            settled.outputs = outputs;
        }
        _ => {}
    }
    settled
}

/// How a component is after an operation that has ended. What was never made does not become ready because its deletion was cancelled.
fn state_after(component: &Component, operation: &Operation) -> State {
    match State::after(operation.change, operation.state) {
        _ if operation.state == OperationState::Cancelled && component.version == 0 => State::CreateFailed,
        Some(state) => state,
        None => component.state,
    }
}

/// The release that an operation makes, if it makes one.
fn release(settled: &Component, operation: &Operation, now: Timestamp) -> Option<Release> {
    let makes_one = operation.state == OperationState::Succeeded && operation.change.makes_release();
    makes_one.then(|| Release {
        component: settled.id,
        number: settled.version,
        author: operation.author.clone(),
        message: operation.message.clone(),
        operation: operation.id,
        document: settled.document.clone(),
        created: now,
    })
}

/// Code that has been deployed lies in its bucket: it need not be kept here as well.
async fn forget_code(transaction: &WriteTransaction, operation: &Operation) -> Result<()> {
    let code = operation.intent.deployment.as_ref().and_then(|deployment| deployment.code.archive());
    if let Some(code) = code.filter(|_| operation.state == OperationState::Succeeded) {
        artifacts::forget_content_for_worker(transaction, operation.component, code).await?;
    }
    Ok(())
}

/// How long the steps took that were done.
fn durations(operation: &Operation) -> impl Iterator<Item = StepDuration> {
    operation.steps.iter().filter(|step| step.state == StepState::Done).filter_map(|step| {
        let (started, ended) = step.started.zip(step.ended)?;
        Some(StepDuration {
            operation: operation.id,
            kind: operation.intent.kind,
            change: operation.change,
            step: step.name,
            seconds: u32::try_from(started.duration_until(ended).as_secs()).unwrap_or(0),
            ended,
        })
    })
}

/// What the audit entry says of the end.
const fn outcome(state: OperationState) -> Outcome {
    match state {
        OperationState::Succeeded => Outcome::Succeeded,
        OperationState::Cancelled => Outcome::Cancelled,
        _ => Outcome::Failed,
    }
}

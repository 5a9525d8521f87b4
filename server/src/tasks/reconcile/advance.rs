//! What a look at AWS makes of an operation. Pure: nothing here asks AWS or the database.

use domain::cloud::CloudError;
use domain::operation::{Cause, Failure, Operation, OperationState, Silence, Step, StepName, StepState};
use domain::plan::explain_refusal;
use jiff::Timestamp;

use super::act::{Look, Trouble, Verdict};
use super::patience::given_up;

/// Takes the next step up. None when all are done.
pub(super) fn begin(operation: &mut Operation, now: Timestamp) -> Option<StepName> {
    operation.state = OperationState::Running;
    operation.started.get_or_insert(now);
    let step = operation.steps.iter_mut().find(|step| step.state != StepState::Done)?;
    step.state = StepState::Running;
    step.started.get_or_insert(now);
    Some(step.name)
}

/// Notes what the look at a step came to. Afterwards the operation has ended, or is to be looked at again.
pub(super) fn note(operation: &mut Operation, name: StepName, look: Result<Look, Trouble>, now: Timestamp) {
    let Some(step) = operation.steps.iter_mut().find(|step| step.name == name) else { return };
    let verdict = match look {
        Ok(look) => {
            step.silence = None;
            step.published = look.published.or(step.published);
            step.shifting = look.shifting.or_else(|| step.shifting.take());
            if !look.events.is_empty() {
                step.progress = look.events;
            }
            look.verdict
        }
        Err(trouble) => verdict_on(trouble, step, now),
    };
    let verdict = match verdict {
        Verdict::Waiting => given_up(step, now)
            .map_or(Verdict::Waiting, |cause| Verdict::Failed(Failure::new(cause, name, ""))),
        other => other,
    };
    match verdict {
        Verdict::Waiting => {}
        Verdict::Done => {
            step.state = StepState::Done;
            step.ended = Some(now);
            if operation.steps.iter().all(|step| step.state == StepState::Done) {
                end(operation, OperationState::Succeeded, now);
            }
        }
        Verdict::Failed(failure) => {
            step.state = StepState::Failed;
            step.ended = Some(now);
            operation.failure = Some(failure);
            end(operation, OperationState::Failed, now);
        }
        Verdict::Cancelled => {
            step.state = StepState::Failed;
            step.ended = Some(now);
            end(operation, OperationState::Cancelled, now);
        }
    }
}

/// AWS's silence is waited out; its refusal is final.
fn verdict_on(trouble: Trouble, step: &mut Step, now: Timestamp) -> Verdict {
    let account = match trouble {
        Trouble::Cloud(CloudError::Transient(_) | CloudError::Throttled(_)) => false,
        Trouble::Cloud(CloudError::AccountUnreachable(_)) => true,
        Trouble::Cloud(CloudError::Refused { code, message }) => {
            return Verdict::Failed(explain_refusal(step.name, &code, &message));
        }
        Trouble::Product(_) => return Verdict::Failed(Failure::new(Cause::Template, step.name, "")),
    };
    step.silence = match step.silence {
        Some(silence) if silence.account == account => Some(silence),
        _ => Some(Silence { since: now, account }),
    };
    Verdict::Waiting
}

fn end(operation: &mut Operation, state: OperationState, now: Timestamp) {
    operation.state = state;
    operation.ended = Some(now);
}

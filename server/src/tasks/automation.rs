//! What tasks that change components by themselves have in common: they step back for people, and do not hammer on what fails.

use domain::component::{Component, State};
use domain::error::Conflict;
use domain::{Error, Result};
use jiff::{SignedDuration, Timestamp};

/// How long a component is left alone after a change of it failed.
const REST_AFTER_FAILURE: SignedDuration = SignedDuration::from_mins(15);

/// Whether a task may change the component now. One that was never made is not made by a task.
pub(super) fn may_change(component: &Component, now: Timestamp) -> bool {
    let rested = || component.changed.duration_until(now) >= REST_AFTER_FAILURE;
    match component.state {
        State::Ready => true,
        State::ChangeFailed => rested(),
        _ => false,
    }
}

/// Notes a failure in the log. That a person was quicker is none: the next activation looks again.
pub(super) fn report(component: &Component, outcome: Result<()>) {
    match outcome {
        Ok(()) | Err(Error::Conflict(Conflict::OperationRunning { .. } | Conflict::StaleVersion { .. })) => {}
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(component = %component.id, error, "a component could not be changed by itself");
        }
    }
}

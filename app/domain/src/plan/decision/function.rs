//! Steps about a function: its code, its published version, and where the traffic goes.

use super::{Decision, Observed};
use crate::cloud::{AliasStatus, FunctionStatus, UpdateStatus};
use crate::function::{Deployment, Share, Shifting, Traffic};
use crate::operation::Cause;

/// What is wanted and seen of a function. Empty in the steps of other kinds.
#[derive(Clone, Copy, Debug, Default)]
pub struct FunctionView<'a> {
    /// What is deployed.
    pub wanted: Option<&'a Deployment>,
    /// Lambda's number of the version that is made live, once it is known.
    pub published: Option<u64>,
    /// The function.
    pub function: Option<&'a FunctionStatus>,
    /// The alias that gets the traffic.
    pub alias: Option<&'a AliasStatus>,
    /// How far the traffic should have moved by now, where it moves share by share.
    pub shifting: Option<&'a Shifting>,
    /// Whether the load balancer has the function as its target.
    pub connected: bool,
    /// Whether the bucket has the code that stands in until the first deploy.
    pub placeholder_stored: bool,
    /// Whether code of the function is kept anywhere.
    pub code_kept: bool,
}

pub(super) fn placeholder(observed: &Observed<'_>) -> Decision {
    match observed.function.placeholder_stored {
        true => Decision::Done,
        false if observed.cancel_requested => Decision::Cancelled,
        false => Decision::StorePlaceholder,
    }
}

/// A function whose last update failed keeps what it had before, so it is told by that this attempt has asked for one.
pub(super) fn code(observed: &Observed<'_>) -> Decision {
    let FunctionView { wanted, function, alias, .. } = observed.function;
    let (Some(wanted), Some(function)) = (wanted, function) else { return Decision::Fail(Cause::Stale) };
    if let (Some(before), Some(alias)) = (wanted.before.map(Traffic::all), alias)
        && alias.traffic != before
    {
        // A deploy that was superseded in the middle, or somebody behind our back.
        return Decision::Shift(before);
    }
    if is_cancelled(observed) {
        return Decision::Cancelled;
    }
    let has_code = wanted.code.archive().is_none_or(|hash| *hash == function.code);
    match &function.update {
        UpdateStatus::InProgress => Decision::Wait,
        UpdateStatus::Failed { .. } if observed.begun => Decision::Fail(Cause::CodeUnusable),
        _ if !has_code => Decision::UpdateCode,
        _ if function.environment != wanted.environment => Decision::UpdateEnvironment,
        UpdateStatus::Failed { .. } if wanted.code.archive().is_some() => Decision::UpdateCode,
        UpdateStatus::Failed { .. } => Decision::Fail(Cause::CodeUnusable),
        UpdateStatus::Successful => Decision::Done,
    }
}

pub(super) fn publish(observed: &Observed<'_>) -> Decision {
    let FunctionView { wanted, function, published, .. } = observed.function;
    let (Some(wanted), Some(function)) = (wanted, function) else { return Decision::Fail(Cause::Stale) };
    let is_wanted = wanted.code.archive().is_none_or(|hash| *hash == function.code)
        && function.environment == wanted.environment;
    match (&function.update, published) {
        _ if is_cancelled(observed) => Decision::Cancelled,
        (_, Some(_)) => Decision::Done,
        (UpdateStatus::InProgress, None) => Decision::Wait,
        (UpdateStatus::Failed { .. }, None) => Decision::Fail(Cause::CodeUnusable),
        (UpdateStatus::Successful, None) if is_wanted => Decision::Publish,
        // Somebody has changed it since the step before ended.
        (UpdateStatus::Successful, None) => Decision::Fail(Cause::Stale),
    }
}

pub(super) fn check(observed: &Observed<'_>) -> Decision {
    match observed.function.wanted.and_then(|wanted| wanted.check.as_ref()) {
        _ if is_cancelled(observed) => Decision::Cancelled,
        None => Decision::Done,
        Some(_) => Decision::Invoke,
    }
}

pub(super) fn shift(observed: &Observed<'_>) -> Decision {
    let FunctionView { published, alias, wanted, shifting, .. } = observed.function;
    let Some(version) = published else { return Decision::Fail(Cause::Stale) };
    let before = wanted.and_then(|wanted| wanted.before);
    if let (Some(shifting), Some(before)) = (shifting, before) {
        return shift_by_shares(observed, shifting, before, version);
    }
    let wanted = Traffic::all(version);
    match alias {
        Some(alias) if alias.traffic == wanted => Decision::Done,
        // A share may have been given in a moment that nobody wrote down.
        _ if is_cancelled(observed) => {
            before.map_or(Decision::Cancelled, |before| take_back(observed, before))
        }
        _ => Decision::Shift(wanted),
    }
}

/// What a person asks for comes first, then the guards, then the time.
fn shift_by_shares(observed: &Observed<'_>, shifting: &Shifting, before: u64, version: u64) -> Decision {
    let wanted = Traffic::split(before, version, shifting.share);
    match observed.function.alias {
        _ if is_cancelled(observed) => take_back(observed, before),
        _ if shifting.trip.is_some() => Decision::SendBack,
        Some(alias) if alias.traffic != wanted => Decision::Shift(wanted),
        None => Decision::Fail(Cause::Stale),
        Some(_) if shifting.share == Share::ALL => Decision::Done,
        Some(_) => Decision::Wait,
    }
}

/// The version has all the traffic: stopping now means to give that back first.
pub(super) fn check_after(observed: &Observed<'_>) -> Decision {
    match observed.function.wanted {
        Some(wanted) if is_cancelled(observed) => {
            wanted.before.map_or(Decision::Cancelled, |before| take_back(observed, before))
        }
        Some(wanted) if wanted.check_after.is_some() => Decision::Invoke,
        _ => Decision::Done,
    }
}

fn take_back(observed: &Observed<'_>, before: u64) -> Decision {
    let before = Traffic::all(before);
    match observed.function.alias {
        Some(alias) if alias.traffic != before => Decision::Shift(before),
        _ => Decision::Cancelled,
    }
}

pub(super) fn connect(observed: &Observed<'_>) -> Decision {
    match observed.function.alias {
        None => Decision::Fail(Cause::Stale),
        Some(_) if observed.function.connected => Decision::Done,
        Some(_) => Decision::Connect,
    }
}

/// AWS gives network interfaces back minutes after the function has left its network, and until then the network's firewall cannot be deleted.
pub(super) fn detach(observed: &Observed<'_>) -> Decision {
    match observed.function.function {
        _ if observed.cancel_requested && !observed.begun => Decision::Cancelled,
        None => Decision::Done,
        Some(FunctionStatus { update: UpdateStatus::InProgress, .. }) => Decision::Wait,
        Some(function) if function.in_network => Decision::LeaveNetwork,
        Some(_) => Decision::Done,
    }
}

/// The function is gone by now, so nothing can need its code.
pub(super) const fn remove_code(observed: &Observed<'_>) -> Decision {
    if observed.function.code_kept { Decision::RemoveCode } else { Decision::Done }
}

/// Stopping a deploy leaves everything as it was. A creation or a change of settings has passed that point.
fn is_cancelled(observed: &Observed<'_>) -> bool {
    observed.cancel_requested && observed.change.moves_code()
}

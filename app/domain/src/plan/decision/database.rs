//! Steps about a database cluster.

use super::{Decision, Observed};
use crate::operation::Cause;

pub(super) fn verify(observed: &Observed<'_>) -> Decision {
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

pub(super) fn snapshot(observed: &Observed<'_>) -> Decision {
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

pub(super) fn unprotect(observed: &Observed<'_>) -> Decision {
    let protected = observed.cluster.is_some_and(|cluster| cluster.protected);
    match (observed.begun, protected) {
        (false, _) if observed.cancel_requested => Decision::Cancelled,
        (true, false) => Decision::Done,
        _ => Decision::Unprotect,
    }
}

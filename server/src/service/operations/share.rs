//! A person who gives a new version more of the traffic before its time has come.

use domain::audit::AuditAction;
use domain::error::{Conflict, Problem};
use domain::function::Share;
use domain::operation::Operation;
use domain::{Error, Result};
use serde_json::json;

use crate::service::audit_trail::Deed;

/// The roll-out, with the share that is asked for.
///
/// # Errors
/// - [`Conflict::WrongState`] when no traffic moves share by share, or nothing more can be asked of it.
/// - [`Error::Invalid`] for `percent` when the version has as much already.
pub(super) fn asked(operation: Operation, share: Share) -> Result<Operation> {
    let shifting =
        operation.shifting().filter(|_| operation.state.is_active() && !operation.cancel_requested);
    let Some(shifting) = shifting else { return Err(Error::Conflict(Conflict::WrongState)) };
    let least = shifting.share.max(operation.share_requested.unwrap_or(Share::NONE));
    if share <= least {
        let (min, max) = (i64::from(least.as_percent()) + 1, i64::from(Share::ALL.as_percent()));
        return Err(Error::field("percent", Problem::OutOfRange { min, max }));
    }
    Ok(Operation { share_requested: Some(share), ..operation })
}

/// What the audit trail says of it.
pub(super) fn deed(operation: &Operation, share: Share) -> Deed {
    let version = operation.intent.deployment.as_ref().and_then(|deployment| deployment.version);
    Deed {
        after: Some(json!({ "version": version, "percent": share.as_percent() })),
        ..super::deed(AuditAction::ShareRequested, operation)
    }
}

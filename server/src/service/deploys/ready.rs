//! Whether a function takes a deploy now.

use domain::audit::Outcome;
use domain::component::Component;
use domain::error::Conflict;
use domain::operation::{Intent, Operation, OperationState};
use domain::ports::{OperationFilter, PageRequest};
use domain::{Error, Result};

use super::{end_version, tenant_of};
use crate::db::{WriteTransaction, components, operations};
use crate::service::Context;
use crate::service::audit_trail;

/// The function, locked, with nothing at work on it but what a deploy supersedes.
pub(super) async fn ready(
    context: &Context,
    transaction: &WriteTransaction,
    function: &Component,
) -> Result<Component> {
    let function = components::lock_for_worker(transaction, function.id).await?.ok_or(Error::NotFound)?;
    if let Some(active) = operations::active(transaction, &tenant_of(&function), function.id).await? {
        if !active.change.moves_code() {
            let running = Conflict::OperationRunning { operation: active.id, change: active.change };
            return Err(Error::Conflict(running));
        }
        supersede(context, transaction, active).await?;
    }
    check_works(&function)?;
    Ok(function)
}

/// Refuses a function that is not made yet, or not there any more.
pub(super) fn check_works(function: &Component) -> Result<()> {
    let works = function.version > 0 && function.deleted.is_none() && function.state.is_usable();
    if works { Ok(()) } else { Err(Error::Conflict(Conflict::WrongState)) }
}

/// Ends a deploy for a newer one. The worker that is at it loses its lease; what it began to shift is taken back by the newer one.
async fn supersede(
    context: &Context,
    transaction: &WriteTransaction,
    mut operation: Operation,
) -> Result<()> {
    operation.state = OperationState::Superseded;
    operation.ended = Some(context.now());
    end_version(context, transaction, &operation).await?;
    if let Some(entry) = operation.audit_entry {
        audit_trail::complete(context, transaction, entry, Outcome::Superseded, None).await?;
    }
    operations::save(transaction, &operation, None).await?;
    Ok(())
}

/// What was wanted last: names, window and neighbours stay as they are.
pub(super) async fn newest_intent(transaction: &WriteTransaction, function: &Component) -> Result<Intent> {
    let filter = OperationFilter {
        component: Some(function.id),
        states: vec![OperationState::Succeeded],
        page: PageRequest { cursor: None, size: 1 },
    };
    let newest = operations::list(transaction, &tenant_of(function), &filter).await?.items.pop();
    newest.map(|operation| operation.intent).ok_or(Error::Conflict(Conflict::WrongState))
}

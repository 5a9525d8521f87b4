//! Events that are kept.

use domain::audit::{AuditAction, Outcome};
use domain::caller::Caller;
use domain::component::Component;
use domain::error::Problem;
use domain::organization::Name;
use domain::trial::{EVENT_MAX_BYTES, EVENTS_MAX, SavedEvent, event_payload};
use domain::{Error, Result};
use serde_json::json;

use crate::db::{components, saved_events};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::changes::author;
use crate::service::deploys::tenant_of;

/// Keeps an event. The entry in the trail has its name and size.
pub(super) async fn save(
    context: &Context,
    caller: &Caller,
    function: &Component,
    name: Name,
    payload: &str,
) -> Result<SavedEvent> {
    let payload = event_payload(payload, EVENT_MAX_BYTES)?.to_owned();
    let event = SavedEvent { name, payload, author: author(caller), changed: context.now() };
    let transaction = context.db.write().await?;
    let tenant = tenant_of(function);
    // Two who save at the same time must not both find the last place.
    components::lock(&transaction, &tenant, function.id).await?.ok_or(Error::NotFound)?;
    let others = saved_events::count_others(&transaction, &tenant, function.id, &event.name).await?;
    if others >= u64::from(EVENTS_MAX) {
        return Err(Error::field("name", Problem::TooManyEvents { max: EVENTS_MAX }));
    }
    saved_events::save(&transaction, function, &event).await?;
    let deed = Deed {
        after: Some(json!({ "event": event.name, "bytes": event.payload.len() })),
        ..Deed::to_component(function, AuditAction::EventSaved)
    };
    audit_trail::record(context, &transaction, caller, deed, Outcome::Succeeded).await?;
    transaction.commit().await?;
    Ok(event)
}

/// Forgets an event.
pub(super) async fn remove(
    context: &Context,
    caller: &Caller,
    function: &Component,
    name: &Name,
) -> Result<()> {
    let transaction = context.db.write().await?;
    if !saved_events::remove(&transaction, function, name).await? {
        return Err(Error::NotFound);
    }
    let before = Some(json!({ "event": name }));
    let deed = Deed { before, ..Deed::to_component(function, AuditAction::EventRemoved) };
    audit_trail::record(context, &transaction, caller, deed, Outcome::Succeeded).await?;
    Ok(transaction.commit().await?)
}

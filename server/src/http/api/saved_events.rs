//! Events that are kept to try functions with.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::Error;
use domain::organization::Name;
use domain::trial::SavedEvent;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::components::OfComponent;
use super::listed::{self, List};
use super::sent::{Answer, Sent, Tenant};

/// An event that is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedEventView {
    /// 3-32 lower-case letters, digits and hyphens.
    name: String,
    /// Any JSON.
    #[schema(value_type = Object)]
    payload: Value,
    /// Who wrote it last.
    author: String,
    changed: Timestamp,
}

impl From<SavedEvent> for SavedEventView {
    fn from(event: SavedEvent) -> Self {
        Self {
            name: event.name.into(),
            payload: serde_json::from_str(&event.payload).unwrap_or(Value::Null),
            author: event.author,
            changed: event.changed,
        }
    }
}

/// An event as somebody keeps it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEvent {
    /// Any JSON, at most 100 kB.
    #[schema(value_type = Object)]
    payload: Value,
}

/// The events that are kept of a function, by name.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/saved-events",
    tag = "functions",
    params(OfComponent),
    responses((status = 200, body = List<SavedEventView>), (status = 403), (status = 404))
)]
pub(super) async fn list(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let events = tenant.ports().trials.events(&tenant.caller, tenant.id(), component).await?;
    Ok(listed::whole(events.into_iter().map(SavedEventView::from).collect()))
}

/// One of them.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
    tag = "functions",
    params(OfComponent, ("event" = String, Path, description = "Its name")),
    responses((status = 200, body = SavedEventView), (status = 403), (status = 404))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let (component, name) = (tenant.component()?, name(&tenant)?);
    let event = tenant.ports().trials.event(&tenant.caller, tenant.id(), component, &name).await?;
    Ok(Json(SavedEventView::from(event)).into_response())
}

/// Keeps an event, in place of the one with its name. At most 50 are kept of a function.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
    tag = "functions",
    params(OfComponent, ("event" = String, Path, description = "Its name")),
    request_body = NewEvent,
    responses((status = 200, body = SavedEventView), (status = 403), (status = 422))
)]
pub(super) async fn save(tenant: Tenant, Sent(body): Sent<NewEvent>) -> Answer {
    let component = tenant.component()?;
    let name: String = tenant.parameter("event")?;
    let name = Name::parse(&name).map_err(|problem| Error::field("name", problem))?;
    let payload = body.payload.to_string();
    let trials = &tenant.ports().trials;
    let event = trials.save_event(&tenant.caller, tenant.id(), component, name, payload).await?;
    Ok(Json(SavedEventView::from(event)).into_response())
}

/// Forgets an event.
#[utoipa::path(
    delete,
    path = "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
    tag = "functions",
    params(OfComponent, ("event" = String, Path, description = "Its name")),
    responses((status = 204), (status = 403), (status = 404))
)]
pub(super) async fn remove(tenant: Tenant) -> Answer {
    let (component, name) = (tenant.component()?, name(&tenant)?);
    tenant.ports().trials.remove_event(&tenant.caller, tenant.id(), component, &name).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A name that is none names nothing that exists.
fn name(tenant: &Tenant) -> Answer<Name> {
    let text: String = tenant.parameter("event")?;
    Name::parse(&text).map_err(|_| Error::NotFound.into())
}

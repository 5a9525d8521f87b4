//! Operations: followed, stopped, started again.

use app::page::PageError;
use app::text::Locale;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::error::Problem;
use domain::ids::{ComponentId, OperationId};
use domain::operation::{Failure, Operation, OperationState, Step};
use domain::ports::OperationFilter;
use http::Uri;
use jiff::Timestamp;
use serde::de::IntoDeserializer as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::change::accepted;
use super::listed::{self, List, Paging};
use super::sent::{Answer, Asked, Tenant};
use crate::http::Server;
use crate::http::session::{SignedIn, Token};

/// Which operation.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes the path")]
pub(super) struct OfOperation {
    /// The slug of its organization.
    organization: String,
    /// Its id.
    operation: Uuid,
}

/// A plan, its execution, its outcome.
#[derive(Serialize, ToSchema)]
pub(super) struct OperationView {
    id: Uuid,
    component: Uuid,
    /// The name of the component.
    name: String,
    /// `postgres` or `function`.
    kind: &'static str,
    project: Uuid,
    /// `create`, `settings`, `allow_list`, `window`, `delete`, `deploy` or `roll_back`.
    #[schema(value_type = String)]
    change: domain::operation::Change,
    /// `planned`, `queued`, `running`, `succeeded`, `failed`, `cancelled`, `discarded` or `superseded`.
    #[schema(value_type = String)]
    state: OperationState,
    /// Whether nothing more happens to it.
    ended: bool,
    /// What it would do, or did: changes of fields and resources, warnings, price, interruption, and the name that must be confirmed.
    #[schema(value_type = Object)]
    plan: Value,
    /// Each with its state, times, and what AWS said.
    #[schema(value_type = Vec<Object>)]
    steps: Vec<Step>,
    failure: Option<FailureView>,
    /// The version of a function that it makes live.
    version: Option<u32>,
    author: String,
    message: Option<String>,
    cancel_requested: bool,
    /// The share of the traffic that the new version has, in percent, where that moves share by share.
    share: Option<u8>,
    /// How often it was started again after a failure.
    attempt: u32,
    created: Timestamp,
    confirmed: Option<Timestamp>,
    started: Option<Timestamp>,
    ended_at: Option<Timestamp>,
}

/// Why an operation failed.
#[derive(Serialize, ToSchema)]
struct FailureView {
    /// The first cause, such as `quota`.
    #[schema(value_type = String)]
    cause: domain::operation::Cause,
    /// The cause in English.
    title: &'static str,
    /// In which step.
    #[schema(value_type = String)]
    step: domain::operation::StepName,
    /// The setting that caused it, where that is known.
    setting: Option<String>,
    /// AWS's own words.
    detail: String,
    /// What to do: `retry`, `change_setting`, `ask_operator` or `deploy_again`.
    #[schema(value_type = String)]
    next: domain::operation::NextStep,
    /// The same in English.
    next_title: &'static str,
}

impl From<Operation> for OperationView {
    fn from(operation: Operation) -> Self {
        let share = operation.shifting().map(|shifting| shifting.share.as_percent());
        let intent = operation.intent;
        Self {
            id: operation.id.0,
            component: operation.component.0,
            name: intent.name.into(),
            kind: intent.kind.as_str(),
            project: operation.project.0,
            change: operation.change,
            state: operation.state,
            ended: operation.state.is_ended(),
            plan: serde_json::to_value(&operation.plan).unwrap_or_default(),
            steps: operation.steps,
            failure: operation.failure.map(FailureView::from),
            version: intent.deployment.and_then(|deployment| deployment.version),
            author: operation.author,
            message: operation.message,
            cancel_requested: operation.cancel_requested,
            share,
            attempt: operation.attempt,
            created: operation.created,
            confirmed: operation.confirmed,
            started: operation.started,
            ended_at: operation.ended,
        }
    }
}

impl From<Failure> for FailureView {
    fn from(failure: Failure) -> Self {
        let words = &Locale::English.text().words;
        Self {
            title: (words.cause)(failure.cause),
            cause: failure.cause,
            step: failure.step,
            setting: failure.setting,
            detail: failure.detail,
            next_title: (words.next_step)(failure.next),
            next: failure.next,
        }
    }
}

/// Which operations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationQuery {
    /// Of one component.
    component: Option<Uuid>,
    /// In these states, with commas between; all but discarded plans when left out.
    state: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many, 1-200; 50 when left out.
    size: Option<u16>,
}

impl OperationQuery {
    fn filter(self) -> domain::Result<OperationFilter> {
        let states = self.state.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
        Ok(OperationFilter {
            component: self.component.map(ComponentId),
            states: states.map(|word| word_of("state", word)).collect::<domain::Result<_>>()?,
            page: Paging::request(self.cursor, self.size),
        })
    }
}

/// The value for which a word of a query stands.
pub(super) fn word_of<T: serde::de::DeserializeOwned>(field: &str, word: &str) -> domain::Result<T> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        word.into_deserializer();
    T::deserialize(deserializer).map_err(|_| Error::field(field, Problem::NotAChoice))
}

/// Operations, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/operations",
    tag = "operations",
    params(super::organizations::OfOrganization, OperationQuery),
    responses((status = 200, body = List<OperationView>))
)]
pub(super) async fn list(tenant: Tenant, Asked(query): Asked<OperationQuery>, uri: Uri) -> Answer {
    let filter = query.filter()?;
    let page = tenant.ports().operations.list(&tenant.caller, tenant.id(), &filter).await?;
    Ok(listed::page(&uri, page, OperationView::from))
}

/// One of them. Ask again after `Retry-After` until `ended`.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/operations/{operation}",
    tag = "operations",
    params(OfOperation),
    responses((status = 200, body = OperationView), (status = 404))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let operation: OperationId = tenant.parameter("operation")?;
    let found = tenant.ports().operations.find(&tenant.caller, tenant.id(), operation).await?;
    Ok(shown(found))
}

fn shown(operation: Operation) -> Response {
    let wait = operation.state.is_active().then_some(if operation.change.moves_code() { 1 } else { 5 });
    let mut response = Json(OperationView::from(operation)).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
    }
    response
}

/// Asks a running operation to stop where AWS can.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/operations/{operation}/cancel",
    tag = "operations",
    params(OfOperation),
    responses((status = 202, body = OperationView), (status = 409))
)]
pub(super) async fn cancel(tenant: Tenant) -> Answer {
    let operation: OperationId = tenant.parameter("operation")?;
    let operations = &tenant.ports().operations;
    operations.cancel(&tenant.caller, tenant.id(), operation).await?;
    let found = operations.find(&tenant.caller, tenant.id(), operation).await?;
    Ok(accepted(&tenant, found))
}

/// Starts a failed operation again.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/operations/{operation}/retry",
    tag = "operations",
    params(OfOperation),
    responses((status = 202, body = OperationView), (status = 409))
)]
pub(super) async fn retry(tenant: Tenant) -> Answer {
    let operation: OperationId = tenant.parameter("operation")?;
    let found = tenant.ports().operations.retry(&tenant.caller, tenant.id(), operation).await?;
    Ok(accepted(&tenant, found))
}

/// The operation as server-sent events, whenever something about it changed, until it ends.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/operations/{operation}/events",
    tag = "operations",
    params(OfOperation),
    responses((status = 200, content_type = "text/event-stream"), (status = 404))
)]
pub(super) async fn events(
    server: State<Server>,
    caller: SignedIn,
    token: Token,
    path: Path<(String, OperationId)>,
) -> Result<Response, PageError> {
    crate::http::events::operation(server, caller, token, path).await
}

//! From a plan to what is done: one call plans and confirms; with `dry_run` it only plans.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::operation::Operation;
use domain::ports::Confirmation;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::operations::OperationView;
use super::sent::{Answer, Tenant};

/// When to ask for an operation again at first, in seconds: of a stack, and of code alone.
const ASK_AGAIN: (u32, u32) = (5, 1);

/// How a change is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Mode {
    /// Answers with the plan, and leaves nothing behind.
    #[serde(default)]
    dry_run: bool,
}

impl Mode {
    pub(super) const fn of(dry_run: bool) -> Self {
        Self { dry_run }
    }
}

/// What somebody gives when they confirm a plan.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Confirm {
    /// The name of the component, where data would be lost.
    pub(super) name: Option<String>,
    /// Whether to go on although the address that the request comes from is shut out.
    pub(super) locks_me_out: bool,
    /// Why, 1-500 characters.
    pub(super) reason: Option<String>,
}

/// Confirms a plan, or only shows it. A plan that cannot be confirmed is thrown away.
pub(super) async fn carry_out(tenant: &Tenant, mode: Mode, plan: Operation, confirm: Confirm) -> Answer {
    let operations = &tenant.ports().operations;
    if mode.dry_run {
        operations.discard(&tenant.caller, tenant.id(), plan.id).await?;
        return Ok(Json(OperationView::from(plan)).into_response());
    }
    let Confirm { name, locks_me_out, reason } = confirm;
    let confirmation = Confirmation { typed_name: name, locks_me_out, reason };
    match operations.confirm(&tenant.caller, tenant.id(), plan.id, confirmation).await {
        Ok(operation) => Ok(accepted(tenant, operation)),
        Err(error) => {
            operations.discard(&tenant.caller, tenant.id(), plan.id).await?;
            Err(in_the_words_of_the_api(error).into())
        }
    }
}

/// Says that an operation goes on, and where it is followed.
pub(super) fn accepted(tenant: &Tenant, operation: Operation) -> Response {
    let address = tenant.address(&format!("operations/{}", operation.id));
    let seconds = if operation.change.moves_code() { ASK_AGAIN.1 } else { ASK_AGAIN.0 };
    let mut response = (StatusCode::ACCEPTED, Json(OperationView::from(operation))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    if let Ok(address) = HeaderValue::try_from(address) {
        headers.insert(header::LOCATION, address);
    }
    response
}

/// Forms have other names for what confirms.
fn in_the_words_of_the_api(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors {
        match error.field.as_str() {
            "typed_name" => error.field = "confirm.name".to_owned(),
            "reason" => error.field = "confirm.reason".to_owned(),
            _ => {}
        }
    }
    Error::Invalid(errors)
}

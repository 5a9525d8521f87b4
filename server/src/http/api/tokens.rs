//! Tokens: asked for, given and given back. The words are those of OAuth (RFC 6749, RFC 7636, RFC 8628).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form, Json};
use domain::caller::Origin;
use domain::command_line::CommandLine;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sent::Answer;
use crate::http::Server;
use crate::http::problem::ApiError;
use crate::http::session::SignedIn;
use crate::service::command_lines::exchange::{self, TokenError};
use crate::service::tokens::{self, Issued};

/// For a code that came through a browser on the same machine.
const AUTHORIZATION_CODE: &str = "authorization_code";

/// For a code that a person typed on another machine.
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What a command line sends for a token.
#[derive(Deserialize, ToSchema)]
pub(super) struct TokenRequest {
    /// `authorization_code`, or `urn:ietf:params:oauth:grant-type:device_code`.
    grant_type: String,
    /// The code that the browser brought.
    code: Option<String>,
    /// The secret whose SHA-256 was the challenge: 43-128 characters.
    code_verifier: Option<String>,
    /// The code of `/api/v1/device`.
    device_code: Option<String>,
}

/// A token.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenAnswer {
    /// For the header `Authorization: Bearer`. Nobody sees it again.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// Seconds after which it ends at the latest.
    expires_in: i64,
}

/// Why there is no token.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenRefusal {
    /// `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`, `invalid_request` or `unsupported_grant_type`.
    error: &'static str,
}

/// Trades a code for a token.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "sign-in",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = TokenAnswer), (status = 400, body = TokenRefusal))
)]
pub(super) async fn create(
    State(server): State<Server>,
    Extension(origin): Extension<Origin>,
    form: Result<Form<TokenRequest>, axum::extract::rejection::FormRejection>,
) -> Answer {
    let Ok(Form(request)) = form else { return Ok(refusal("invalid_request")) };
    let (context, limits) = (&server.context, &server.config.tokens);
    let exchanged = match request.grant_type.as_str() {
        AUTHORIZATION_CODE => {
            let (Some(code), Some(verifier)) = (request.code, request.code_verifier) else {
                return Ok(refusal("invalid_request"));
            };
            exchange::redeem(context, limits, &code, &verifier, origin).await?
        }
        DEVICE_CODE => {
            let Some(code) = request.device_code else { return Ok(refusal("invalid_request")) };
            exchange::poll(context, limits, &code, origin).await?
        }
        _ => return Ok(refusal("unsupported_grant_type")),
    };
    Ok(match exchanged {
        Ok(Issued { secret, expires_in }) => {
            let access_token = secret.expose();
            Json(TokenAnswer { access_token, token_type: "Bearer", expires_in: expires_in.as_secs() })
                .into_response()
        }
        Err(error) => refusal(TokenError::as_str(error)),
    })
}

fn refusal(error: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(TokenRefusal { error })).into_response()
}

/// Ends the token that the request comes with.
#[utoipa::path(delete, path = "/api/v1/tokens/current", tag = "sign-in", responses((status = 204)))]
pub(super) async fn end(State(server): State<Server>, SignedIn(caller): SignedIn) -> Answer<StatusCode> {
    tokens::end(&server.context, &caller).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a command line on another machine says of itself.
#[derive(Deserialize, ToSchema)]
pub(super) struct DeviceRequest {
    /// The name of the machine, 1-100 characters: the person sees it.
    name: String,
}

/// What a command line on another machine is told.
#[derive(Serialize, ToSchema)]
pub(super) struct DeviceAnswer {
    /// The secret with which it asks for its token.
    device_code: String,
    /// What it shows to its person.
    user_code: String,
    /// Where the person types that.
    verification_uri: String,
    /// The same, with the code filled in.
    verification_uri_complete: String,
    /// Seconds in which the person must decide.
    expires_in: i64,
    /// Seconds between two questions.
    interval: i64,
}

/// Begins to sign in a command line on a machine without a browser.
#[utoipa::path(
    post,
    path = "/api/v1/device",
    tag = "sign-in",
    request_body(content = DeviceRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = DeviceAnswer), (status = 422))
)]
pub(super) async fn device(
    State(server): State<Server>,
    Extension(origin): Extension<Origin>,
    form: Result<Form<DeviceRequest>, axum::extract::rejection::FormRejection>,
) -> Answer {
    let Form(request) = form.map_err(|error| ApiError::Malformed(error.body_text()))?;
    let name = CommandLine::parse_name(&request.name)?;
    let codes = exchange::begin(&server.context, &origin, name).await?;
    let verification_uri = format!("{}/device", server.app.settings.public_url);
    let answer = DeviceAnswer {
        device_code: codes.device_code,
        verification_uri_complete: format!("{verification_uri}?user_code={}", codes.user_code),
        user_code: codes.user_code.to_string(),
        verification_uri,
        expires_in: exchange::DEVICE_LASTS.as_secs(),
        interval: exchange::INTERVAL.as_secs(),
    };
    Ok(Json(answer).into_response())
}

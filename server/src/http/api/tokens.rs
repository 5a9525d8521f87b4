//! Tokens: asked for, given and given back. The words are those of OAuth (RFC 6749, RFC 7636, RFC 8628).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form, Json};
use domain::Error;
use domain::authz::Action;
use domain::caller::{Actor, Origin};
use domain::command_line::CommandLine;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::exchange::exchange_for_job;
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

/// For a token that the issuer of a CI system gave to a job (RFC 8693).
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// What a program sends for a token.
#[derive(Deserialize, ToSchema)]
pub(super) struct TokenRequest {
    /// `authorization_code`, `urn:ietf:params:oauth:grant-type:device_code`, or `urn:ietf:params:oauth:grant-type:token-exchange`.
    grant_type: String,
    /// The code that the browser brought.
    code: Option<String>,
    /// The secret whose SHA-256 was the challenge: 43-128 characters.
    code_verifier: Option<String>,
    /// The code of `/api/v1/device`.
    device_code: Option<String>,
    /// The ID token of a CI job, whose audience is the address of this server.
    pub(super) subject_token: Option<String>,
    /// `urn:ietf:params:oauth:token-type:id_token` or `...:jwt`.
    pub(super) subject_token_type: Option<String>,
    /// Where the job deploys: `ORGANIZATION/PROJECT`.
    pub(super) audience: Option<String>,
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
    /// `urn:ietf:params:oauth:token-type:access_token`, for a job.
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_token_type: Option<&'static str>,
}

/// Why there is no token.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenRefusal {
    /// `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`, `invalid_request`, `invalid_target`,
    /// `temporarily_unavailable` or `unsupported_grant_type`.
    pub(super) error: &'static str,
    /// What is wrong, for the author of a job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_description: Option<&'static str>,
}

/// Trades a code, or the ID token of a CI job, for a token.
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
        TOKEN_EXCHANGE => return exchange_for_job(&server, request, origin).await,
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
        Ok(issued) => answer(&issued, None),
        Err(error) => refusal(TokenError::as_str(error)),
    })
}

pub(super) fn answer(issued: &Issued, issued_token_type: Option<&'static str>) -> Response {
    let Issued { secret, expires_in } = issued;
    let (access_token, expires_in) = (secret.expose(), expires_in.as_secs());
    Json(TokenAnswer { access_token, token_type: "Bearer", expires_in, issued_token_type }).into_response()
}

fn refusal(error: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(TokenRefusal { error, error_description: None })).into_response()
}

pub(super) fn explained(error: &'static str, description: &'static str) -> Response {
    let refusal = TokenRefusal { error, error_description: Some(description) };
    (StatusCode::BAD_REQUEST, Json(refusal)).into_response()
}

/// Ends the token that the request comes with.
#[utoipa::path(delete, path = "/api/v1/tokens/current", tag = "sign-in", responses((status = 204)))]
pub(super) async fn end(State(server): State<Server>, SignedIn(caller): SignedIn) -> Answer<StatusCode> {
    if let Actor::Job { .. } = caller.actor {
        return Err(Error::Forbidden(Action::OwnSessions).into());
    }
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

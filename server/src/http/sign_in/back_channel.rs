//! `POST /auth/backchannel-logout`: the issuer ends sessions (OpenID Connect Back-Channel Logout 1.0).

use axum::Extension;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use domain::caller::Origin;
use http::StatusCode;
use serde::Deserialize;

use crate::http::Server;
use crate::http::oidc::{IssuerError, LoggedOut};
use crate::service::sign_in;

#[derive(Deserialize)]
pub(in crate::http) struct Told {
    logout_token: String,
}

/// Ends the sessions that the token names. 400 when the token is not accepted (section 2.8).
pub(in crate::http) async fn backchannel_logout(
    State(server): State<Server>,
    Extension(origin): Extension<Origin>,
    told: Result<Form<Told>, FormRejection>,
) -> Response {
    let Ok(Form(told)) = told else { return StatusCode::BAD_REQUEST.into_response() };
    let logged_out = match server.issuer.logged_out(&told.logout_token).await {
        Ok(logged_out) => logged_out,
        Err(error @ IssuerError::Refused(_)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a logout token was not accepted");
            return StatusCode::BAD_REQUEST.into_response();
        }
        Err(error @ IssuerError::Unreachable(_)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a logout token could not be checked");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let revoked = match logged_out {
        LoggedOut::Session(session) => sign_in::end_issuer_session(&server.context, origin, &session).await,
        LoggedOut::Person { subject } => {
            let issuer = &server.config.oidc.issuer;
            sign_in::end_all_of(&server.context, origin, issuer, &subject).await
        }
    };
    match revoked {
        Ok(_) => StatusCode::OK.into_response(),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "sessions could not be ended");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

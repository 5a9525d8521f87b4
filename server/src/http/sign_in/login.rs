//! `GET /auth/login`: on to the issuer.

use app::page::{PageError, local_path};
use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Result;
use domain::error::{Dependency, Error};
use http::header::SET_COOKIE;
use jiff::SignedDuration;
use serde::Deserialize;

use super::cookie;
use crate::http::Server;
use crate::http::oidc::Attempt;
use crate::service::sign_in::{self, Begun};

#[derive(Deserialize)]
pub(in crate::http) struct Wanted {
    return_to: Option<String>,
}

/// Begins a sign-in. `return_to` may only be a path of this server.
pub(in crate::http) async fn login(
    State(server): State<Server>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let return_to = wanted.return_to.as_deref().and_then(local_path).unwrap_or("/");
    let secret = || URL_SAFE_NO_PAD.encode(server.context.random.token());
    let attempt = Attempt { state: secret(), nonce: secret(), verifier: secret() };
    let unavailable = |error| Error::unavailable(Dependency::Issuer, error);
    server.issuer.answers().await.map_err(unavailable)?;
    let address = server.issuer.authorization_address(&attempt).map_err(unavailable)?;
    let begun = Begun {
        nonce: attempt.nonce.clone(),
        pkce_verifier: attempt.verifier.clone(),
        return_to: return_to.to_owned(),
        expires: server.context.now() + SignedDuration::from_secs(cookie::SIGN_IN_SECONDS),
    };
    sign_in::begin(&server.context, &attempt.state, begun).await?;
    let cookie = cookie::set_sign_in(&server.config.server, &attempt.state);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(address.as_str())).into_response())
}

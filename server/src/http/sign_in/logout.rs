//! `POST /auth/logout`: ends the session here, then at the issuer.

use app::page::PageError;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::Result;
use domain::caller::Caller;
use http::header::SET_COOKIE;
use http::request::Parts;

use super::cookie;
use crate::http::Server;
use crate::service::sign_in;

/// Ends the session, and leads to the issuer so that its session ends too (OpenID Connect RP-Initiated Logout 1.0). Twice does no harm.
pub(in crate::http) async fn logout(
    State(server): State<Server>,
    parts: Parts,
) -> Result<Response, PageError> {
    let ended = match parts.extensions.get::<Caller>() {
        Some(caller) => sign_in::end(&server.context, caller).await?,
        None => None,
    };
    let issuer = ended.and_then(|ended| server.issuer.sign_out_address(Some(&ended.id_token)));
    let next = issuer.as_ref().map_or("/", |address| address.as_str());
    let cookie = cookie::forget_session(&server.config.server);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(next)).into_response())
}

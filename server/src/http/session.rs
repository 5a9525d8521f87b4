//! From the session cookie to the [`Caller`], once for each request.

use app::page::PageError;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::caller::{Caller, Origin};
use http::request::Parts;

use super::{Server, sign_in};
use crate::service;

/// The secret of the session that the request came with, and where from. Prints nothing.
#[derive(Clone)]
pub(super) struct Token {
    secret: [u8; 32],
    origin: Origin,
}

/// The session could not be looked up. Kept until [`insist`], because the page that says so must be written outside of it.
#[derive(Clone)]
struct Unknown(Error);

/// Somebody who is signed in. Extracting it refuses everybody else.
pub(super) struct SignedIn(pub(super) Caller);

/// Puts the caller into the extensions of the request, when somebody is signed in.
pub(super) async fn recognize(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let secret = sign_in::session_token(&server.config.server, request.headers());
    let origin = request.extensions().get::<Origin>().cloned();
    if let (Some(secret), Some(origin)) = (secret, origin) {
        let token = Token { secret, origin };
        match resolve(&server, &token).await {
            Ok(Some(caller)) => {
                request.extensions_mut().insert(caller);
                request.extensions_mut().insert(token);
            }
            Ok(None) => {}
            Err(error) => {
                request.extensions_mut().insert(Unknown(error));
            }
        }
    }
    next.run(request).await
}

/// Stops here when it is not known who asks: to take somebody for a visitor because the database is busy would send them to sign in again.
pub(super) async fn insist(request: Request, next: Next) -> Response {
    match request.extensions().get::<Unknown>() {
        Some(Unknown(error)) => PageError(error.clone()).into_response(),
        None => next.run(request).await,
    }
}

/// The caller of a long answer, if the session is still valid.
pub(super) async fn still_valid(server: &Server, token: &Token) -> Option<Caller> {
    resolve(server, token).await.ok().flatten()
}

async fn resolve(server: &Server, token: &Token) -> domain::Result<Option<Caller>> {
    service::sign_in::resolve(&server.context, &server.config.sessions, &token.secret, token.origin.clone())
        .await
}

impl FromRequestParts<Server> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Caller>().cloned().map(Self).ok_or(PageError(Error::Unauthenticated))
    }
}

impl FromRequestParts<Server> for Token {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError(Error::Unauthenticated))
    }
}

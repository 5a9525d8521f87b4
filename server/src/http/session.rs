//! From the session cookie, or the token of a program, to the [`Caller`], once for each request.

use app::page::PageError;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::caller::{Caller, Origin};
use http::request::Parts;
use http::{HeaderMap, header};

use super::{Server, sign_in};
use crate::service::tokens::{self, Bearer};
use crate::service::{self, trusts};

/// The secret that the request came with, and where from. Prints nothing.
#[derive(Clone)]
pub(super) struct Token {
    secret: Secret,
    origin: Origin,
}

/// By what somebody is recognized.
#[derive(Clone)]
enum Secret {
    /// A browser, by its cookie.
    Cookie([u8; 32]),
    /// A program, by its token.
    Bearer(tokens::Secret),
}

/// The session could not be looked up. Kept until [`insist`], because the page that says so must be written outside of it.
#[derive(Clone)]
struct Unknown(Error);

/// Somebody who is signed in. Extracting it refuses everybody else.
pub(super) struct SignedIn(pub(super) Caller);

/// Puts the caller into the extensions of the request, when somebody is signed in.
pub(super) async fn recognize(State(server): State<Server>, request: Request, next: Next) -> Response {
    let secret = sign_in::session_token(&server.config.server, request.headers()).map(Secret::Cookie);
    next.run(known(&server, request, secret).await).await
}

/// The same for the API, where a token says who asks, and never a cookie.
pub(super) async fn recognize_token(State(server): State<Server>, request: Request, next: Next) -> Response {
    let secret = bearer(request.headers()).map(Secret::Bearer);
    next.run(known(&server, request, secret).await).await
}

/// The token of a request (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Option<tokens::Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| tokens::Secret::parse(token.trim())).flatten()
}

async fn known(server: &Server, mut request: Request, secret: Option<Secret>) -> Request {
    let origin = request.extensions().get::<Origin>().cloned();
    if let (Some(secret), Some(origin)) = (secret, origin) {
        let token = Token { secret, origin };
        match resolve(server, &token).await {
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
    request
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
    let Token { secret, origin } = token;
    let (context, origin) = (&server.context, origin.clone());
    match secret {
        Secret::Cookie(secret) => {
            service::sign_in::resolve(context, &server.config.sessions, secret, origin).await
        }
        Secret::Bearer(secret) => match secret.bearer() {
            Bearer::Person => tokens::resolve(context, &server.config.tokens, secret, origin).await,
            Bearer::Job => trusts::token::resolve(context, secret, origin).await,
        },
    }
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

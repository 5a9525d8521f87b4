//! `GET /auth/callback`: back from the issuer, with a code or a refusal.

use app::page::{PageError, Reader};
use app::pages::sign_in::{Failure, failed};
use axum::extract::{FromRequestParts as _, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::Result;
use domain::caller::Origin;
use domain::error::{Dependency, Error};
use http::header::SET_COOKIE;
use http::request::Parts;
use serde::Deserialize;

use super::cookie;
use crate::http::Server;
use crate::http::oidc::{Attempt, IssuerError};
use crate::service::sign_in::{self, Begun, Identity};

/// The authorization response (RFC 6749, section 4.1.2; RFC 9207). Its texts are for programs: none is ever shown.
#[derive(Deserialize)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Ends a sign-in: with a new session, or with a page that says why not.
pub(in crate::http) async fn callback(
    State(server): State<Server>,
    mut parts: Parts,
) -> Result<Response, PageError> {
    let reader = Reader::of(&parts, &server.app);
    let page = |failure, return_to: &str| failed(&server.app, &reader, failure, return_to);
    let Ok(Query(answer)) = Query::<Answer>::from_request_parts(&mut parts, &server).await else {
        return Ok(page(Failure::Interrupted, "/"));
    };
    let Some(state) =
        answer.state.clone().filter(|state| cookie::began(&server.config.server, &parts.headers, state))
    else {
        return Ok(page(Failure::Interrupted, "/"));
    };
    // An attempt is taken once: the same answer again finds nothing.
    let Some(begun) = sign_in::take(&server.context, &state).await? else {
        return Ok(page(Failure::Interrupted, "/"));
    };
    let origin = origin(&parts);
    let forget = cookie::forget_sign_in(&server.config.server, &state);
    match identify(&server, answer, state, &begun).await {
        Ok(identity) => {
            let earlier = cookie::session_token(&server.config.server, &parts.headers);
            let token =
                sign_in::create(&server.context, &server.config.sessions, identity, origin, earlier).await?;
            metrics::counter!("sign_ins_total", "outcome" => "succeeded").increment(1);
            let cookies =
                [(SET_COOKIE, forget), (SET_COOKIE, cookie::set_session(&server.config.server, &token))];
            Ok((AppendHeaders(cookies), Redirect::to(&begun.return_to)).into_response())
        }
        Err(refusal) => {
            metrics::counter!("sign_ins_total", "outcome" => "failed").increment(1);
            tracing::warn!(reason = refusal.reason(), "nobody was signed in");
            sign_in::record_failure(&server.context, origin, refusal.code()).await?;
            let response = match refusal {
                Refusal::Declined => page(Failure::Declined, &begun.return_to),
                Refusal::Unreachable(error) => {
                    PageError(Error::unavailable(Dependency::Issuer, error)).into_response()
                }
                Refusal::Error(_) | Refusal::Check(_) => page(Failure::Refused, &begun.return_to),
            };
            Ok((AppendHeaders([(SET_COOKIE, forget)]), response).into_response())
        }
    }
}

/// Why nobody is signed in.
enum Refusal {
    /// The person, or the issuer on their behalf, said no.
    Declined,
    /// The issuer answered with another error.
    Error(String),
    /// A check was not passed.
    Check(String),
    /// The issuer does not answer.
    Unreachable(IssuerError),
}

impl Refusal {
    /// For the audit trail.
    const fn code(&self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Error(_) => "issuer_error",
            Self::Check(_) => "check_not_passed",
            Self::Unreachable(_) => "issuer_unreachable",
        }
    }

    /// For the log.
    fn reason(&self) -> String {
        match self {
            Self::Declined => "access_denied".to_owned(),
            Self::Error(code) => format!("the issuer answered with the error {code:?}"),
            Self::Check(reason) => reason.clone(),
            Self::Unreachable(error) => error.to_string(),
        }
    }
}

impl From<IssuerError> for Refusal {
    fn from(error: IssuerError) -> Self {
        match error {
            IssuerError::Refused(reason) => Self::Check(reason),
            error @ IssuerError::Unreachable(_) => Self::Unreachable(error),
        }
    }
}

async fn identify(
    server: &Server,
    answer: Answer,
    state: String,
    begun: &Begun,
) -> Result<Identity, Refusal> {
    server.issuer.check_response(answer.iss.as_deref())?;
    match (answer.error.as_deref(), answer.code) {
        (Some("access_denied"), _) => Err(Refusal::Declined),
        (Some(error), _) => Err(Refusal::Error(error.chars().take(100).collect())),
        (None, None) => Err(Refusal::Check("the answer has no code".to_owned())),
        (None, Some(code)) => {
            let (nonce, verifier) = (begun.nonce.clone(), begun.pkce_verifier.clone());
            Ok(server.issuer.redeem(code, &Attempt { state, nonce, verifier }).await?)
        }
    }
}

fn origin(parts: &Parts) -> Origin {
    parts.extensions.get::<Origin>().cloned().expect("the layer `client::locate` is around every route")
}

//! The token of a CI job for one of ours (RFC 8693). What is wrong is said for the author of the job, and as little of what the project trusts as can be.
//!
//! `invalid_request` is a token that is not good for us, whatever the project (section 2.2.2); `invalid_target` a project that does not take it.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::caller::Origin;
use domain::trust::ClaimProblem;
use http::{StatusCode, header};

use super::sent::Answer;
use super::tokens::{TokenRefusal, TokenRequest, answer, explained};
use crate::http::Server;
use crate::service::trusts::exchange::{Destination, IdToken, Refusal, exchange};

/// The types of token that a job may send, and the one that it gets (RFC 8693, section 3).
const ID_TOKEN_TYPES: [&str; 2] =
    ["urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:jwt"];
const ACCESS_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";

/// A job gives the token of its issuer for one of ours.
pub(super) async fn exchange_for_job(server: &Server, request: TokenRequest, origin: Origin) -> Answer {
    let known_type = |text: &String| ID_TOKEN_TYPES.contains(&text.as_str());
    if !request.subject_token_type.as_ref().is_some_and(known_type) {
        return Ok(explained("invalid_request", "subject_token_type must be that of an ID token or a JWT."));
    }
    let Some(destination) = request.audience.as_deref().and_then(Destination::parse) else {
        return Ok(explained("invalid_request", "audience must be ORGANIZATION/PROJECT."));
    };
    let Some(token) = request.subject_token.as_deref().and_then(IdToken::parse) else {
        return Ok(explained("invalid_request", "subject_token is no signed JWT."));
    };
    let audience = server.app.settings.public_url.as_str();
    let signatures = server.issuers.as_ref();
    let context = &server.context;
    let exchanged = exchange(context, signatures, audience, &destination, &token, origin).await?;
    Ok(match exchanged {
        Ok(issued) => answer(&issued, Some(ACCESS_TOKEN_TYPE)),
        Err(Refusal::Claims(problem)) => explained("invalid_request", claim_words(problem)),
        Err(Refusal::NotTrusted) => explained(
            "invalid_target",
            "The project does not trust this job. If it trusts its issuer, the audit trail of the organization says which conditions are not met.",
        ),
        Err(Refusal::Used) => {
            explained("invalid_request", "The ID token was exchanged before. Each is good once.")
        }
        Err(Refusal::Silent) => {
            let words = "The issuer of the ID token does not answer. Try again.";
            let refusal = TokenRefusal { error: "temporarily_unavailable", error_description: Some(words) };
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "10")], Json(refusal)).into_response()
        }
    })
}

const fn claim_words(problem: ClaimProblem) -> &'static str {
    match problem {
        ClaimProblem::Incomplete => "The ID token lacks one of iss, sub, aud, exp and iat.",
        ClaimProblem::Audience => {
            "The ID token is meant for somebody else: ask for one whose audience is the address of this server, and nothing else."
        }
        ClaimProblem::Expired => "The ID token has expired.",
        ClaimProblem::NotYetValid => "The ID token is not good yet.",
        ClaimProblem::LastsTooLong => "The ID token is good for more than 24 hours.",
    }
}

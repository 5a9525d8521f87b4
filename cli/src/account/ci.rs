//! In a CI job: what its system signs for it, traded for a token of the server that is good for minutes (`docs/deploy-from-ci.md`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use crate::api::{Client, Fault, Request, ServerAddress, Token, encoded, signed_for_job};
use crate::failure::{Class, Failure};

/// The variable in which a CI system gives the job what it signed: `id_tokens` of GitLab, and whatever others do.
const ID_TOKEN: &str = "PV_ID_TOKEN";

/// Where a job of GitHub asks for what GitHub signs, and with what
/// (<https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token>).
const GITHUB_ADDRESS: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
const GITHUB_TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/// The claims that tell people whose job it is.
const TELLING: [&str; 8] =
    ["iss", "aud", "sub", "repository", "project_path", "ref", "environment", "event_name"];

/// A token for a project, and for how many seconds it is good.
pub(crate) struct Granted {
    pub(crate) token: Token,
    pub(crate) seconds: u64,
}

/// Whether this is a job that can prove whose it is.
pub(crate) fn is_job() -> bool {
    set(ID_TOKEN).is_some() || (set(GITHUB_ADDRESS).is_some() && set(GITHUB_TOKEN).is_some())
}

/// A token for a project, which may deploy what the project trusts this job with.
///
/// # Errors
/// This is no such job, or the project does not trust it.
pub(crate) fn token(server: &ServerAddress, organization: &str, project: &str) -> Result<Granted, Failure> {
    let id_token = id_token(server)?;
    let audience = format!("{organization}/{project}");
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", id_token.as_str()),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
        ("audience", audience.as_str()),
    ];
    #[derive(Deserialize)]
    struct Answer {
        access_token: String,
        expires_in: u64,
    }
    let client = Client::new(server.clone(), None);
    let answer: Answer = client
        .ask(&Request::form("/tokens", &fields))
        .map_err(|fault| refused(fault, &audience, &id_token))?;
    Ok(Granted { token: Token::new(&answer.access_token), seconds: answer.expires_in })
}

/// What the CI system signs for this job, with the server as its audience.
fn id_token(server: &ServerAddress) -> Result<String, Failure> {
    if let Some(token) = set(ID_TOKEN) {
        return Ok(token);
    }
    let (Some(address), Some(bearer)) = (set(GITHUB_ADDRESS), set(GITHUB_TOKEN)) else {
        return Err(Failure::new(Class::Usage, "this is no CI job that can prove whose it is").advising(
            format!(
                "GitHub Actions needs `permissions: id-token: write`, GitLab `id_tokens:` with {ID_TOKEN}"
            ),
        ));
    };
    let separator = if address.contains('?') { '&' } else { '?' };
    let address = format!("{address}{separator}audience={}", encoded(server.as_str()));
    let answer = signed_for_job(&address, &Token::new(&bearer))?;
    answer["value"].as_str().map(str::to_owned).ok_or_else(|| {
        Failure::new(Class::Unavailable, "GitHub gave no ID token")
            .advising("The job needs `permissions: id-token: write`")
    })
}

/// The refusal, with what the token says: the trust can be compared with that.
fn refused(fault: Fault, audience: &str, id_token: &str) -> Failure {
    let Some(refusal) = fault.refusal().filter(|refusal| refusal.status() == 400) else {
        return fault.into();
    };
    let words = refusal.oauth_description().or(refusal.oauth_error()).unwrap_or("it says no more");
    let mut message = format!("{audience} gives this job no token: {}", words.trim_end_matches('.'));
    for (claim, value) in claims(id_token) {
        message.push_str(&format!("\n  {claim}: {value}"));
    }
    Failure::new(Class::Forbidden, message).advising(format!(
        "An owner of {audience} can trust such a job on the page *Deploy from CI*; an ID token is good once, and `pv login --ci` keeps what it brings for the commands after it"
    ))
}

/// What an ID token says of the job. Whoever has the token could read it.
fn claims(id_token: &str) -> Vec<(&'static str, String)> {
    let payload = id_token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims: Value = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let told = |claim: &'static str| Some((claim, claims[claim].as_str()?.to_owned()));
    TELLING.into_iter().filter_map(told).collect()
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_that_tell_whose_job_it_is_are_shown() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"sub":"s","ref":"main","jti":"x","repository":5}"#);
        let shown = claims(&format!("header.{payload}.signature"));
        assert_eq!(shown, [("sub", "s".to_owned()), ("ref", "main".to_owned())]);
        for nonsense in ["", "a.b.c", "no dots", "a.!.c"] {
            assert_eq!(claims(nonsense), [], "{nonsense}");
        }
    }
}

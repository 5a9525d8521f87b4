//! Reads what an issuer publishes: its document (OpenID Connect Discovery 1.0, section 4), and the keys that it names.

use std::sync::Arc;
use std::time::Duration;

use domain::error::Source;
use domain::trust::Issuer;
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::reqwest;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::{Host, Url};

use super::public::public_addresses;
use crate::service::trusts::exchange::SignatureProblem;

/// How long an issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Most bytes that are read of an answer. GitHub's and GitLab's have a few thousand.
const MOST: usize = 256 * 1024;

/// Asks issuers.
pub(super) struct Reader {
    /// Reaches public addresses alone.
    public: reqwest::Client,
    /// Reaches whatever the configuration names.
    named: reqwest::Client,
    private_issuers: Vec<Issuer>,
}

/// What is needed of a document. GitHub's is no complete one: it names no authorization endpoint.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: Url,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("it cannot be reached")]
    Silent(#[from] reqwest::Error),
    #[error("it answers with status {0}")]
    Status(u16),
    #[error("it answers with more than {MOST} bytes")]
    TooLarge,
    #[error("it answers with what cannot be read")]
    Unreadable(#[from] serde_json::Error),
    #[error("it calls itself {0}")]
    OtherIssuer(String),
    #[error("its keys are at {0}, which is not asked")]
    Address(Url),
    #[error("it publishes no key that can be used")]
    NoKeys,
}

impl Reader {
    pub(super) fn new(private_issuers: Vec<Issuer>) -> Result<Self, reqwest::Error> {
        let builder = || {
            reqwest::Client::builder()
                // A redirect would let the issuer choose what this server calls.
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(3))
                .timeout(PATIENCE)
        };
        let public = builder().https_only(true).dns_resolver(Arc::new(public_addresses())).build()?;
        Ok(Self { public, named: builder().build()?, private_issuers })
    }

    /// The keys with which the issuer signs.
    pub(super) async fn keys(&self, issuer: &Issuer) -> Result<CoreJsonWebKeySet, SignatureProblem> {
        self.read(issuer).await.map_err(|fault| {
            let source: Source = Arc::new(fault);
            SignatureProblem::Silent(source)
        })
    }

    async fn read(&self, issuer: &Issuer) -> Result<CoreJsonWebKeySet, Fault> {
        let is_named = self.private_issuers.contains(issuer);
        let client = if is_named { &self.named } else { &self.public };
        let address = format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/'));
        let document: Document = get(client, &address).await?;
        // Otherwise any host could speak for another (section 4.3).
        if document.issuer != issuer.as_str() {
            return Err(Fault::OtherIssuer(document.issuer));
        }
        // A name is looked up by the client, which leaves out addresses that are not public. An address is not looked up.
        let has_name = matches!(document.jwks_uri.host(), Some(Host::Domain(_)));
        let is_public = document.jwks_uri.scheme() == "https" && has_name;
        if !is_named && !is_public {
            return Err(Fault::Address(document.jwks_uri));
        }
        let keys: CoreJsonWebKeySet = get(client, document.jwks_uri.as_str()).await?;
        if keys.keys().is_empty() { Err(Fault::NoKeys) } else { Ok(keys) }
    }
}

async fn get<T: DeserializeOwned>(client: &reqwest::Client, address: &str) -> Result<T, Fault> {
    let mut response = client.get(address).header("accept", "application/json").send().await?;
    if response.status() != reqwest::StatusCode::OK {
        return Err(Fault::Status(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await? {
        if body.len() + piece.len() > MOST {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(serde_json::from_slice(&body)?)
}

#[cfg(test)]
mod tests {
    use super::super::public::Refused;
    use super::*;

    #[tokio::test]
    async fn this_machine_is_not_asked_unless_it_is_named() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
        let issuer = Issuer::parse(&issuer).expect("an issuer");
        let reader = Reader::new(Vec::new()).expect("TLS");
        let Err(Fault::Silent(error)) = reader.read(&issuer).await else { panic!("it was asked") };
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause.filter(|error| !error.is::<Refused>()) {
            cause = error.source();
        }
        assert!(cause.is_some(), "it failed for another reason: {error:?}");
    }
}

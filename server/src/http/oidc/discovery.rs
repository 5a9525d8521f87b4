//! Reads what the issuer publishes (OpenID Connect Discovery 1.0), at the start and again and again.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use domain::error::Source;
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, HttpClientError, IssuerUrl, ProviderMetadata, reqwest};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::keys::{Keys, PAUSE};
use super::{Asked, Issuer, IssuerError, IssuerStatus, Published, Silent, chain};

/// How long it takes until the issuer is asked again, when it answered. `/readyz` is as old as this at most.
const GOOD_FOR: Duration = Duration::from_secs(60);

/// How soon an issuer that did not answer is asked again, at first and at most.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What a discovery document says beyond OpenID Connect Core.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct More {
    /// OpenID Connect RP-Initiated Logout 1.0, section 2.1.
    end_session_endpoint: Option<Url>,
    /// RFC 9207, section 3.
    authorization_response_iss_parameter_supported: Option<bool>,
    /// RFC 8414, section 2.
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

/// A discovery document.
pub(super) type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Why nothing is known of the issuer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// It does not answer: the next attempt may succeed.
    #[error("the issuer does not answer")]
    Unreachable(#[source] Source),
    /// It answers with something that cannot be used: the configuration is broken, here or there.
    #[error("the issuer cannot be used: {0}")]
    Broken(String),
}

impl Issuer {
    /// Reads the discovery document and the keys.
    ///
    /// # Errors
    /// [`DiscoveryError`]. What was known before stays in use.
    pub async fn discover(&self) -> Result<(), DiscoveryError> {
        let read = self.read().await;
        let answered = !matches!(read, Err(DiscoveryError::Unreachable(_)));
        let asked = Asked { ended: self.clock.now(), answered };
        *self.asked.write().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        match read {
            Ok((metadata, keys)) => {
                self.publish(Published::All { metadata: Arc::new(metadata), keys: Arc::new(keys) });
                Ok(())
            }
            Err(error) => {
                if matches!((&error, self.published()), (DiscoveryError::Broken(_), Published::Nothing)) {
                    self.publish(Published::Broken);
                }
                Err(error)
            }
        }
    }

    /// Makes sure that the issuer answers. A browser that is sent to one that does not shows its own words, and no way back.
    ///
    /// # Errors
    /// [`IssuerError::Unreachable`].
    pub async fn answers(&self) -> Result<(), IssuerError> {
        let _one_at_a_time = self.asking.lock().await;
        match self.asked().filter(|asked| self.clock.now().duration_since(asked.ended) < PAUSE) {
            Some(Asked { answered: true, .. }) => return Ok(()),
            Some(Asked { answered: false, .. }) => return Err(IssuerError::Unreachable(Arc::new(Silent))),
            None => {}
        }
        match self.discover().await {
            Err(DiscoveryError::Unreachable(source)) => Err(IssuerError::Unreachable(source)),
            // What was published before may still do.
            Err(DiscoveryError::Broken(_)) | Ok(()) => Ok(()),
        }
    }

    /// Keeps what is known current until `stop` is cancelled.
    pub async fn keep_current(&self, stop: CancellationToken) {
        let mut pause = self.first_pause();
        while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
            let was = self.status();
            pause = match self.discover().await {
                Ok(()) => {
                    if was != IssuerStatus::Ready {
                        tracing::info!(issuer = %self.settings.issuer, "the issuer has been read");
                    }
                    GOOD_FOR
                }
                Err(error) => {
                    tracing::warn!(issuer = %self.settings.issuer, error = chain(&error), "the issuer cannot be read; it is asked again");
                    (pause * 2).clamp(ASK_AGAIN.0, ASK_AGAIN.1)
                }
            };
        }
    }

    fn first_pause(&self) -> Duration {
        match self.published() {
            Published::All { .. } => GOOD_FOR,
            Published::Nothing | Published::Broken => ASK_AGAIN.0,
        }
    }

    async fn read(&self) -> Result<(Metadata, Keys), DiscoveryError> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|error| DiscoveryError::Broken(error.to_string()))?;
        let metadata = Metadata::discover_async(issuer, &self.http).await.map_err(classified)?;
        check(&metadata)?;
        let keys = Keys { set: metadata.jwks().clone(), read: self.clock.now() };
        Ok((metadata, keys))
    }
}

/// Where a browser ends its session at the issuer.
pub(super) fn end_session_endpoint(metadata: &Metadata) -> Option<&Url> {
    metadata
        .additional_metadata()
        .end_session_endpoint
        .as_ref()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Whether every authorization response must name the issuer (RFC 9207, section 2.4).
pub(super) fn names_itself(metadata: &Metadata) -> bool {
    metadata.additional_metadata().authorization_response_iss_parameter_supported == Some(true)
}

/// What sign-in needs: a token endpoint, and PKCE with S256 unless the document is silent about it.
fn check(metadata: &Metadata) -> Result<(), DiscoveryError> {
    if metadata.token_endpoint().is_none() {
        return Err(DiscoveryError::Broken("it names no token endpoint".to_owned()));
    }
    let methods = &metadata.additional_metadata().code_challenge_methods_supported;
    if methods.as_ref().is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
        return Err(DiscoveryError::Broken("it does not support PKCE with S256".to_owned()));
    }
    if metadata.jwks().keys().is_empty() {
        return Err(DiscoveryError::Broken("it publishes no key that can be used".to_owned()));
    }
    Ok(())
}

fn classified(error: openidconnect::DiscoveryError<HttpClientError<reqwest::Error>>) -> DiscoveryError {
    use openidconnect::DiscoveryError::{Request, Response};
    match error {
        Request(error) => DiscoveryError::Unreachable(Arc::new(error)),
        Response(status, ..) if status.is_server_error() => {
            DiscoveryError::Unreachable(Arc::new(ServerError(status.as_u16())))
        }
        Response(status, _, reason) => DiscoveryError::Broken(format!("{reason} (HTTP status {status})")),
        error => DiscoveryError::Broken(chain(&error)),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it answered with HTTP status {0}")]
struct ServerError(u16);

//! The OIDC issuer: who says who people are.
//!
//! [`Issuer`] knows what the issuer published, keeps that current by itself, and checks every token. It signs nobody in: `http::sign_in` does.

mod code;
mod discovery;
mod id_token;
mod keys;
mod logout_token;
mod signed;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::clock::Clock;
use domain::error::Source;
use jiff::Timestamp;
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::reqwest;
use url::Url;

use crate::config::{Config, Oidc};

pub use self::code::Attempt;
pub use self::discovery::DiscoveryError;
pub use self::logout_token::LoggedOut;

use self::discovery::Metadata;
use self::keys::Keys;

pub(super) use self::keys::CheckError;
pub(super) use self::signed::verified;

/// How far the clocks of issuer and server may differ, in seconds.
const LEEWAY_SECONDS: i64 = 30;

/// How long the issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The OIDC issuer, as far as it is known.
pub struct Issuer {
    settings: Oidc,
    public_url: Url,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    published: RwLock<Published>,
    asked: RwLock<Option<Asked>>,
    /// Held by the sign-in that asks, while others wait for its answer.
    asking: tokio::sync::Mutex<()>,
}

/// The last time that the issuer was asked for its document.
#[derive(Clone, Copy)]
struct Asked {
    ended: Timestamp,
    answered: bool,
}

/// What the issuer published.
#[derive(Clone)]
enum Published {
    /// Nothing yet: it did not answer.
    Nothing,
    /// Something that cannot be used.
    Broken,
    /// All that is needed.
    All { metadata: Arc<Metadata>, keys: Arc<Keys> },
}

/// How the issuer is doing, for `/readyz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerStatus {
    /// People can sign in.
    Ready,
    /// It did not answer when it was asked last.
    Unreachable,
    /// It answers, but not as OpenID Connect Discovery asks, or not as configured.
    Broken,
}

/// Why the issuer, or a token in its name, was not accepted.
#[derive(Clone, Debug, thiserror::Error)]
pub enum IssuerError {
    /// The issuer does not answer.
    #[error("the issuer does not answer")]
    Unreachable(#[source] Source),
    /// A token or an answer did not pass a check.
    #[error("a check was not passed: {0}")]
    Refused(String),
}

impl IssuerError {
    fn refused(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::Refused(chain(error))
    }
}

impl Issuer {
    /// An issuer that nothing is known of yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            // A redirect would let the issuer choose which hosts this server calls.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(3))
            .timeout(PATIENCE)
            .build()?;
        Ok(Self {
            settings: config.oidc.clone(),
            public_url: config.server.public_url.clone(),
            http,
            clock,
            published: RwLock::new(Published::Nothing),
            asked: RwLock::new(None),
            asking: tokio::sync::Mutex::new(()),
        })
    }

    /// How it is doing.
    pub fn status(&self) -> IssuerStatus {
        match self.published() {
            _ if self.asked().is_some_and(|asked| !asked.answered) => IssuerStatus::Unreachable,
            Published::Nothing => IssuerStatus::Unreachable,
            Published::Broken => IssuerStatus::Broken,
            Published::All { .. } => IssuerStatus::Ready,
        }
    }

    /// The origins that a form of this server may lead to when somebody signs out.
    pub fn origins(&self) -> Vec<String> {
        let mut origins = vec![self.settings.issuer_url.origin().ascii_serialization()];
        if let Published::All { metadata, .. } = self.published()
            && let Some(end_session) = discovery::end_session_endpoint(&metadata)
        {
            let origin = end_session.origin().ascii_serialization();
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins
    }

    /// Where a browser ends its session at the issuer (OpenID Connect RP-Initiated Logout 1.0), if the issuer offers that.
    pub fn sign_out_address(&self, id_token: Option<&str>) -> Option<Url> {
        let Published::All { metadata, .. } = self.published() else { return None };
        let mut address = discovery::end_session_endpoint(&metadata)?.clone();
        let mut query = address.query_pairs_mut();
        query.append_pair("client_id", &self.settings.client_id);
        query.append_pair("post_logout_redirect_uri", self.public_url.as_str());
        if let Some(id_token) = id_token {
            query.append_pair("id_token_hint", id_token);
        }
        drop(query);
        Some(address)
    }

    fn asked(&self) -> Option<Asked> {
        *self.asked.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn published(&self) -> Published {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, published: Published) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = published;
    }

    fn known(&self) -> Result<(Arc<Metadata>, Arc<Keys>), IssuerError> {
        match self.published() {
            Published::All { metadata, keys } => Ok((metadata, keys)),
            Published::Nothing | Published::Broken => Err(IssuerError::Unreachable(Arc::new(NotDiscovered))),
        }
    }

    /// Runs a check with the keys known, and once more with fresh ones when none of them fits: the issuer may have changed its keys.
    async fn with_keys<T>(
        &self,
        check: impl Fn(&CoreJsonWebKeySet) -> Result<T, keys::CheckError>,
    ) -> Result<T, IssuerError> {
        let (metadata, keys) = self.known()?;
        let keys = self.not_too_old(&metadata, keys).await;
        match check(&keys.set) {
            Err(keys::CheckError::UnknownKey) => {
                let keys = self.refreshed(&metadata, &keys).await?;
                check(&keys.set).map_err(IssuerError::from)
            }
            checked => checked.map_err(IssuerError::from),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("its discovery document has not been read yet")]
struct NotDiscovered;

#[derive(Debug, thiserror::Error)]
#[error("it did not answer a moment ago")]
struct Silent;

/// An error with all its causes, in one line for the log.
pub(super) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

//! The keys of the issuers that projects trust: read when they are needed, kept, and read again when a token names one that is not known.
//!
//! Customers choose these addresses. So only public ones are asked, unless the configuration names the issuer; little is read, nothing is followed, and nothing
//! of what comes is shown.

mod fetch;
mod public;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use async_trait::async_trait;
use domain::clock::Clock;
use domain::trust::Issuer;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::reqwest;
use serde::de::IgnoredAny;
use tokio::sync::Mutex;

use self::fetch::Reader;
use super::oidc::{CheckError, verified};
use crate::config;
use crate::service::trusts::exchange::{SignatureProblem, Signatures};

/// After this, keys are read again before they are used, so that a key that the issuer withdrew is not trusted for ever.
const OLD: SignedDuration = SignedDuration::from_hours(1);

/// How long no issuer is asked again for a key that it did not have: made-up key ids must not make this server flood it.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// How long an issuer that did not answer is left alone.
const SILENT: SignedDuration = SignedDuration::from_secs(5);

/// So many issuers are remembered before all are forgotten.
const MANY: usize = 1_000;

/// What an ID token may call itself.
const TYPES: [&str; 1] = ["jwt"];

/// The issuers that projects trust, as far as they are known.
pub struct Issuers {
    reader: Reader,
    clock: Arc<dyn Clock>,
    known: std::sync::Mutex<HashMap<Issuer, Arc<Mutex<Known>>>>,
}

/// What is known of one issuer. Locked while it is asked: others wait for the answer.
#[derive(Default)]
struct Known {
    keys: Option<Keys>,
    /// When it was asked last.
    asked: Option<Timestamp>,
}

#[derive(Clone)]
struct Keys {
    set: Arc<CoreJsonWebKeySet>,
    read: Timestamp,
}

impl Issuers {
    /// Issuers of which nothing is known yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(settings: &config::Trusts, clock: Arc<dyn Clock>) -> Result<Self, reqwest::Error> {
        let known = std::sync::Mutex::new(HashMap::new());
        Ok(Self { reader: Reader::new(settings.private_issuers.clone())?, clock, known })
    }

    fn known(&self, issuer: &Issuer) -> Arc<Mutex<Known>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MANY && !known.contains_key(issuer) {
            known.clear();
        }
        Arc::clone(known.entry(issuer.clone()).or_default())
    }

    /// Keys that are not too old. While the issuer does not answer, the old ones stay in use.
    async fn keys(&self, issuer: &Issuer) -> Result<Keys, SignatureProblem> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        let now = self.clock.now();
        let is_old = known.keys.as_ref().is_none_or(|keys| now.duration_since(keys.read) >= OLD);
        if is_old && known.may_be_asked(now, SILENT) {
            let read = self.read(issuer, &mut known, now).await;
            if let (Err(problem), None) = (read, &known.keys) {
                return Err(problem);
            }
        }
        known.keys.clone().ok_or_else(|| SignatureProblem::Silent(Arc::new(AskedAMomentAgo)))
    }

    /// Newer keys than these, if the issuer may be asked and has some.
    async fn newer(&self, issuer: &Issuer, keys: &Keys) -> Result<Option<Keys>, SignatureProblem> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        let now = self.clock.now();
        if known.may_be_asked(now, PAUSE) {
            self.read(issuer, &mut known, now).await?;
        }
        Ok(known.keys.clone().filter(|newest| !Arc::ptr_eq(&newest.set, &keys.set)))
    }

    async fn read(&self, issuer: &Issuer, known: &mut Known, now: Timestamp) -> Result<(), SignatureProblem> {
        known.asked = Some(now);
        let set = self.reader.keys(issuer).await?;
        known.keys = Some(Keys { set: Arc::new(set), read: now });
        Ok(())
    }
}

impl Known {
    fn may_be_asked(&self, now: Timestamp, pause: SignedDuration) -> bool {
        self.asked.is_none_or(|asked| now.duration_since(asked) >= pause)
    }
}

#[async_trait]
impl Signatures for Issuers {
    async fn check(&self, issuer: &Issuer, token: &str) -> Result<(), SignatureProblem> {
        let check = |keys: &Keys| verified::<IgnoredAny>(token, &TYPES, &keys.set).map(|_| ());
        let keys = self.keys(issuer).await?;
        let checked = match check(&keys) {
            Err(CheckError::UnknownKey) => match self.newer(issuer, &keys).await? {
                Some(newer) => check(&newer),
                None => Err(CheckError::UnknownKey),
            },
            checked => checked,
        };
        checked.map_err(|error| match error {
            CheckError::UnknownKey => {
                SignatureProblem::Refused("signed with a key that the issuer does not publish".to_owned())
            }
            CheckError::Refused(reason) => SignatureProblem::Refused(reason),
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it did not answer a moment ago")]
struct AskedAMomentAgo;

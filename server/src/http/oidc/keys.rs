//! The issuer's signing keys: cached, and read again when a token names one that is not known.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{ClaimsVerificationError, JsonWebKeySetUrl, SignatureVerificationError};

use super::discovery::Metadata;
use super::{Issuer, IssuerError, Published, chain};

/// Keys are read again, and sign-ins ask whether the issuer answers, at most this often: made-up key ids and clicks must not make this server
/// flood the issuer, or wait for it again and again.
pub(super) const PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// After this, keys are read again before they are used, so that a key that the issuer withdrew is not trusted for ever.
const OLD: SignedDuration = SignedDuration::from_hours(1);

/// The algorithms that a token may be signed with: asymmetric ones, so that nobody who knows the client secret can sign.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Keys, and when they were read.
pub(super) struct Keys {
    pub(super) set: CoreJsonWebKeySet,
    pub(super) read: Timestamp,
}

/// Why a token was not accepted.
#[derive(Debug)]
pub(in crate::http) enum CheckError {
    /// It is signed with a key that is not among those known.
    UnknownKey,
    /// Anything else; reading the keys again does not help.
    Refused(String),
}

impl From<ClaimsVerificationError> for CheckError {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Self::UnknownKey
            }
            error => Self::Refused(chain(&error)),
        }
    }
}

impl From<CheckError> for IssuerError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::UnknownKey => {
                Self::Refused("signed with a key that the issuer does not publish".to_owned())
            }
            CheckError::Refused(reason) => Self::Refused(reason),
        }
    }
}

impl Issuer {
    /// Fresh keys when the known ones are old. While the issuer does not answer, the old ones stay in use.
    pub(super) async fn not_too_old(&self, metadata: &Arc<Metadata>, keys: Arc<Keys>) -> Arc<Keys> {
        if self.clock.now().duration_since(keys.read) < OLD {
            return keys;
        }
        self.refreshed(metadata, &keys).await.unwrap_or(keys)
    }

    /// Reads the keys again, unless that was done a moment ago.
    pub(super) async fn refreshed(
        &self,
        metadata: &Arc<Metadata>,
        keys: &Arc<Keys>,
    ) -> Result<Arc<Keys>, IssuerError> {
        let now = self.clock.now();
        if now.duration_since(keys.read) < PAUSE {
            return Ok(Arc::clone(keys));
        }
        let address: &JsonWebKeySetUrl = metadata.jwks_uri();
        let set = CoreJsonWebKeySet::fetch_async(address, &self.http)
            .await
            .map_err(|error| IssuerError::Unreachable(Arc::new(error)))?;
        let keys = Arc::new(Keys { set, read: now });
        self.publish(Published::All { metadata: Arc::clone(metadata), keys: Arc::clone(&keys) });
        Ok(keys)
    }
}

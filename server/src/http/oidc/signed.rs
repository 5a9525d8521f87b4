//! Checks signatures of tokens (RFC 7515), with asymmetric algorithms alone: nobody who knows a public key or a client secret can sign.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKey as _;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::keys::{ALGORITHMS, CheckError};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// What a token says that one of the keys has signed. Its `typ`, in small letters, is one of these, or missing.
pub(in crate::http) fn verified<T: DeserializeOwned>(
    token: &str,
    types: &[&str],
    keys: &CoreJsonWebKeySet,
) -> Result<T, CheckError> {
    let malformed = || CheckError::Refused("the token is malformed".to_owned());
    let (message, signature) =
        token.rsplit_once('.').filter(|_| token.len() <= LONGEST).ok_or_else(malformed)?;
    let (header, payload) = message.split_once('.').ok_or_else(malformed)?;
    let header: Header = decoded(header).ok_or_else(malformed)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed())?;
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind_is_right = kind.is_none_or(|kind| types.contains(&kind.as_str()));
    if !kind_is_right || header.crit.is_some() || !ALGORITHMS.contains(&header.alg) {
        return Err(CheckError::Refused("the token has a header that is not accepted".to_owned()));
    }
    let key = signing_key(keys, &header).ok_or(CheckError::UnknownKey)?;
    key.verify_signature(&header.alg, message.as_bytes(), &signature)
        .map_err(|error| CheckError::Refused(error.to_string()))?;
    decoded(payload).ok_or_else(malformed)
}

/// The key that the token names; without a name, the only one there is.
fn signing_key<'a>(keys: &'a CoreJsonWebKeySet, header: &Header) -> Option<&'a CoreJsonWebKey> {
    match (&header.kid, keys.keys().as_slice()) {
        (Some(id), keys) => keys.iter().find(|key| key.key_id().is_some_and(|known| known.as_str() == id)),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

fn decoded<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

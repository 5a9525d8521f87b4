//! Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKey as _;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::keys::{ALGORITHMS, CheckError};
use super::{Issuer, IssuerError, LEEWAY_SECONDS};

/// The member of `events` that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;

/// Who was signed out at the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoggedOut {
    /// One session at the issuer.
    Session(String),
    /// A person, everywhere.
    Person {
        /// The person, to the issuer.
        subject: String,
    },
}

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    sub: Option<String>,
    sid: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Issuer {
    /// Checks the token, and reads whom it is about. A token may arrive twice: the second one finds nobody left to sign out.
    ///
    /// # Errors
    /// [`IssuerError`].
    pub async fn logged_out(&self, token: &str) -> Result<LoggedOut, IssuerError> {
        let claims: Claims = self.with_keys(|keys| verified(token, keys)).await?;
        self.check_claims(&claims).map_err(|reason| IssuerError::Refused(reason.to_owned()))?;
        match (claims.sid, claims.sub) {
            (Some(session), _) => Ok(LoggedOut::Session(session)),
            (None, Some(subject)) => Ok(LoggedOut::Person { subject }),
            (None, None) => {
                Err(IssuerError::Refused("the logout token names neither sub nor sid".to_owned()))
            }
        }
    }

    fn check_claims(&self, claims: &Claims) -> Result<(), &'static str> {
        let now = self.clock.now().as_second();
        let client = &self.settings.client_id;
        let for_us = match &claims.aud {
            Audience::One(audience) => audience == client,
            Audience::Many(audiences) => audiences.contains(client),
        };
        if claims.iss != self.settings.issuer {
            Err("the logout token is of another issuer")
        } else if !for_us {
            Err("the logout token is meant for another client")
        } else if claims.exp.saturating_add(LEEWAY_SECONDS) <= now {
            Err("the logout token has expired")
        } else if claims.iat > now.saturating_add(LEEWAY_SECONDS) {
            Err("the logout token was issued in the future")
        } else if !claims.events.get(EVENT).is_some_and(Value::is_object) {
            Err("the token is no logout token")
        } else if claims.nonce.is_some() {
            // Otherwise an ID token could be used as a logout token.
            Err("a logout token must have no nonce")
        } else {
            Ok(())
        }
    }
}

/// The claims of a token that one of the keys has signed.
fn verified(token: &str, keys: &CoreJsonWebKeySet) -> Result<Claims, CheckError> {
    let malformed = || CheckError::Refused("the logout token is malformed".to_owned());
    let (message, signature) =
        token.rsplit_once('.').filter(|_| token.len() <= LONGEST).ok_or_else(malformed)?;
    let (header, payload) = message.split_once('.').ok_or_else(malformed)?;
    let header: Header = decoded(header).ok_or_else(malformed)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed())?;
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind_is_right =
        matches!(kind.as_deref(), None | Some("jwt" | "logout+jwt" | "application/logout+jwt"));
    if !kind_is_right || header.crit.is_some() || !ALGORITHMS.contains(&header.alg) {
        return Err(CheckError::Refused("the logout token has a header that is not accepted".to_owned()));
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

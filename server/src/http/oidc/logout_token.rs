//! Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::signed::verified;
use super::{Issuer, IssuerError, LEEWAY_SECONDS};

/// The member of `events` that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a logout token may call itself. The first is what issuers wrote before the standard had a name of its own.
const TYPES: [&str; 3] = ["jwt", "logout+jwt", "application/logout+jwt"];

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
        let claims: Claims = self.with_keys(|keys| verified(token, &TYPES, keys)).await?;
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

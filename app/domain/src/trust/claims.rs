//! What a token says.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

/// How far the clocks of issuer and server may differ.
pub const LEEWAY: SignedDuration = SignedDuration::from_secs(30);

/// How long a token may be good at the most. Each is remembered so long, so that nobody uses it twice.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// What a token says: the JSON object between its dots (RFC 7519).
#[derive(Clone, Debug, PartialEq)]
pub struct Claims(Map<String, Value>);

/// Why a token is not good for us now, whoever signed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimProblem {
    /// `iss`, `sub`, `aud`, `exp` or `iat` is missing, or of another type.
    Incomplete,
    /// It is meant for somebody else, or for others too.
    Audience,
    /// It has expired.
    Expired,
    /// It is not good yet, or was issued in the future.
    NotYetValid,
    /// It is good for more than 24 hours.
    LastsTooLong,
}

impl Claims {
    /// Claims as they came.
    pub const fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str()
    }

    /// A claim that is one value, as text: numbers in decimal digits, `true` and `false` as these words.
    pub fn value(&self, claim: &str) -> Option<Cow<'_, str>> {
        match self.0.get(claim)? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            Value::Bool(value) => Some(Cow::Owned(value.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Who says to have signed it.
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// Whom it is about.
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// When it ends.
    pub fn expires(&self) -> Option<Timestamp> {
        self.instant("exp")
    }

    /// Checks what does not depend on who signed it: for us and nobody else, and good now (RFC 7519, section 4.1).
    ///
    /// # Errors
    /// [`ClaimProblem`].
    pub fn check(&self, audience: &str, now: Timestamp) -> Result<(), ClaimProblem> {
        let named = |claim| self.text(claim).is_some_and(|text| !text.is_empty());
        let (Some(issued), Some(expires), true, true) =
            (self.instant("iat"), self.expires(), named("iss"), named("sub"))
        else {
            return Err(ClaimProblem::Incomplete);
        };
        let valid_from = match self.0.get("nbf") {
            None => issued,
            Some(_) => self.instant("nbf").ok_or(ClaimProblem::Incomplete)?.max(issued),
        };
        if !self.is_only_for(audience)? {
            Err(ClaimProblem::Audience)
        } else if now.duration_since(expires) >= LEEWAY {
            Err(ClaimProblem::Expired)
        } else if valid_from.duration_since(now) > LEEWAY {
            Err(ClaimProblem::NotYetValid)
        } else if expires.duration_since(issued) > LONGEST {
            Err(ClaimProblem::LastsTooLong)
        } else {
            Ok(())
        }
    }

    fn is_only_for(&self, audience: &str) -> Result<bool, ClaimProblem> {
        match self.0.get("aud") {
            Some(Value::String(one)) => Ok(one == audience),
            Some(Value::Array(all)) => Ok(matches!(all.as_slice(), [Value::String(one)] if one == audience)),
            _ => Err(ClaimProblem::Incomplete),
        }
    }

    fn instant(&self, claim: &str) -> Option<Timestamp> {
        self.0.get(claim)?.as_i64().and_then(|second| Timestamp::from_second(second).ok())
    }
}

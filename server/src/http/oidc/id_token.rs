//! Checks an ID token (OpenID Connect Core 1.0, section 3.1.3.7) and reads who it is about.

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreGenderClaim, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{AdditionalClaims, ClientId, IdToken, IdTokenClaims, IssuerUrl, Nonce};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::keys::{ALGORITHMS, CheckError};
use super::{Issuer, IssuerError, LEEWAY_SECONDS};
use crate::service::sign_in::Identity;

/// Most groups that are taken from a token.
const MOST_GROUPS: usize = 500;

/// All claims beyond OpenID Connect Core; which of them matter is configured.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct MoreClaims {
    #[serde(flatten)]
    claims: Map<String, Value>,
}

impl AdditionalClaims for MoreClaims {}

type Token = IdToken<MoreClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;

impl Issuer {
    /// Checks the token, and reads who it is about.
    pub(super) async fn identify(&self, token: &Token, nonce: &Nonce) -> Result<Identity, IssuerError> {
        let claims = self.with_keys(|keys| Ok(token.claims(&self.verifier(keys)?, nonce)?.clone())).await?;
        self.check_authorized_party(&claims)?;
        Ok(self.identity(&claims, token))
    }

    fn verifier(&self, keys: &CoreJsonWebKeySet) -> Result<CoreIdTokenVerifier<'static>, CheckError> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|error| CheckError::Refused(error.to_string()))?;
        let now = self.clock.now().as_second();
        let client = ClientId::new(self.settings.client_id.clone());
        // Without the client secret, the verifier knows asymmetric signatures only.
        Ok(CoreIdTokenVerifier::new_public_client(client, issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || {
                DateTime::<Utc>::from_timestamp_secs(now - LEEWAY_SECONDS).unwrap_or_default()
            })
            .set_issue_time_verifier_fn(move |issued| {
                if issued.timestamp() > now + LEEWAY_SECONDS {
                    Err("issued in the future".to_owned())
                } else {
                    Ok(())
                }
            }))
    }

    /// Section 3.1.3.7, step 5. The library leaves this one to its users.
    fn check_authorized_party(&self, claims: &Claims) -> Result<(), IssuerError> {
        match claims.authorized_party() {
            Some(party) if party.as_str() != self.settings.client_id => {
                Err(IssuerError::Refused("the ID token is meant for another client (azp)".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn identity(&self, claims: &Claims, token: &Token) -> Identity {
        let more = &claims.additional_claims().claims;
        let subject = claims.subject().to_string();
        let email = claims.email().map(|email| email.trim().to_lowercase()).unwrap_or_default();
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.trim().to_owned());
        let fallback = || if email.is_empty() { subject.clone() } else { email.clone() };
        let roles = texts(more.get(&self.settings.platform_roles_claim));
        Identity {
            issuer: self.settings.issuer.clone(),
            name: name.filter(|name| !name.is_empty()).unwrap_or_else(fallback),
            email_verified: claims.email_verified() == Some(true),
            groups: texts(more.get(&self.settings.groups_claim))
                .take(MOST_GROUPS)
                .map(ToOwned::to_owned)
                .collect(),
            platform_roles: roles.filter_map(|value| self.settings.platform_roles.role(value)).collect(),
            issuer_session: more.get("sid").and_then(Value::as_str).map(ToOwned::to_owned),
            id_token: token.to_string(),
            subject,
            email,
        }
    }
}

/// A claim that is a text or a list of texts. Anything else in it is passed over.
fn texts(claim: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match claim {
        Some(Value::Array(values)) => (None, values.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many).filter_map(Value::as_str)
}

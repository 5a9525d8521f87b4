//! The authorization code flow with PKCE: the way to the issuer, and from the code to an identity.

use std::sync::Arc;

use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
};
use openidconnect::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse, core,
};
use secrecy::ExposeSecret;
use url::Url;

use super::discovery::{self, Metadata};
use super::id_token::MoreClaims;
use super::{Issuer, IssuerError};
use crate::service::sign_in::Identity;

/// One attempt to sign in: what was chosen before the browser left, and is checked when it comes back. Each 256 random bits as text.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Binds the answer to the browser.
    pub state: String,
    /// Binds the ID token to the attempt.
    pub nonce: String,
    /// Binds the code to this server (PKCE, RFC 7636).
    pub verifier: String,
}

type Response = StandardTokenResponse<
    IdTokenFields<
        MoreClaims,
        EmptyExtraTokenFields,
        core::CoreGenderClaim,
        core::CoreJweContentEncryptionAlgorithm,
        core::CoreJwsSigningAlgorithm,
    >,
    core::CoreTokenType,
>;

type CodeClient = Client<
    MoreClaims,
    core::CoreAuthDisplay,
    core::CoreGenderClaim,
    core::CoreJweContentEncryptionAlgorithm,
    core::CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Response,
    core::CoreTokenIntrospectionResponse,
    core::CoreRevocableToken,
    core::CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Issuer {
    /// Where the browser goes to sign in.
    ///
    /// # Errors
    /// [`IssuerError::Unreachable`] while nothing is known of the issuer.
    pub fn authorization_address(&self, attempt: &Attempt) -> Result<Url, IssuerError> {
        let (metadata, _) = self.known()?;
        let client = self.client(&metadata)?;
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        // The library adds `openid` by itself.
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        Ok(request.add_scopes(scopes).url().0)
    }

    /// Checks the `iss` parameter of an authorization response (RFC 9207): it guards against mixing up issuers.
    ///
    /// # Errors
    /// [`IssuerError::Refused`] when it names another issuer, or is missing although this one always sends it.
    pub fn check_response(&self, issuer: Option<&str>) -> Result<(), IssuerError> {
        let (metadata, _) = self.known()?;
        match issuer {
            Some(issuer) if issuer == self.settings.issuer => Ok(()),
            None if !discovery::names_itself(&metadata) => Ok(()),
            Some(_) => Err(IssuerError::Refused("the answer names another issuer".to_owned())),
            None => Err(IssuerError::Refused("the answer does not name its issuer".to_owned())),
        }
    }

    /// Trades the code for an ID token, and checks that.
    ///
    /// # Errors
    /// [`IssuerError`].
    pub async fn redeem(&self, code: String, attempt: &Attempt) -> Result<Identity, IssuerError> {
        let (metadata, _) = self.known()?;
        let response = self
            .client(&metadata)?
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| IssuerError::refused(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(refusal) => IssuerError::Refused(refusal.to_string()),
                RequestTokenError::Parse(error, body) if is_json(&body) => IssuerError::refused(&error),
                // An answer that is no JSON comes from what stands before the issuer: a proxy, a maintenance page.
                error => IssuerError::Unreachable(Arc::new(error)),
            })?;
        let token =
            response.id_token().ok_or_else(|| IssuerError::Refused("there is no ID token".to_owned()))?;
        self.identify(token, &Nonce::new(attempt.nonce.clone())).await
    }

    fn client(&self, metadata: &Metadata) -> Result<CodeClient, IssuerError> {
        let callback = self.public_url.join("auth/callback").map_err(|error| IssuerError::refused(&error))?;
        let client = CodeClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(self.settings.client_secret.expose_secret().to_owned())),
        );
        Ok(client.set_redirect_uri(RedirectUrl::from_url(callback)).set_auth_type(auth_type(metadata)))
    }
}

/// How the client names itself: `client_secret_basic` is the default (OpenID Connect Discovery 1.0, section 3).
fn auth_type(metadata: &Metadata) -> AuthType {
    let Some(methods) = metadata.token_endpoint_auth_methods_supported() else { return AuthType::BasicAuth };
    if methods.contains(&CoreClientAuthMethod::ClientSecretBasic) {
        AuthType::BasicAuth
    } else {
        AuthType::RequestBody
    }
}

fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

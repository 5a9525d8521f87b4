//! An OIDC issuer that answers what a test tells it to, wrong tokens too. A certified one refuses to make those.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const CLIENT: &str = "provisioner";
pub(crate) const CLIENT_SECRET: &str = "fake-issuer-client-secret";

/// A key of the issuer. The number makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) u8);

impl Key {
    pub(crate) fn id(self) -> String {
        format!("key-{}", self.0)
    }

    fn signing(self) -> SigningKey {
        SigningKey::from_bytes(&[self.0; 32])
    }

    fn published(self) -> Value {
        let public = URL_SAFE_NO_PAD.encode(self.signing().verifying_key().as_bytes());
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.id(), "x": public })
    }

    /// A token with these claims, signed.
    pub(crate) fn sign(self, claims: &Value) -> String {
        self.sign_with_header(&json!({ "alg": "EdDSA", "kid": self.id(), "typ": "JWT" }), claims)
    }

    pub(crate) fn sign_with_header(self, header: &Value, claims: &Value) -> String {
        let message = unsigned(header, claims);
        let signature = self.signing().sign(message.as_bytes()).to_bytes();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A token without its last part.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// What the issuer does.
struct Behaviour {
    published: Vec<Key>,
    /// What the token endpoint answers, to whom knows the verifier of this challenge.
    answer: Option<(String, String)>,
    document_reads: u32,
    key_reads: u32,
    down: bool,
}

#[derive(Clone)]
pub(crate) struct FakeIssuer {
    pub(crate) address: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

impl FakeIssuer {
    /// Starts on a free port, with key 1.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let behaviour =
            Behaviour { published: vec![Key(1)], answer: None, document_reads: 0, key_reads: 0, down: false };
        let issuer = Self { address, behaviour: Arc::new(Mutex::new(behaviour)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    pub(crate) fn publish(&self, keys: &[Key]) {
        self.behaviour.lock().unwrap().published = keys.to_vec();
    }

    pub(crate) fn go_down(&self, down: bool) {
        self.behaviour.lock().unwrap().down = down;
    }

    pub(crate) fn is_down(&self) -> bool {
        self.behaviour.lock().unwrap().down
    }

    /// How often it was asked for its document, answered or not.
    pub(crate) fn document_reads(&self) -> u32 {
        self.behaviour.lock().unwrap().document_reads
    }

    pub(crate) fn key_reads(&self) -> u32 {
        self.behaviour.lock().unwrap().key_reads
    }

    /// Gives this ID token to whoever knows the verifier of the challenge.
    pub(crate) fn answer(&self, id_token: String, challenge: &str) {
        self.behaviour.lock().unwrap().answer = Some((id_token, challenge.to_owned()));
    }
}

async fn discovery(State(issuer): State<FakeIssuer>) -> Response {
    issuer.behaviour.lock().unwrap().document_reads += 1;
    if issuer.is_down() {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let address = &issuer.address;
    Json(json!({
        "issuer": address,
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "jwks_uri": format!("{address}/jwks"),
        "end_session_endpoint": format!("{address}/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

async fn keys(State(issuer): State<FakeIssuer>) -> Response {
    let mut behaviour = issuer.behaviour.lock().unwrap();
    if behaviour.down {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    behaviour.key_reads += 1;
    let keys: Vec<Value> = behaviour.published.iter().map(|key| key.published()).collect();
    Json(json!({ "keys": keys })).into_response()
}

#[derive(Deserialize)]
struct Redeemed {
    code_verifier: String,
}

async fn token(State(issuer): State<FakeIssuer>, Form(redeemed): Form<Redeemed>) -> Response {
    if issuer.is_down() {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let answer = issuer.behaviour.lock().unwrap().answer.take();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(redeemed.code_verifier));
    match answer {
        Some((id_token, expected)) if expected == challenge => {
            Json(json!({ "access_token": "unused", "token_type": "Bearer", "id_token": id_token }))
                .into_response()
        }
        _ => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response(),
    }
}

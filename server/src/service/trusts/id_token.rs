//! The token of an outside issuer, before anybody has looked at its signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::trust::Claims;
use sha2::{Digest as _, Sha256};

/// Longest token that is looked at, in bytes. Those of GitHub and GitLab have about 2,000.
const LONGEST: usize = 16 * 1024;

/// A signed token (RFC 7515, section 3.1), and what it says of itself. Prints nothing.
pub struct IdToken {
    text: String,
    claims: Claims,
}

impl IdToken {
    /// Reads a token. None when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').filter(|_| text.len() <= LONGEST).collect();
        let [_, payload, _] = parts.as_slice() else { return None };
        let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        Some(Self { text: text.to_owned(), claims: Claims::new(claims) })
    }

    /// The whole token.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What it says. True only when the signature was checked.
    pub const fn claims(&self) -> &Claims {
        &self.claims
    }

    /// By what it is remembered: SHA-256 of what is signed. The signature is left out: with elliptic curves, whoever has one can make another that is as good.
    pub fn hash(&self) -> [u8; 32] {
        let signed = self.text.rsplit_once('.').map_or("", |(signed, _)| signed);
        Sha256::digest(signed).into()
    }
}

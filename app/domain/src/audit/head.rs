//! Signed heads: they show when the newest entries were cut off.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::AuditHead;
use crate::ids::OrganizationId;

/// What is signed.
#[derive(Serialize)]
struct Statement<'a> {
    organization: Option<OrganizationId>,
    count: u64,
    hash: &'a str,
    time: Timestamp,
    key: &'a str,
}

impl AuditHead {
    /// Signs how long a trail is. `hash` is that of its newest entry, or [`super::NO_HASH`] for an empty trail.
    pub fn sign(
        organization: Option<OrganizationId>,
        count: u64,
        hash: &str,
        time: Timestamp,
        key: &SigningKey,
    ) -> Self {
        let mut head = Self {
            organization,
            count,
            hash: hash.to_owned(),
            time,
            key: key_id(&key.verifying_key()),
            signature: String::new(),
        };
        head.signature = hex::encode(key.sign(&head.statement()).to_bytes());
        head
    }

    /// Whether this key signed this head.
    pub fn verify(&self, key: &VerifyingKey) -> bool {
        let mut bytes = [0; 64];
        hex::decode_to_slice(&self.signature, &mut bytes).is_ok()
            && key.verify_strict(&self.statement(), &Signature::from_bytes(&bytes)).is_ok()
    }

    /// The signed bytes: canonical JSON (RFC 8785) of all fields but the signature.
    fn statement(&self) -> Vec<u8> {
        let Self { organization, count, hash, time, key, signature: _ } = self;
        let statement = Statement { organization: *organization, count: *count, hash, time: *time, key };
        serde_jcs::to_vec(&statement).expect("a head has text keys and whole numbers only")
    }
}

/// The name of a key: first 16 hexadecimal digits of the SHA-256 of the public key.
pub fn key_id(key: &VerifyingKey) -> String {
    hex::encode(&Sha256::digest(key.as_bytes())[..8])
}

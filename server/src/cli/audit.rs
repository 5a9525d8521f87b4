//! `provisioner audit verify`: checks an exported trail without asking the server that wrote it.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use domain::audit::{Break, BreakKind, Verified, VerifyError, verify_export};
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::DecodePublicKey as _;

use super::{TROUBLE, complain};

/// The trail is not right.
const NOT_RIGHT: u8 = 1;

/// Lines are long; a larger buffer than usual saves system calls.
const BUFFER: usize = 1 << 20;

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is no Ed25519 public key: give 64 hexadecimal digits, or a file with a key")]
struct NotAKey(String);

pub(super) fn verify(file: &Path, keys: &[String]) -> ExitCode {
    let keys: Result<Vec<_>, _> = keys.iter().map(|key| read_keys(key)).collect();
    let keys: Vec<VerifyingKey> = match keys {
        Ok(keys) => keys.into_iter().flatten().collect(),
        Err(error) => {
            complain(&error);
            return ExitCode::from(TROUBLE);
        }
    };
    let without_key = keys.is_empty();
    let verified = File::open(file)
        .map_err(VerifyError::from)
        .and_then(|opened| verify_export(BufReader::with_capacity(BUFFER, opened), keys));
    match verified {
        Ok(verified) => {
            println!("{}", praise(&verified));
            ExitCode::SUCCESS
        }
        Err(VerifyError::Broken(Break { kind: BreakKind::UnknownKey, .. })) if without_key => {
            eprintln!(
                "provisioner: the heads of the trail are signed; give the key with --key (the server tells it at /.well-known/provisioner-audit-keys.json)"
            );
            ExitCode::from(TROUBLE)
        }
        Err(VerifyError::Broken(broken)) => {
            println!("Not right: {}", describe(&broken));
            ExitCode::from(NOT_RIGHT)
        }
        Err(error) => {
            eprintln!("provisioner: {}", file.display());
            complain(&error);
            ExitCode::from(TROUBLE)
        }
    }
}

fn praise(verified: &Verified) -> String {
    let signed = match (verified.heads, verified.signed) {
        (heads, Some(signed)) => format!("{heads} signed heads agree, the newest of {signed}"),
        (_, None) => "no signed head is in the file, so entries cut off at its end would not show".to_owned(),
    };
    format!("Right: {} entries, chained without a gap; {signed}.", verified.entries)
}

fn describe(broken: &Break) -> String {
    let entry = match broken.id {
        Some(id) => format!("entry {} ({id})", broken.sequence),
        None => format!("entry {}", broken.sequence),
    };
    match broken.kind {
        BreakKind::Changed => format!("{entry} was changed."),
        BreakKind::Missing => format!("{entry} is missing."),
        BreakKind::OutOfOrder => format!("{entry} stands at the wrong place."),
        BreakKind::TailCut => format!("the end was cut off: {entry} and later ones are missing."),
        BreakKind::OtherTrail => format!("{entry} belongs to another trail."),
        BreakKind::Rewritten => {
            format!("the trail up to {entry} was written anew: a signed head says another hash.")
        }
        BreakKind::BadSignature => format!("the signature of the head at {entry} is wrong."),
        BreakKind::UnknownKey => format!("the head at {entry} is signed with a key that was not given."),
        BreakKind::Unreadable => format!("{entry} cannot be read."),
    }
}

/// The keys that an argument names: hexadecimal digits, or a file.
fn read_keys(argument: &str) -> Result<Vec<VerifyingKey>, NotAKey> {
    let text = std::fs::read_to_string(argument).unwrap_or_else(|_| argument.to_owned());
    let keys = parse_keys(text.trim());
    if keys.is_empty() { Err(NotAKey(argument.to_owned())) } else { Ok(keys) }
}

fn parse_keys(text: &str) -> Vec<VerifyingKey> {
    if let Ok(document) = serde_json::from_str::<serde_json::Value>(text) {
        let keys = document["keys"].as_array().into_iter().flatten();
        return keys.filter_map(|key| from_hex(key["public_key"].as_str()?)).collect();
    }
    let key = VerifyingKey::from_public_key_pem(text).ok().or_else(|| from_hex(text));
    key.into_iter().collect()
}

fn from_hex(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}

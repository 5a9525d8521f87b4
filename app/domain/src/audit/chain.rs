//! The chain: every entry's hash covers the entry before it.

use jiff::{Timestamp, TimestampRound, Unit};
use sha2::{Digest, Sha256};

use super::AuditEntry;

/// What is hashed of an entry: all fields but the two hashes, as canonical JSON (RFC 8785).
pub fn canonical(entry: &AuditEntry) -> Vec<u8> {
    let mut value = serde_json::to_value(entry).expect("an entry has text keys and finite numbers only");
    if let Some(fields) = value.as_object_mut() {
        fields.remove("previous_hash");
        fields.remove("hash");
    }
    serde_jcs::to_vec(&value).expect("a JSON value has a canonical form")
}

/// `SHA-256(previous hash || canonical JSON)`, in hexadecimal. The previous hash counts as its 64 hexadecimal digits, so that
/// `printf %s%s "$previous" "$entry" | sha256sum` says the same.
pub fn hash(previous: &str, entry: &AuditEntry) -> String {
    hash_of(previous, &canonical(entry)).iter().copied().map(char::from).collect()
}

/// The entry with its place in the chain. Times are cut to whole microseconds, which every database keeps.
pub fn seal(previous: &str, entry: AuditEntry) -> AuditEntry {
    let mut entry = AuditEntry {
        opened: whole_microseconds(entry.opened),
        completed: whole_microseconds(entry.completed),
        previous_hash: previous.to_owned(),
        ..entry
    };
    entry.hash = hash(previous, &entry);
    entry
}

/// The digits of [`hash`], of bytes that are canonical already.
pub(super) fn hash_of(previous: &str, canonical: &[u8]) -> [u8; 64] {
    let mut digest = Sha256::new();
    digest.update(previous.as_bytes());
    digest.update(canonical);
    let mut digits = [0; 64];
    hex::encode_to_slice(digest.finalize(), &mut digits).expect("32 bytes have 64 digits");
    digits
}

fn whole_microseconds(time: Timestamp) -> Timestamp {
    let cut = TimestampRound::new().smallest(Unit::Microsecond).mode(jiff::RoundMode::Floor);
    time.round(cut).unwrap_or(time)
}

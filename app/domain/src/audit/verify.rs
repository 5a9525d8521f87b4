//! Checks a trail, and names the first entry that is not right.

use std::collections::BTreeMap;
use std::io::BufRead;

use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::hash_of;
use super::export::{BEFORE_ENTRY, BEFORE_HASH, BEFORE_PREVIOUS, END, FORMAT, Footer, Header};
use super::{AuditEntry, AuditHead, NO_HASH, canonical, key_id};
use crate::ids::{AuditEntryId, OrganizationId};

/// The first thing that is not right in a trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("entry {sequence}: {kind:?}")]
pub struct Break {
    /// At which place of the trail.
    pub sequence: u64,
    /// The entry there; none when it is the one that is missing.
    pub id: Option<AuditEntryId>,
    /// What is wrong.
    pub kind: BreakKind,
}

/// What is wrong in a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// The entry is not what was hashed.
    Changed,
    /// The entry is not there.
    Missing,
    /// The entry stands at another place than it should, or twice.
    OutOfOrder,
    /// The entries from here on were cut off: a signed head, or the last line of the file, counts more.
    TailCut,
    /// The entry is of another trail.
    OtherTrail,
    /// A signed head says another hash: entries up to here were made anew.
    Rewritten,
    /// The signature of the head that counts up to here is not right.
    BadSignature,
    /// The head that counts up to here is signed by a key that is not trusted.
    UnknownKey,
    /// The line at this place is not what an export writes.
    Unreadable,
}

/// A trail that is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How many entries it has.
    pub entries: u64,
    /// How many signed heads agree with it.
    pub heads: u64,
    /// When the newest of them was signed. What was cut off after that cannot show.
    pub signed: Option<Timestamp>,
}

/// Why a file could not be called right.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is not right.
    #[error(transparent)]
    Broken(#[from] Break),
    /// It is not an export of this version.
    #[error("not a {FORMAT} file")]
    NotAnExport,
    /// It cannot be read.
    #[error("cannot read")]
    Read(#[from] std::io::Error),
}

/// Checks a trail entry by entry, in memory that does not grow with it.
pub struct Verifier {
    keys: BTreeMap<String, VerifyingKey>,
    organization: Option<Option<OrganizationId>>,
    heads: BTreeMap<u64, String>,
    signed: Option<Timestamp>,
    agreed: u64,
    last: Link,
    gap: Option<u64>,
}

/// The newest entry that was right.
struct Link {
    sequence: u64,
    id: Option<AuditEntryId>,
    hash: String,
}

impl Verifier {
    /// A verifier that trusts heads signed by these keys.
    pub fn new(keys: impl IntoIterator<Item = VerifyingKey>) -> Self {
        Self {
            keys: keys.into_iter().map(|key| (key_id(&key), key)).collect(),
            organization: None,
            heads: BTreeMap::new(),
            signed: None,
            agreed: 0,
            last: Link { sequence: 0, id: None, hash: NO_HASH.to_owned() },
            gap: None,
        }
    }

    /// Takes a signed head into account. Heads come before the entries that they count.
    ///
    /// # Errors
    /// [`BreakKind::UnknownKey`], [`BreakKind::BadSignature`], [`BreakKind::OtherTrail`] or, where two heads disagree, [`BreakKind::Rewritten`].
    pub fn head(&mut self, head: &AuditHead) -> Result<(), Break> {
        let broken = |kind| Err(Break { sequence: head.count, id: None, kind });
        let Some(key) = self.keys.get(&head.key) else { return broken(BreakKind::UnknownKey) };
        if !head.verify(key) {
            return broken(BreakKind::BadSignature);
        }
        if *self.organization.get_or_insert(head.organization) != head.organization {
            return broken(BreakKind::OtherTrail);
        }
        let hash = self.heads.entry(head.count).or_insert_with(|| head.hash.clone());
        if *hash != head.hash || (head.count == 0 && head.hash != NO_HASH) {
            return broken(BreakKind::Rewritten);
        }
        self.agreed += 1;
        self.signed = self.signed.max(Some(head.time));
        Ok(())
    }

    /// Checks the next entry.
    ///
    /// # Errors
    /// The first thing that is not right. After one, nothing more is to be learned from this verifier.
    pub fn entry(&mut self, entry: &AuditEntry) -> Result<(), Break> {
        self.check(&Claim {
            place: Place { id: entry.id, organization: entry.organization, sequence: entry.sequence },
            canonical: &canonical(entry),
            hash: &entry.hash,
            previous_hash: &entry.previous_hash,
        })
    }

    /// Says that no entry is left.
    ///
    /// # Errors
    /// [`BreakKind::Missing`] or [`BreakKind::TailCut`].
    pub fn finish(self) -> Result<Verified, Break> {
        if let Some(sequence) = self.gap {
            return Err(Break { sequence, id: None, kind: BreakKind::Missing });
        }
        if self.heads.keys().next_back().is_some_and(|count| *count > self.last.sequence) {
            return Err(Break { sequence: self.last.sequence + 1, id: None, kind: BreakKind::TailCut });
        }
        Ok(Verified { entries: self.last.sequence, heads: self.agreed, signed: self.signed })
    }

    fn check(&mut self, claim: &Claim<'_>) -> Result<(), Break> {
        let Place { id, organization, sequence } = claim.place;
        let broken = |kind| Err(Break { sequence, id: Some(id), kind });
        let next = self.last.sequence + 1;
        if let Some(missing) = self.gap {
            // Only what is missing can still turn up; then it is out of order rather than missing.
            return if sequence == missing { broken(BreakKind::OutOfOrder) } else { Ok(()) };
        }
        if hash_of(claim.previous_hash, claim.canonical) != claim.hash {
            return Err(Break { sequence: next, id: Some(id), kind: BreakKind::Changed });
        }
        if *self.organization.get_or_insert(organization) != organization {
            return broken(BreakKind::OtherTrail);
        }
        if sequence < next {
            return broken(BreakKind::OutOfOrder);
        }
        if sequence > next {
            self.gap = Some(next);
            return Ok(());
        }
        if claim.previous_hash != self.last.hash {
            // Both agree with themselves, so one of them was made anew; the older one is the first that may be.
            let (sequence, id) = if self.last.sequence == 0 {
                (sequence, Some(id))
            } else {
                (self.last.sequence, self.last.id)
            };
            return Err(Break { sequence, id, kind: BreakKind::Changed });
        }
        if self.heads.get(&sequence).is_some_and(|hash| hash != claim.hash) {
            return broken(BreakKind::Rewritten);
        }
        self.last.sequence = sequence;
        self.last.id = Some(id);
        claim.hash.clone_into(&mut self.last.hash);
        Ok(())
    }
}

/// An entry as it stands in a file or the database, with the hashes that it claims.
struct Claim<'a> {
    place: Place,
    canonical: &'a [u8],
    hash: &'a str,
    previous_hash: &'a str,
}

/// What must be read of an entry.
#[derive(Deserialize)]
struct Place {
    id: AuditEntryId,
    organization: Option<OrganizationId>,
    sequence: u64,
}

/// Checks an export line by line: see [`super::export`] for the format.
///
/// # Errors
/// [`VerifyError::Broken`] with the first thing that is not right.
pub fn verify_export(
    mut reader: impl BufRead,
    keys: impl IntoIterator<Item = VerifyingKey>,
) -> Result<Verified, VerifyError> {
    let mut verifier = Verifier::new(keys);
    let mut line = Vec::with_capacity(4096);
    read_line(&mut reader, &mut line)?;
    let header: Header = serde_json::from_slice(&line).map_err(|_| VerifyError::NotAnExport)?;
    if header.format != FORMAT {
        return Err(VerifyError::NotAnExport);
    }
    verifier.organization = Some(header.organization);
    for head in &header.heads {
        verifier.head(head)?;
    }
    let mut lines = 0;
    loop {
        read_line(&mut reader, &mut line)?;
        let unreadable = || Break { sequence: lines + 1, id: None, kind: BreakKind::Unreadable };
        if let Some(claim) = split(&line) {
            verifier.check(&claim.ok_or_else(unreadable)?)?;
            lines += 1;
            continue;
        }
        let footer = match line.is_empty() {
            true => None,
            false => Some(serde_json::from_slice::<Footer>(&line).map_err(|_| unreadable())?),
        };
        let verified = verifier.finish()?;
        if footer.is_none_or(|footer| footer.entries != lines) {
            return Err(Break { sequence: lines + 1, id: None, kind: BreakKind::TailCut }.into());
        }
        read_line(&mut reader, &mut line)?;
        return if line.is_empty() { Ok(verified) } else { Err(unreadable().into()) };
    }
}

/// Reads a line without its line feed; empty at the end of the file.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<()> {
    line.clear();
    reader.read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(())
}

/// Takes the line of an entry apart without reading all of it: the hashes stand at fixed places from its end. None for a line that is not of an
/// entry, `Some(None)` for one that is damaged.
fn split(line: &[u8]) -> Option<Option<Claim<'_>>> {
    let rest = line.strip_prefix(BEFORE_ENTRY.as_bytes())?;
    Some(split_entry(rest))
}

fn split_entry(rest: &[u8]) -> Option<Claim<'_>> {
    let (rest, previous_hash) = take_hash(rest.strip_suffix(END.as_bytes())?)?;
    let (rest, hash) = take_hash(rest.strip_suffix(BEFORE_PREVIOUS.as_bytes())?)?;
    let canonical = rest.strip_suffix(BEFORE_HASH.as_bytes())?;
    // The same bytes are hashed and read, and they must be one whole JSON value: nothing can be hidden beside it.
    Some(Claim { place: serde_json::from_slice(canonical).ok()?, canonical, hash, previous_hash })
}

fn take_hash(rest: &[u8]) -> Option<(&[u8], &str)> {
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(NO_HASH.len())?)?;
    Some((rest, std::str::from_utf8(hash).ok()?))
}

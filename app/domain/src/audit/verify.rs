//! Checks a trail, and names the first entry that is not right.

use std::collections::BTreeMap;

use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::hash_of;
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

/// Checks a trail entry by entry, in memory that does not grow with it.
pub struct Verifier {
    keys: BTreeMap<String, VerifyingKey>,
    pub(super) organization: Option<Option<OrganizationId>>,
    /// Signed, and not compared yet, by how many entries they count.
    heads: BTreeMap<u64, AuditHead>,
    agreed: u64,
    signed: Option<Timestamp>,
    last: Link,
    gap: Option<u64>,
}

/// The newest entry that was right.
struct Link {
    sequence: u64,
    /// None where it was not read.
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
            agreed: 0,
            signed: None,
            last: Link { sequence: 0, id: None, hash: NO_HASH.to_owned() },
            gap: None,
        }
    }

    /// Takes a signed head into account. Heads come before the entries that they count; one that comes later is not compared.
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
        if self.heads.get(&head.count).is_some_and(|other| other.hash != head.hash) {
            return broken(BreakKind::Rewritten);
        }
        self.heads.insert(head.count, head.clone());
        if head.count == 0 { self.compare_head() } else { Ok(()) }
    }

    /// Checks the next entry.
    ///
    /// # Errors
    /// The first thing that is not right. After one, nothing more is to be learned from this verifier.
    pub fn entry(&mut self, entry: &AuditEntry) -> Result<(), Break> {
        let is_as_hashed = hash_of(&entry.previous_hash, &canonical(entry)) == *entry.hash.as_bytes();
        let place = Place { id: entry.id, organization: entry.organization, sequence: entry.sequence };
        self.check(&Claim { is_as_hashed, hash: &entry.hash, previous_hash: &entry.previous_hash }, place)
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

    /// Takes an entry without a look at what it says of its place. False where it must be looked at: it does not follow the newest one, or no
    /// signed head counts it. Where one does, comparing that head proves all bytes before it, and that each stands at its place.
    ///
    /// # Errors
    /// [`BreakKind::Rewritten`].
    pub(super) fn follow(&mut self, claim: &Claim<'_>) -> Result<bool, Break> {
        let sequence = self.last.sequence + 1;
        let follows = claim.is_as_hashed && claim.previous_hash == self.last.hash && self.gap.is_none();
        let follows = follows && self.heads.last_key_value().is_some_and(|(count, _)| sequence <= *count);
        if follows {
            self.take(claim, sequence, None)?;
        }
        Ok(follows)
    }

    pub(super) fn check(&mut self, claim: &Claim<'_>, place: Place) -> Result<(), Break> {
        let Place { id, organization, sequence } = place;
        let broken = |kind| Err(Break { sequence, id: Some(id), kind });
        let next = self.last.sequence + 1;
        if let Some(missing) = self.gap {
            // Only what is missing can still turn up; then it is out of order rather than missing.
            return if sequence == missing { broken(BreakKind::OutOfOrder) } else { Ok(()) };
        }
        if !claim.is_as_hashed {
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
        self.take(claim, sequence, Some(id))
    }

    fn take(&mut self, claim: &Claim<'_>, sequence: u64, id: Option<AuditEntryId>) -> Result<(), Break> {
        self.last.sequence = sequence;
        self.last.id = id;
        claim.hash.clone_into(&mut self.last.hash);
        self.compare_head()
    }

    /// Compares the newest entry with the head that counts up to it, if there is one.
    fn compare_head(&mut self) -> Result<(), Break> {
        let Link { sequence, id, hash } = &self.last;
        let Some(head) = self.heads.remove(sequence) else { return Ok(()) };
        if head.hash != *hash {
            return Err(Break { sequence: *sequence, id: *id, kind: BreakKind::Rewritten });
        }
        self.agreed += 1;
        self.signed = self.signed.max(Some(head.time));
        Ok(())
    }
}

/// What an entry in a file or the database claims of the chain.
pub(super) struct Claim<'a> {
    /// Whether the hash is that of the entry's bytes.
    pub(super) is_as_hashed: bool,
    pub(super) hash: &'a str,
    pub(super) previous_hash: &'a str,
}

/// Where an entry says that it stands.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Place {
    id: AuditEntryId,
    organization: Option<OrganizationId>,
    sequence: u64,
}

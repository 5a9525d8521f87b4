//! Where a look at a log stands, as text that only this module reads, and that nobody else can write.
//!
//! It is signed because it says that the look is in the audit trail already: whoever could write one would read in silence.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{ComponentId, SessionId};
use domain::{Error, Result};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What stands before everything that is signed here, so that no signature is good for anything else that the same key signs.
const PURPOSE: &[u8] = b"provisioner log cursor 1\n";

/// How much of what was read is read again: CloudWatch may show an event some seconds after a later one.
const OVERLAP: SignedDuration = SignedDuration::from_secs(15);

/// Who reads what: a cursor is good for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reading {
    /// Whose log.
    pub(super) component: ComponentId,
    /// The session or token.
    pub(super) reader: Option<SessionId>,
}

/// A part of a log that is read from its beginning to its end, page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    /// From then on.
    pub(super) from: Timestamp,
    /// Until then. None before its first page was asked for.
    pub(super) until: Option<Timestamp>,
    /// AWS's token of the next page.
    pub(super) after: Option<String>,
}

impl Part {
    /// What was written since then. AWS knows no time before 1970.
    pub(super) fn since(from: Timestamp) -> Self {
        Self { from: from.max(Timestamp::UNIX_EPOCH), until: None, after: None }
    }

    /// The same with an end: what is written from now on is for the next part.
    pub(super) fn until(self, now: Timestamp) -> Self {
        let until = self.until.unwrap_or(now);
        Self { from: self.from.min(until), until: Some(until), ..self }
    }

    /// What comes after a page: the next one, or the next part.
    pub(super) fn next(self, token: Option<String>) -> Self {
        match (token, self.until) {
            (Some(token), _) => Self { after: Some(token), ..self },
            (None, Some(until)) => Self::since(self.from.max(until - OVERLAP)),
            (None, None) => self,
        }
    }
}

/// Where a look stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    pub(super) reading: Reading,
    /// When the look was last written into the audit trail.
    pub(super) audited: Timestamp,
    /// What to read next.
    pub(super) part: Part,
}

impl Cursor {
    /// The cursor as text: its JSON and a signature.
    pub(super) fn write(&self, key: &SigningKey) -> Result<String> {
        let json = serde_json::to_vec(self).map_err(Error::internal)?;
        let signature = key.sign(&statement(&json)).to_bytes();
        Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(json), URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Reads the text.
    ///
    /// # Errors
    /// [`Error::NotFound`], as for every cursor, where this product did not write it, or wrote it for another session or component.
    pub(super) fn read(text: &str, reading: Reading, key: &SigningKey) -> Result<Self> {
        let found = Self::signed(text, key).ok_or(Error::NotFound)?;
        if found.reading == reading { Ok(found) } else { Err(Error::NotFound) }
    }

    fn signed(text: &str, key: &SigningKey) -> Option<Self> {
        let (json, signature) = text.split_once('.')?;
        let json = URL_SAFE_NO_PAD.decode(json).ok()?;
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
        key.verifying_key().verify_strict(&statement(&json), &signature).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

fn statement(json: &[u8]) -> Vec<u8> {
    [PURPOSE, json].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        let now = Timestamp::from_second(1_795_251_600).unwrap();
        let reading = Reading { component: ComponentId(uuid::Uuid::from_u128(1)), reader: None };
        Cursor { reading, audited: now, part: Part::since(now).until(now) }
    }

    #[test]
    fn only_what_was_signed_for_this_reading_is_read() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let cursor = cursor();
        let text = cursor.write(&key).unwrap();
        assert_eq!(Cursor::read(&text, cursor.reading, &key).unwrap(), cursor);
        let other = Reading { reader: Some(SessionId(uuid::Uuid::from_u128(2))), ..cursor.reading };
        assert!(matches!(Cursor::read(&text, other, &key), Err(Error::NotFound)));
        let later = Cursor { audited: cursor.audited + SignedDuration::from_hours(1), ..cursor.clone() };
        let json = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&later).unwrap());
        let forged = format!("{json}.{}", text.split_once('.').unwrap().1);
        let by_another = cursor.write(&SigningKey::from_bytes(&[8; 32])).unwrap();
        for wrong in [forged, by_another, json, String::new(), ".".to_owned(), "é.é".to_owned()] {
            assert!(matches!(Cursor::read(&wrong, cursor.reading, &key), Err(Error::NotFound)), "{wrong}");
        }
    }

    #[test]
    fn parts_follow_each_other_and_overlap() {
        let now = cursor().audited;
        let seconds = |seconds| now + SignedDuration::from_secs(seconds);
        let first = Part::since(seconds(-60)).until(now);
        let page = first.clone().next(Some("token".to_owned()));
        assert_eq!(page, Part { after: Some("token".to_owned()), ..first });
        let second = page.until(seconds(5)).next(None);
        assert_eq!(second, Part { from: seconds(-15), until: None, after: None });
        assert_eq!(second.until(seconds(5)).until, Some(seconds(5)));
        // Nobody asks for what was written before the beginning, or after the end.
        assert_eq!(Part::since(seconds(-3)).until(now).next(None).from, seconds(-3));
        assert_eq!(Part::since(seconds(9)).until(now).from, now);
    }
}

//! Checks an exported trail: see [`super::export`] for the format.

use std::io::{self, BufRead};

use ed25519_dalek::VerifyingKey;

use super::NO_HASH;
use super::chain::hash_of;
use super::export::{BEFORE_ENTRY, BEFORE_HASH, BEFORE_PREVIOUS, END, FORMAT, Footer, Header};
use super::verify::{Break, BreakKind, Claim, Place, Verified, Verifier};

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
    Read(#[from] io::Error),
}

/// Checks an export line by line, in memory that does not grow with it.
///
/// # Errors
/// [`VerifyError::Broken`] with the first thing that is not right.
pub fn verify_export(
    mut reader: impl BufRead,
    keys: impl IntoIterator<Item = VerifyingKey>,
) -> Result<Verified, VerifyError> {
    let mut verifier = Verifier::new(keys);
    let mut line = Vec::new();
    read_line(&mut reader, &mut line)?;
    let header: Header = serde_json::from_slice(&line).map_err(|_| VerifyError::NotAnExport)?;
    if header.format != FORMAT {
        return Err(VerifyError::NotAnExport);
    }
    verifier.organization = Some(header.organization);
    for head in &header.heads {
        verifier.head(head)?;
    }
    let (mut entries, mut footer) = (0, None);
    while read_line(&mut reader, &mut line)? {
        let unreadable = || Break { sequence: entries + 1, id: None, kind: BreakKind::Unreadable };
        match footer {
            None if line.starts_with(BEFORE_ENTRY.as_bytes()) => {
                let entry = Entry::split(&line).ok_or_else(unreadable)?;
                let claim = entry.claim();
                if !verifier.follow(&claim)? {
                    verifier.check(&claim, entry.read_place().ok_or_else(unreadable)?)?;
                }
                entries += 1;
            }
            None => footer = Some(serde_json::from_slice::<Footer>(&line).map_err(|_| unreadable())?),
            Some(_) if line.is_empty() => {}
            Some(_) => return Err(unreadable().into()),
        }
    }
    let verified = verifier.finish()?;
    if footer.is_none_or(|footer| footer.entries != entries) {
        return Err(Break { sequence: entries + 1, id: None, kind: BreakKind::TailCut }.into());
    }
    Ok(verified)
}

/// Reads a line without its line feed in place of the one before. False at the end of the file.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let read = reader.read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(read > 0)
}

/// The line of an entry, taken apart.
struct Entry<'a> {
    canonical: &'a [u8],
    hash: &'a str,
    previous_hash: &'a str,
}

impl<'a> Entry<'a> {
    /// Takes a line apart without reading all of it: the hashes stand at fixed places from its end.
    fn split(line: &'a [u8]) -> Option<Self> {
        let rest = line.strip_prefix(BEFORE_ENTRY.as_bytes())?;
        let (rest, previous_hash) = take_hash(rest.strip_suffix(END.as_bytes())?)?;
        let (rest, hash) = take_hash(rest.strip_suffix(BEFORE_PREVIOUS.as_bytes())?)?;
        Some(Self { canonical: rest.strip_suffix(BEFORE_HASH.as_bytes())?, hash, previous_hash })
    }

    fn claim(&self) -> Claim<'a> {
        let Self { canonical, hash, previous_hash } = *self;
        Claim { is_as_hashed: hash_of(previous_hash, canonical) == *hash.as_bytes(), hash, previous_hash }
    }

    /// The same bytes are hashed and read, and they must be one whole JSON value: nothing can be hidden beside it.
    fn read_place(&self) -> Option<Place> {
        serde_json::from_slice(self.canonical).ok()
    }
}

fn take_hash(rest: &[u8]) -> Option<(&[u8], &str)> {
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(NO_HASH.len())?)?;
    Some((rest, std::str::from_utf8(hash).ok()?))
}

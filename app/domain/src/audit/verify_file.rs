//! Checks an exported trail: see [`super::export`] for the format.

use std::io::BufRead;

use ed25519_dalek::VerifyingKey;

use super::NO_HASH;
use super::export::{BEFORE_ENTRY, BEFORE_HASH, BEFORE_PREVIOUS, END, FORMAT, Footer, Header};
use super::verify::{Break, BreakKind, Claim, Verified, Verifier};

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

/// Checks an export line by line, in memory that does not grow with it.
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

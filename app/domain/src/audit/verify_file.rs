//! Checks an exported trail: see [`super::export`] for the format.

use std::io::{self, BufRead};
use std::num::NonZero;
use std::thread;

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

/// How many lines are in memory at once, to be looked at side by side: some 1 MB, which stays in the processor's cache.
const BATCH: usize = 1024;

/// Checks an export, in memory that does not grow with it, with all processors.
///
/// # Errors
/// [`VerifyError::Broken`] with the first thing that is not right.
pub fn verify_export(
    mut reader: impl BufRead,
    keys: impl IntoIterator<Item = VerifyingKey>,
) -> Result<Verified, VerifyError> {
    let mut verifier = Verifier::new(keys);
    let header = read_line(&mut reader, Vec::new())?.unwrap_or_default();
    let header: Header = serde_json::from_slice(&header).map_err(|_| VerifyError::NotAnExport)?;
    if header.format != FORMAT {
        return Err(VerifyError::NotAnExport);
    }
    verifier.organization = Some(header.organization);
    for head in &header.heads {
        verifier.head(head)?;
    }
    let (mut entries, mut footer) = (0, None);
    let mut lines = Vec::new();
    while read_batch(&mut reader, &mut lines)? {
        for (line, kind) in lines.iter().zip(kinds(&lines)) {
            let unreadable = || Break { sequence: entries + 1, id: None, kind: BreakKind::Unreadable };
            match (kind, footer) {
                (_, Some(_)) if line.is_empty() => {}
                (Kind::Entry { place, is_as_hashed }, None) => {
                    let Parts { hash, previous_hash, .. } = split(line).ok_or_else(unreadable)?;
                    verifier.check(&Claim { place, is_as_hashed, hash, previous_hash })?;
                    entries += 1;
                }
                (Kind::Other, None) => {
                    footer = Some(serde_json::from_slice::<Footer>(line).map_err(|_| unreadable())?);
                }
                (Kind::Damaged, None) | (_, Some(_)) => return Err(unreadable().into()),
            }
        }
    }
    let verified = verifier.finish()?;
    if footer.is_none_or(|footer| footer.entries != entries) {
        return Err(Break { sequence: entries + 1, id: None, kind: BreakKind::TailCut }.into());
    }
    Ok(verified)
}

/// Reads the next lines in place of those before. False at the end of the file.
fn read_batch(reader: &mut impl BufRead, lines: &mut Vec<Vec<u8>>) -> io::Result<bool> {
    let mut used = std::mem::take(lines);
    while lines.len() < BATCH
        && let Some(line) = read_line(reader, used.pop().unwrap_or_default())?
    {
        lines.push(line);
    }
    Ok(!lines.is_empty())
}

/// Reads a line without its line feed, into memory that was used before. None at the end of the file.
fn read_line(reader: &mut impl BufRead, mut line: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    line.clear();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}

/// What a line is, as far as that shows without the others.
enum Kind {
    /// An entry.
    Entry { place: Place, is_as_hashed: bool },
    /// What should be one.
    Damaged,
    /// Not an entry.
    Other,
}

/// What each of the lines is, looked at side by side.
fn kinds(lines: &[Vec<u8>]) -> Vec<Kind> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = lines.len().div_ceil(workers).max(1);
    let kinds = |part: &[Vec<u8>]| part.iter().map(|line| Kind::of(line)).collect::<Vec<_>>();
    thread::scope(|scope| {
        let parts: Vec<_> = lines.chunks(share).map(|part| scope.spawn(move || kinds(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("looking at a line never panics")).collect()
    })
}

impl Kind {
    fn of(line: &[u8]) -> Self {
        if !line.starts_with(BEFORE_ENTRY.as_bytes()) {
            return Self::Other;
        }
        // The same bytes are hashed and read, and they must be one whole JSON value: nothing can be hidden beside it.
        let read = split(line).and_then(|parts| Some((serde_json::from_slice(parts.canonical).ok()?, parts)));
        match read {
            Some((place, Parts { canonical, hash, previous_hash })) => {
                let is_as_hashed = hash_of(previous_hash, canonical) == *hash.as_bytes();
                Self::Entry { place, is_as_hashed }
            }
            None => Self::Damaged,
        }
    }
}

/// The line of an entry, taken apart.
struct Parts<'a> {
    canonical: &'a [u8],
    hash: &'a str,
    previous_hash: &'a str,
}

/// Takes the line of an entry apart without reading all of it: the hashes stand at fixed places from its end.
fn split(line: &[u8]) -> Option<Parts<'_>> {
    let rest = line.strip_prefix(BEFORE_ENTRY.as_bytes())?;
    let (rest, previous_hash) = take_hash(rest.strip_suffix(END.as_bytes())?)?;
    let (rest, hash) = take_hash(rest.strip_suffix(BEFORE_PREVIOUS.as_bytes())?)?;
    Some(Parts { canonical: rest.strip_suffix(BEFORE_HASH.as_bytes())?, hash, previous_hash })
}

fn take_hash(rest: &[u8]) -> Option<(&[u8], &str)> {
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(NO_HASH.len())?)?;
    Some((rest, std::str::from_utf8(hash).ok()?))
}

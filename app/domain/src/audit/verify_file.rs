//! Checks an exported trail: see [`super::export`] for the format.

use std::io::{self, BufRead, Read};
use std::num::NonZero;
use std::thread;

use ed25519_dalek::VerifyingKey;
use memchr::memchr;

use super::NO_HASH;
use super::chain::hash_of;
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
    Read(#[from] io::Error),
}

/// How many bytes are in memory at once, to be looked at side by side.
const BATCH: u64 = 4 << 20;

/// Checks an export, in memory that does not grow with it, with all processors.
///
/// # Errors
/// [`VerifyError::Broken`] with the first thing that is not right.
pub fn verify_export(
    mut reader: impl BufRead,
    keys: impl IntoIterator<Item = VerifyingKey>,
) -> Result<Verified, VerifyError> {
    let mut verifier = Verifier::new(keys);
    let mut batch = Vec::new();
    reader.read_until(b'\n', &mut batch)?;
    let header: Header = serde_json::from_slice(&batch).map_err(|_| VerifyError::NotAnExport)?;
    if header.format != FORMAT {
        return Err(VerifyError::NotAnExport);
    }
    verifier.organization = Some(header.organization);
    for head in &header.heads {
        verifier.head(head)?;
    }
    let (mut entries, mut footer) = (0, None);
    while read_batch(&mut reader, &mut batch)? {
        for line in look_at(&batch) {
            let unreadable = || Break { sequence: entries + 1, id: None, kind: BreakKind::Unreadable };
            match (line, footer) {
                (Line::Entry(claim), None) => {
                    verifier.check(&claim)?;
                    entries += 1;
                }
                (Line::Footer(read), None) => footer = Some(read),
                (Line::Empty, Some(_)) => {}
                (Line::Unreadable | Line::Empty, None) | (_, Some(_)) => return Err(unreadable().into()),
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
fn read_batch(reader: &mut impl BufRead, batch: &mut Vec<u8>) -> io::Result<bool> {
    batch.clear();
    reader.by_ref().take(BATCH).read_to_end(batch)?;
    reader.read_until(b'\n', batch)?;
    Ok(!batch.is_empty())
}

/// What a line is, as far as that shows without the others.
enum Line<'a> {
    Entry(Claim<'a>),
    Footer(Footer),
    Empty,
    Unreadable,
}

/// What the lines are, in their order. All processors look at them, each at a share of its own.
fn look_at(batch: &[u8]) -> Vec<Line<'_>> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let shares: Vec<_> = shares(batch, batch.len().div_ceil(workers))
            .map(|share| scope.spawn(|| lines(share).map(Line::read).collect::<Vec<_>>()))
            .collect();
        shares.into_iter().flat_map(|share| share.join().expect("looking at a line never panics")).collect()
    })
}

/// Cuts whole lines into shares of at least this many bytes, but for the last.
fn shares(mut lines: &[u8], least: usize) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let behind = lines.get(least.max(1) - 1..).unwrap_or_default();
        let (share, rest) = lines.split_at(memchr(b'\n', behind).map_or(lines.len(), |end| least + end));
        lines = rest;
        (!share.is_empty()).then_some(share)
    })
}

/// The lines, without their line feeds.
fn lines(mut share: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let end = memchr(b'\n', share);
        let line = &share[..end.unwrap_or(share.len())];
        let more = !share.is_empty();
        share = end.map_or(&[], |end| &share[end + 1..]);
        more.then_some(line)
    })
}

impl<'a> Line<'a> {
    fn read(line: &'a [u8]) -> Self {
        if line.is_empty() {
            return Self::Empty;
        }
        if !line.starts_with(BEFORE_ENTRY.as_bytes()) {
            return serde_json::from_slice(line).map_or(Self::Unreadable, Self::Footer);
        }
        let Some(Parts { canonical, hash, previous_hash }) = split(line) else { return Self::Unreadable };
        // The same bytes are hashed and read, and they must be one whole JSON value: nothing can be hidden beside it.
        let Ok(place) = serde_json::from_slice(canonical) else { return Self::Unreadable };
        let is_as_hashed = hash_of(previous_hash, canonical) == *hash.as_bytes();
        Self::Entry(Claim { place, is_as_hashed, hash, previous_hash })
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

//! Where everything lies in a zip archive (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, 6.3.10; sections in comments are its).
//!
//! What counts is the central directory at the end. Everything else must say the same: the archive is its entries one after another without
//! a gap, from the first byte to the central directory, and then the end record. So nothing hides between entries, before or behind them, and
//! none shares bytes with another one, which is how small archives become endless ones.

mod central;
mod end;
mod extra;
mod local;

use domain::error::Problem;

pub(crate) use central::{Entry, Kind, Method};
pub(crate) use local::{Next, peek};

use crate::limits::MAX_FILES;
use crate::names::shown;

/// An entry and where its content is.
pub(crate) struct Located<'a> {
    /// What the archive says about it.
    pub(crate) entry: Entry<'a>,
    /// Its content, packed.
    pub(crate) data: &'a [u8],
}

/// The entries of an archive, in the order of their content.
pub(crate) fn read(archive: &[u8]) -> Result<Vec<Located<'_>>, Problem> {
    let directory = end::directory(archive).ok_or(DAMAGED)?;
    if directory.entries > u64::from(MAX_FILES) {
        return Err(Problem::TooManyFiles { max: MAX_FILES });
    }
    let mut entries = central::entries(directory.headers, directory.entries)?;
    entries.sort_unstable_by_key(|entry| entry.offset);
    locate(directory.before, entries)
}

/// Finds the content of each entry, which ends where the next one begins.
fn locate<'a>(mut rest: &'a [u8], entries: Vec<Entry<'a>>) -> Result<Vec<Located<'a>>, Problem> {
    let mut located = Vec::with_capacity(entries.len());
    let mut offset = 0;
    for entry in entries {
        let problem = || damaged(entry.path);
        if entry.offset != offset {
            return Err(problem());
        }
        let (data, after) = local::content(rest, &entry).ok_or_else(problem)?;
        // A length in memory always fits.
        offset += (rest.len() - after.len()) as u64;
        rest = after;
        located.push(Located { entry, data });
    }
    if rest.is_empty() { Ok(located) } else { Err(DAMAGED) }
}

/// The archive as a whole is damaged.
const DAMAGED: Problem = Problem::ArchiveDamaged { path: None };

/// An entry is damaged.
pub(crate) fn damaged(path: &str) -> Problem {
    Problem::ArchiveDamaged { path: Some(shown(path)) }
}

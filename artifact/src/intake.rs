//! Checks an archive while it comes.

use domain::error::{FieldError, Problem};
use domain::function::{Artifact, ArtifactHash};
use sha2::{Digest, Sha256};

use crate::layout::{Next, peek};
use crate::{Expectation, MAX_BYTES, inspect, limits};

/// The field that all problems of an archive are reported at.
pub const FIELD: &str = "code";

/// What an archive with files, and one without, begins with.
const BEGINNINGS: [&[u8; 4]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// An archive that is being uploaded. How it is cut into pieces makes no difference.
///
/// It holds the archive, at most [`MAX_BYTES`]; checking adds the list of its entries and a buffer of constant size. Room for the largest archive
/// is reserved at once, of which the operating system gives what is written.
pub struct Intake {
    expectation: Expectation,
    bytes: Vec<u8>,
    hasher: Sha256,
    /// Where the next local header begins, as long as that is known.
    next: Option<usize>,
    refused: Option<Problem>,
}

impl Intake {
    /// Nothing has come yet.
    pub fn new(expectation: Expectation) -> Self {
        Self { expectation, bytes: Vec::new(), hasher: Sha256::new(), next: Some(0), refused: None }
    }

    /// Takes the next piece, and refuses as soon as it is clear that the whole will be refused. After that it takes no more.
    ///
    /// # Errors
    /// At [`FIELD`]: [`Problem::NotAnArchive`], [`Problem::UnsafePath`], [`Problem::EncryptedArchive`] or [`Problem::ArchiveTooLarge`].
    pub fn push(&mut self, piece: &[u8]) -> Result<(), FieldError> {
        if self.refused.is_none() {
            self.refused = self.take(piece).err();
        }
        match &self.refused {
            Some(problem) => Err(FieldError::new(FIELD, problem.clone())),
            None => Ok(()),
        }
    }

    /// Checks the whole, which has come. Unpacks it once to measure it: up to a second or two of work without waiting, for a thread that may be
    /// busy.
    ///
    /// # Errors
    /// At [`FIELD`]: those of [`Intake::push`], and every other problem of an archive.
    pub fn finish(mut self) -> Result<(Artifact, Vec<u8>), FieldError> {
        match self.artifact() {
            Ok(artifact) => Ok((artifact, self.bytes)),
            Err(problem) => Err(FieldError::new(FIELD, problem)),
        }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Problem> {
        if self.bytes.capacity() == 0 {
            self.bytes.reserve_exact(MAX_BYTES);
        }
        let room = MAX_BYTES - self.bytes.len();
        let (fitting, over) = piece.split_at(piece.len().min(room));
        self.bytes.extend_from_slice(fitting);
        self.hasher.update(fitting);
        let begins_as = |begin: &&[u8; 4]| begin.iter().zip(&self.bytes).all(|(there, here)| there == here);
        if !BEGINNINGS.iter().any(begins_as) {
            return Err(Problem::NotAnArchive);
        }
        self.look_ahead()?;
        if over.is_empty() { Ok(()) } else { Err(limits::too_large()) }
    }

    /// Looks at the local headers that have come, so that somebody who uploads a wrong archive need not wait for the end of it.
    fn look_ahead(&mut self) -> Result<(), Problem> {
        while let Some(rest) = self.next.and_then(|next| self.bytes.get(next..)) {
            match peek(rest)? {
                Next::NotYet => return Ok(()),
                Next::After(length) => self.next = self.next.map(|next| next + length),
                Next::Unknown => self.next = None,
            }
        }
        Ok(())
    }

    fn artifact(&mut self) -> Result<Artifact, Problem> {
        if let Some(problem) = self.refused.take() {
            return Err(problem);
        }
        if self.bytes.len() < BEGINNINGS[0].len() {
            return Err(Problem::NotAnArchive);
        }
        let files = inspect::inspect(&self.bytes, &self.expectation)?;
        let hash = ArtifactHash::of(self.hasher.finalize_reset().into());
        let unpacked = files.iter().map(|file| file.size).sum();
        Ok(Artifact { hash, size: self.bytes.len() as u64, unpacked, files })
    }
}

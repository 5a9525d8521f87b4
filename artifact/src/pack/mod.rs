//! Makes an archive of a folder: the same files make the same bytes, whoever packs them, when and where.
//!
//! Nothing of the machine gets in: paths in order, one time (1980-01-01, the first that the format has), rights of 0644 or 0755, one level of
//! compression, no owners. The bytes may change with a version of the product that compresses better.

mod folder;
mod rules;
mod text;
mod write;

use std::io;
use std::path::Path;

use domain::error::{FieldError, Problem};
use domain::function::Artifact;

use crate::{Expectation, Intake};

pub use text::archive_of;

/// From how many bytes on, unpacked, something is large: a tenth of the room that there is.
const LARGE: u64 = 25 * 1024 * 1024;

/// A packed folder.
#[derive(Debug)]
pub struct Packed {
    /// The archive, checked.
    pub bytes: Vec<u8>,
    /// What is in it.
    pub artifact: Artifact,
    /// How many files and folders were left out; a folder counts once.
    pub left_out: usize,
    /// What takes much room, the largest first.
    pub large: Vec<Large>,
}

/// Something at the top of a folder that takes much room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Large {
    /// A file, or a folder with `/` at its end.
    pub path: String,
    /// What it takes unpacked, in bytes.
    pub size: u64,
}

/// Why a folder was not packed. Names are relative to it, and safe to show.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which; empty for the folder itself.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line of `.pvignore` is no pattern.
    #[error("cannot read .pvignore")]
    Ignore(#[source] ignore::Error),
    /// A name that is not Unicode.
    #[error("the name {path} is not Unicode")]
    Name {
        /// Which, as far as it can be shown.
        path: String,
    },
    /// A symbolic link that leads to a folder, out of the folder, nowhere, or to what is left out.
    #[error("the symbolic link {path} does not lead to a packed file")]
    Link {
        /// Which.
        path: String,
    },
    /// A socket, a device or the like.
    #[error("{path} is not a file")]
    Special {
        /// Which.
        path: String,
    },
    /// What was packed is not a good archive.
    #[error(transparent)]
    Refused(#[from] FieldError),
}

impl PackError {
    fn read(path: &str, source: io::Error) -> Self {
        Self::Read { path: crate::names::shown(path), source }
    }

    fn refused(problem: Problem) -> Self {
        Self::Refused(FieldError::new(crate::FIELD, problem))
    }
}

/// Packs a folder. What `.pvignore` at its top names is left out, by the rules of `.gitignore` (<https://git-scm.com/docs/gitignore>), and what
/// never belongs into a function: version control, secrets of the environment, caches. Symbolic links to files of the folder are followed.
/// Files are read once, one after another.
///
/// # Errors
/// See [`PackError`].
pub fn pack(folder: &Path, expectation: Expectation) -> Result<Packed, PackError> {
    let found = folder::find(folder)?;
    let (archive, large) = write::archive(&found.files)?;
    let mut intake = Intake::new(expectation);
    intake.push(&archive)?;
    drop(archive);
    let (artifact, bytes) = intake.finish()?;
    Ok(Packed { bytes, artifact, left_out: found.left_out, large })
}

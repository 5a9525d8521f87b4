//! Finds the files of a folder.

use std::fs::{DirEntry, FileType};
use std::path::{Path, PathBuf};

use domain::error::Problem;

use super::PackError;
use super::rules::Rules;
use crate::MAX_FILES;
use crate::names::{self, shown};

/// What is in a folder.
pub(super) struct Found {
    /// What is packed, in the order of paths.
    pub(super) files: Vec<Source>,
    /// How many files and folders are not.
    pub(super) left_out: usize,
}

/// A file to be packed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Source {
    /// Its path in the archive.
    pub(super) path: String,
    /// Where its content is.
    pub(super) file: PathBuf,
}

/// Finds all files of a folder that belong into its archive.
pub(super) fn find(folder: &Path) -> Result<Found, PackError> {
    let root = folder.canonicalize().map_err(|error| PackError::read("", error))?;
    let rules = Rules::of(&root)?;
    let mut search =
        Search { rules, folders: vec![String::new()], found: Found { files: Vec::new(), left_out: 0 }, root };
    while let Some(folder) = search.folders.pop() {
        search.look_into(&folder)?;
    }
    search.found.files.sort_unstable();
    Ok(search.found)
}

struct Search {
    root: PathBuf,
    rules: Rules,
    /// Folders that were not looked into yet; each ends with `/`, but the first.
    folders: Vec<String>,
    found: Found,
}

impl Search {
    fn look_into(&mut self, folder: &str) -> Result<(), PackError> {
        let read = |error| PackError::read(folder, error);
        for entry in std::fs::read_dir(self.root.join(folder)).map_err(read)? {
            self.look_at(folder, &entry.map_err(read)?)?;
        }
        Ok(())
    }

    fn look_at(&mut self, folder: &str, entry: &DirEntry) -> Result<(), PackError> {
        let path = |name: &str| format!("{folder}{name}");
        let name = entry.file_name();
        let lossy = || path(&name.to_string_lossy());
        let path = name.to_str().map(path).ok_or_else(|| PackError::Name { path: shown(&lossy()) })?;
        let kind = entry.file_type().map_err(|error| PackError::read(&path, error))?;
        if self.rules.leave_out(&path, kind.is_dir()) {
            self.found.left_out += 1;
        } else if kind.is_dir() {
            self.folders.push(path + "/");
        } else {
            names::read(path.as_bytes()).map_err(PackError::refused)?;
            self.found.files.push(self.source(path, kind, entry.path())?);
        }
        if self.found.files.len() > MAX_FILES as usize {
            return Err(PackError::refused(Problem::TooManyFiles { max: MAX_FILES }));
        }
        Ok(())
    }

    fn source(&self, path: String, kind: FileType, file: PathBuf) -> Result<Source, PackError> {
        if kind.is_file() {
            Ok(Source { path, file })
        } else if kind.is_symlink() {
            let file = self.target(&file).ok_or_else(|| PackError::Link { path: shown(&path) })?;
            Ok(Source { path, file })
        } else {
            Err(PackError::Special { path: shown(&path) })
        }
    }

    /// The file that a symbolic link leads to, if that is one of the folder's, and packed: a link is no way around the rules.
    fn target(&self, link: &Path) -> Option<PathBuf> {
        let target = link.canonicalize().ok()?;
        let inside = target.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let is_packed = target.is_file() && !self.rules.leave_out_with_folders(&parts?.join("/"));
        is_packed.then_some(target)
    }
}

//! What is left out of an archive.

use std::io::ErrorKind;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::PackError;

/// The file with people's own rules.
const IGNORE_FILE: &str = ".pvignore";

/// Never packed, whatever [`IGNORE_FILE`] says: our own files, version control, secrets, caches, and what desktops leave behind.
const NEVER: [&str; 8] =
    [IGNORE_FILE, "pv.toml", ".git", ".env*", "__pycache__", "*.pyc", ".DS_Store", "**/node_modules/.cache"];

/// The rules for one folder.
pub(super) struct Rules {
    never: Gitignore,
    own: Gitignore,
}

impl Rules {
    /// Reads the rules of a folder, which may have none.
    pub(super) fn of(folder: &Path) -> Result<Self, PackError> {
        let mut never = GitignoreBuilder::new("");
        for pattern in NEVER {
            never.add_line(None, pattern).map_err(PackError::Ignore)?;
        }
        let mut own = GitignoreBuilder::new("");
        for line in lines(folder)?.lines() {
            own.add_line(None, line).map_err(PackError::Ignore)?;
        }
        let build = |builder: GitignoreBuilder| builder.build().map_err(PackError::Ignore);
        Ok(Self { never: build(never)?, own: build(own)? })
    }

    /// Whether a file or folder is left out, by its path in the folder. What is in a folder that is left out is not asked about, as with git.
    pub(super) fn leave_out(&self, path: &str, is_folder: bool) -> bool {
        self.never.matched(path, is_folder).is_ignore() || self.own.matched(path, is_folder).is_ignore()
    }

    /// [`Rules::leave_out`] for a file that was not come to through its folders.
    pub(super) fn leave_out_with_folders(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.into_iter().any(|folder| self.leave_out(folder, true)) || self.leave_out(path, false)
    }
}

fn lines(folder: &Path) -> Result<String, PackError> {
    match std::fs::read_to_string(folder.join(IGNORE_FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| PackError::read(IGNORE_FILE, error)),
    }
}

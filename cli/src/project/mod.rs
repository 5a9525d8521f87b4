//! An app's repository: its folder, its `pv.toml` and its `.env`.
//!
//! `docs/pv-toml.md` describes the file for those who write it.

mod database;
mod dotenv;
mod mistake;
mod reader;
mod runtime;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) use self::database::DatabaseUrl;
pub(crate) use self::dotenv::read as read_dotenv;
pub(crate) use self::runtime::{Family, Runtime};
pub(crate) use self::settings::{Architecture, Settings};

use crate::failure::{Class, Failure};

/// The name of the file.
pub(crate) const FILE: &str = "pv.toml";

/// An app's repository.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The folder of `pv.toml`, absolute and without symbolic links.
    pub(crate) root: PathBuf,
    /// What the file says.
    pub(crate) settings: Settings,
}

/// The folder with `pv.toml`: this one, or the nearest one above it.
///
/// # Errors
/// No such file, or no such folder.
pub(crate) fn find(folder: &Path) -> Result<PathBuf, Failure> {
    let start = folder.canonicalize().map_err(|error| {
        Failure::new(Class::NotFound, format!("cannot open the folder {}: {error}", folder.display()))
    })?;
    let root = start.ancestors().find(|folder| folder.join(FILE).is_file());
    root.map(Path::to_path_buf).ok_or_else(|| {
        Failure::new(Class::NotFound, format!("there is no {FILE} in {} or above it", start.display())).advising(
            "Write one; the least is:\n\n    [function]\n    name = \"hello\"\n    runtime = \"python3.13\"\n    \
             handler = \"app.handler\"",
        )
    })
}

/// Reads the project in a folder that [`find`] gave.
///
/// # Errors
/// A file that cannot be read, and every mistake in it at once, with line and column.
pub(crate) fn read(root: &Path) -> Result<Project, Failure> {
    let file = root.join(FILE);
    let text = std::fs::read_to_string(&file)
        .map_err(|error| Failure::new(Class::Usage, format!("cannot read {}: {error}", file.display())))?;
    let settings = settings::parse(&text).map_err(|mistakes| {
        let mut message = format!("{FILE} cannot be used");
        for mistake in &mistakes {
            let _ = write!(message, "\n{}", mistake.shown(FILE, &text));
        }
        Failure::new(Class::Usage, message)
    })?;
    Ok(Project { root: root.to_owned(), settings })
}

/// Variables by name.
pub(crate) type Variables = BTreeMap<String, String>;

//! The files of `pv` in the home folder of its user.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock;
use crate::failure::{Class, Failure};

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Whom the user lets.
    Usual,
    /// The user alone.
    Owner,
}

impl Readers {
    const fn mode(self) -> u32 {
        match self {
            Self::Usual => 0o644,
            Self::Owner => 0o600,
        }
    }
}

/// A file in the folder of `pv`: `$XDG_CONFIG_HOME/pv`, or `~/.config/pv`
/// (<https://specifications.freedesktop.org/basedir-spec/latest/>, which ignores relative paths).
pub(super) fn path(name: &str) -> Result<PathBuf, Failure> {
    let absolute =
        |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")));
    let folder = folder.ok_or_else(|| {
        Failure::new(Class::Usage, "there is no home folder for the settings of pv")
            .advising("Set HOME or XDG_CONFIG_HOME")
    })?;
    Ok(folder.join("pv").join(name))
}

/// Reads a file. One that is not there reads as empty.
pub(super) fn read<T: DeserializeOwned + Default>(file: &Path) -> Result<T, Failure> {
    let wrong =
        |reason: String| Failure::new(Class::Usage, format!("cannot read {}: {reason}", file.display()));
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(T::default()),
        Err(error) => return Err(wrong(error.to_string())),
    };
    // The message alone: the whole error quotes the line, which may hold a token.
    toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))
}

/// Writes a file in one step: whoever reads it finds the old text or the new one, and never with other rights.
pub(super) fn write(file: &Path, content: &impl Serialize, readers: Readers) -> Result<(), Failure> {
    let cannot =
        |reason: String| Failure::new(Class::Failed, format!("cannot write {}: {reason}", file.display()));
    let text = toml::to_string(content).map_err(|error| cannot(error.to_string()))?;
    replace(file, &text, readers).map_err(|error| cannot(error.to_string()))
}

fn replace(file: &Path, text: &str, readers: Readers) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let temporary = file.with_extension(format!("{}.new", clock::request_id().simple()));
    let written = create(&temporary, readers)
        .and_then(|mut new| new.write_all(text.as_bytes()).and_then(|()| new.sync_all()))
        .and_then(|()| fs::rename(&temporary, file));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn create(file: &Path, readers: Readers) -> io::Result<File> {
    let new = OpenOptions::new().write(true).create_new(true).mode(readers.mode()).open(file)?;
    if readers == Readers::Owner {
        // Whatever the mask of the user takes away or not.
        new.set_permissions(Permissions::from_mode(readers.mode()))?;
    }
    Ok(new)
}

//! Stamps: what was made from the same content before is not made again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::project;

/// The record of the content that a thing was made from.
pub(crate) struct Stamp {
    file: PathBuf,
    content: String,
}

impl Stamp {
    /// The stamp of the thing called `name`, made from these files and all files in these folders.
    pub(crate) fn of(name: &str, sources: &[PathBuf]) -> Result<Self> {
        let mut hash = Sha256::new();
        for source in sources {
            for file in files(source)? {
                hash.update(file.to_string_lossy().as_bytes());
                hash.update(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
            }
        }
        Ok(Self { file: project::state().join("stamps").join(name), content: hex::encode(hash.finalize()) })
    }

    /// Whether `made` is there, and was made from the same content.
    pub(crate) fn is_current(&self, made: &Path) -> bool {
        made.exists() && fs::read_to_string(&self.file).is_ok_and(|content| content == self.content)
    }

    /// Records that the thing is made now.
    pub(crate) fn set(&self) -> Result<()> {
        let folder = self.file.parent().context("a stamp has a folder")?;
        fs::create_dir_all(folder)?;
        Ok(fs::write(&self.file, &self.content)?)
    }
}

/// The file itself, or all files in the folder in a fixed order.
pub(crate) fn files(source: &Path) -> Result<Vec<PathBuf>> {
    if source.is_file() {
        return Ok(vec![source.to_owned()]);
    }
    let mut found = Vec::new();
    let entries = fs::read_dir(source).with_context(|| format!("cannot read {}", source.display()))?;
    for entry in entries {
        let path = entry?.path();
        let generated = path.file_name().is_some_and(|name| {
            ["node_modules", "target", "__pycache__"].contains(&&*name.to_string_lossy())
        });
        if !generated {
            found.extend(files(&path)?);
        }
    }
    found.sort();
    Ok(found)
}

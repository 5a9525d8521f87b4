//! A Debian package.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::processes::{self, command};
use crate::project;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A file of the project, its place in the package, and its mode.
pub(super) type Placed = (&'static str, &'static str, u32);

/// The files of a package, before it is packed.
pub(super) struct Tree {
    name: &'static str,
    root: PathBuf,
}

impl Tree {
    /// A new tree with these files. What is left of an older one goes away.
    pub(super) fn new(name: &'static str, folder: &Path, files: &[Placed]) -> Result<Self> {
        let root = folder.join("debian").join(name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        for (from, to, mode) in files {
            copy(&project::root().join(from), &root.join(to), *mode)?;
        }
        Ok(Self { name, root })
    }

    /// A place in it. Its folder is there.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf> {
        let place = self.root.join(path);
        fs::create_dir_all(place.parent().context("a file has a folder")?)?;
        Ok(place)
    }

    /// Packs it, with version and architecture written into its control file.
    pub(super) fn pack(&self, folder: &Path) -> Result<PathBuf> {
        let architecture = processes::output(command("dpkg").arg("--print-architecture"))?;
        let architecture = architecture.trim();
        let control = self.root.join("DEBIAN/control");
        let text = fs::read_to_string(&control)?;
        fs::write(&control, text.replace("{version}", VERSION).replace("{architecture}", architecture))?;
        let package = folder.join(format!("{}_{VERSION}_{architecture}.deb", self.name));
        processes::run_quietly(
            command("dpkg-deb").args(["--root-owner-group", "--build"]).arg(&self.root).arg(&package),
        )?;
        Ok(package)
    }
}

/// Copies a file to a place whose folders may not be there, readable by all as a package's folders are.
pub(super) fn copy(from: &Path, to: &Path, mode: u32) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file has a folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(fs::set_permissions(to, fs::Permissions::from_mode(mode))?)
}

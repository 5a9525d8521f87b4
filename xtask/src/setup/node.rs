//! Node packages, as their lock files say.

use std::path::PathBuf;

use anyhow::Result;

use crate::processes::{self, command};
use crate::stamp::Stamp;
use crate::{console, project};

use super::debian;

/// Makes sure that Node and its package manager are there: the product's own tools run what others wrote for it.
pub(crate) fn interpreter() -> Result<()> {
    if !processes::is_installed("node") || !processes::is_installed("npm") {
        debian::install(&["nodejs", "npm"])?;
    }
    Ok(())
}

/// Installs the packages of a folder of the project that has a `package-lock.json`. Gives the folder.
pub(crate) fn packages(folder: &str) -> Result<PathBuf> {
    let path = project::root().join(folder);
    let stamp = Stamp::of(&format!("node-{}", folder.replace('/', "-")), &[path.join("package-lock.json")])?;
    if stamp.is_current(&path.join("node_modules")) {
        return Ok(path);
    }
    interpreter()?;
    console::step(&format!("Installing Node packages of {folder}"), || {
        processes::run_quietly(
            command("npm")
                // Debian's browser is used; the download of another would only take time.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&path),
        )?;
        stamp.set()
    })?;
    Ok(path)
}

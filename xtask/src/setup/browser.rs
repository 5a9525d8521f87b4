//! The browser that runs the journeys: Debian's Chromium.

use std::path::PathBuf;

use anyhow::Result;

use super::debian;

/// The browser's program.
pub(crate) fn chromium() -> Result<PathBuf> {
    let program = PathBuf::from("/usr/bin/chromium");
    if !program.exists() {
        // The fonts make Japanese pages readable in pictures.
        debian::install(&["chromium", "fonts-noto-cjk"])?;
    }
    Ok(program)
}

//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The top folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder in the project")
}

/// The folder of what the commands make beside the build: environments, state, logs. Git ignores it.
pub(crate) fn state() -> PathBuf {
    root().join(".dev")
}

/// Cargo's build folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The finished frontend, which the server embeds. It is in the project wherever cargo builds.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The top folder of the project. Cargo names it at the start: clones that share a build folder may share this program.
pub(crate) fn root() -> &'static Path {
    static PACKAGE: LazyLock<PathBuf> = LazyLock::new(|| {
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
    });
    PACKAGE.parent().expect("xtask is a folder in the project")
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

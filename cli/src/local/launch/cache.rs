//! Where `pv` keeps what it has installed for itself.

use std::path::{Path, PathBuf};

use crate::local::Problem;

/// The folder of this user: `PV_CACHE`, or what the system has for caches
/// (<https://specifications.freedesktop.org/basedir-spec/latest/>).
///
/// # Errors
/// Nothing says where the user's files are.
pub(super) fn folder() -> Result<PathBuf, Problem> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let of_system = || {
        if cfg!(target_os = "macos") {
            return Some(variable("HOME")?.join("Library/Caches/provisioner"));
        }
        let caches = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
        Some(caches.join("provisioner"))
    };
    variable("PV_CACHE").or_else(of_system).ok_or_else(|| Problem::NotStarted {
        message: "there is no folder for files that are kept: neither PV_CACHE nor HOME is set".to_owned(),
        advice: Some("Set PV_CACHE to a folder that you may write to.".to_owned()),
    })
}

/// Gives a folder its final name once it is complete, so that a broken installation is never used. Another `pv` may have
/// been faster; then its folder stays.
///
/// # Errors
/// The folder cannot be renamed.
pub(super) fn publish(partial: &Path, complete: &Path) -> Result<(), Problem> {
    match std::fs::rename(partial, complete) {
        Err(error) if !complete.exists() => Err(cannot_write(complete, &error)),
        Err(_) => {
            // What is left is only untidy.
            let _ = std::fs::remove_dir_all(partial);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The problem of a folder that cannot be written.
pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
    Problem::NotStarted {
        message: format!("cannot write {}: {error}", path.display()),
        advice: Some("Set PV_CACHE to a folder that you may write to.".to_owned()),
    }
}

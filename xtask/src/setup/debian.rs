//! Debian packages, for what no language's registry has.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::console;
use crate::processes::{self, command};

/// Installs those of the packages that are missing. An error that says what to type where this user may not, or where
/// there is no apt.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let packages: Vec<_> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if packages.is_empty() {
        return Ok(());
    }
    install_newest(&packages)
}

/// Installs the packages in the newest version that there is. The same errors.
pub(crate) fn install_newest(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !processes::is_installed("apt-get") {
        bail!("this machine has no apt-get; install by hand what Debian has as: {list}");
    }
    if !rustix::process::geteuid().is_root() {
        bail!("to go on, type: sudo apt-get install --yes --no-install-recommends {list}");
    }
    console::step(&format!("Installing Debian packages: {list}"), || {
        // Old lists name versions that are gone, or too old. Without an update what they name may still do.
        let _ = processes::output(&mut apt_get("update"));
        processes::run_quietly(apt_get("install").args(["--yes", "--no-install-recommends"]).args(packages))
    })
}

fn apt_get(subcommand: &str) -> Command {
    let mut apt_get = command("apt-get");
    apt_get.env("DEBIAN_FRONTEND", "noninteractive").args([subcommand, "--quiet"]).stderr(Stdio::piped());
    apt_get
}

fn is_installed(package: &str) -> bool {
    processes::output(
        command("dpkg-query")
            .args(["--show", "--showformat=${db:Status-Status}", package])
            .stderr(Stdio::null()),
    )
    .is_ok_and(|status| status == "installed")
}

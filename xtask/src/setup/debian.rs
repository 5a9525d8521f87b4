//! Debian packages, for what no language's registry has.

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
    let list = packages.join(" ");
    if !processes::is_installed("apt-get") {
        bail!("this machine has no apt-get; install by hand what Debian has as: {list}");
    }
    if !rustix::process::geteuid().is_root() {
        bail!("to go on, type: sudo apt-get install --yes --no-install-recommends {list}");
    }
    console::step(&format!("Installing Debian packages: {list}"), || {
        // The lists may be old, or missing: a failure of the first try is answered with an update.
        if install_known(&packages).is_err() {
            processes::run_quietly(command("apt-get").args(["update", "--quiet"]))?;
            install_known(&packages)?;
        }
        Ok(())
    })
}

fn install_known(packages: &[&str]) -> Result<()> {
    processes::output(
        command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(packages)
            .stderr(std::process::Stdio::null()),
    )
    .map(|_| ())
}

fn is_installed(package: &str) -> bool {
    processes::output(
        command("dpkg-query")
            .args(["--show", "--showformat=${db:Status-Status}", package])
            .stderr(std::process::Stdio::null()),
    )
    .is_ok_and(|status| status == "installed")
}

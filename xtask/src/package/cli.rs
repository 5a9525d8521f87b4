//! The command line, `pv`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::debian::{self, Placed, Tree};
use super::ship;
use crate::processes::{self, command};
use crate::{console, project};

/// What its Debian package puts where, beside what `pv` itself writes.
pub(super) const FILES: [Placed; 4] = [
    ("docs/pv-toml.md", "usr/share/doc/provisioner-cli/pv-toml.md", 0o644),
    ("docs/deploy-from-ci.md", "usr/share/doc/provisioner-cli/deploy-from-ci.md", 0o644),
    ("LICENSE", "usr/share/doc/provisioner-cli/copyright", 0o644),
    ("packaging/cli/control", "DEBIAN/control", 0o644),
];

/// Where shells look for completions that a package brings.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/pv"),
    ("zsh", "usr/share/zsh/vendor-completions/_pv"),
    ("fish", "usr/share/fish/vendor_completions.d/pv.fish"),
];

/// Builds the small binary and the Debian package.
pub(super) fn package(folder: &Path) -> Result<[PathBuf; 2]> {
    console::step("Building the command line", || {
        processes::run(
            command("cargo")
                .args(["build", "--profile", "cli-release", "--package", "provisioner-cli", "--bin", "pv"])
                .current_dir(project::root()),
        )
    })?;
    let binary = ship("cli-release/pv", folder, "pv")?;
    let tree = Tree::new("provisioner-cli", folder, &FILES)?;
    debian::copy(&binary, &tree.place("usr/bin/pv")?, 0o755)?;
    add_pages(&binary, &tree)?;
    for (shell, place) in COMPLETIONS {
        let script = processes::output(command(&binary).args(["completions", shell]))?;
        write(&tree.place(place)?, script)?;
    }
    let package = tree.pack(folder)?;
    Ok([binary, package])
}

/// The manual, packed as Debian wants it, without the time at which that was done.
fn add_pages(binary: &Path, tree: &Tree) -> Result<()> {
    let pages = tree.place("usr/share/man/man1")?;
    processes::run_quietly(command(binary).args(["man", "--folder"]).arg(&pages))?;
    for page in fs::read_dir(&pages)? {
        let page = page?.path();
        fs::set_permissions(&page, fs::Permissions::from_mode(0o644))?;
        processes::run_quietly(command("gzip").args(["-9", "--no-name"]).arg(&page))?;
    }
    Ok(())
}

fn write(place: &Path, text: String) -> Result<()> {
    fs::write(place, text)?;
    Ok(fs::set_permissions(place, fs::Permissions::from_mode(0o644))?)
}

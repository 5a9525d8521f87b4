//! The server, `provisioner`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::debian::{self, Placed, Tree};
use super::ship;
use crate::processes::{self, command};
use crate::{console, frontend, project};

/// What its Debian package puts where.
pub(super) const FILES: [Placed; 15] = [
    ("packaging/provisioner.service", "lib/systemd/system/provisioner.service", 0o644),
    ("packaging/environment", "etc/provisioner/environment", 0o600),
    ("packaging/provisioner.toml", "etc/provisioner/provisioner.toml", 0o644),
    ("docs/operations.md", "usr/share/doc/provisioner/operations.md", 0o644),
    ("docs/configuration.md", "usr/share/doc/provisioner/configuration.md", 0o644),
    ("docs/audit-actions.md", "usr/share/doc/provisioner/audit-actions.md", 0o644),
    ("docs/target-account.yaml", "usr/share/doc/provisioner/target-account.yaml", 0o644),
    ("dev/sample.toml", "usr/share/doc/provisioner/examples/seed.toml", 0o644),
    ("README.md", "usr/share/doc/provisioner/README.md", 0o644),
    ("LICENSE", "usr/share/doc/provisioner/copyright", 0o644),
    ("packaging/control", "DEBIAN/control", 0o644),
    ("packaging/conffiles", "DEBIAN/conffiles", 0o644),
    ("packaging/postinst", "DEBIAN/postinst", 0o755),
    ("packaging/prerm", "DEBIAN/prerm", 0o755),
    ("packaging/postrm", "DEBIAN/postrm", 0o755),
];

/// Builds the release binary with the frontend inside, and the Debian package.
pub(super) fn package(folder: &Path) -> Result<[PathBuf; 2]> {
    frontend::build(frontend::Effort::Full)?;
    console::step("Building the release binary", || {
        processes::run(
            command("cargo")
                .args(["build", "--release", "--package", "server", "--bin", "provisioner"])
                .current_dir(project::root()),
        )
    })?;
    let binary = ship("release/provisioner", folder, "provisioner")?;
    let tree = Tree::new("provisioner", folder, &FILES)?;
    debian::copy(&binary, &tree.place("usr/bin/provisioner")?, 0o755)?;
    let package = tree.pack(folder)?;
    Ok([binary, package])
}

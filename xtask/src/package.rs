//! `cargo xtask package`: what is shipped.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::processes::{self, command};
use crate::{console, frontend, project};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the Debian package puts where: file of the project, place, mode.
const FILES: [(&str, &str, u32); 15] = [
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

/// Builds the release binary with the frontend inside, the Debian package, and the checksums of both.
pub(crate) fn package() -> Result<()> {
    frontend::build(frontend::Effort::Full)?;
    console::step("Building the release binary", || {
        processes::run(
            command("cargo")
                .args(["build", "--release", "--package", "server", "--bin", "provisioner"])
                .current_dir(project::root()),
        )
    })?;
    let folder = project::root().join("target/package");
    fs::create_dir_all(&folder)?;
    let binary = folder.join("provisioner");
    copy(&project::target().join("release/provisioner"), &binary, 0o755)?;
    let package = debian_package(&binary, &folder)?;
    let sums = checksum(&binary)? + &checksum(&package)?;
    fs::write(folder.join("SHA256SUMS"), &sums)?;
    println!("\nIn {}:\n{sums}", folder.display());
    Ok(())
}

fn debian_package(binary: &Path, folder: &Path) -> Result<PathBuf> {
    let architecture = processes::output(command("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    let tree = folder.join("debian");
    if tree.exists() {
        fs::remove_dir_all(&tree)?;
    }
    for (from, to, mode) in FILES {
        copy(&project::root().join(from), &tree.join(to), mode)?;
    }
    copy(binary, &tree.join("usr/bin/provisioner"), 0o755)?;
    let control = tree.join("DEBIAN/control");
    let text = fs::read_to_string(&control)?;
    fs::write(&control, text.replace("{version}", VERSION).replace("{architecture}", architecture))?;
    let package = folder.join(format!("provisioner_{VERSION}_{architecture}.deb"));
    processes::run_quietly(
        command("dpkg-deb").args(["--root-owner-group", "--build"]).arg(&tree).arg(&package),
    )?;
    Ok(package)
}

/// Copies a file to a place whose folders may not be there, readable by all as a package's folders are.
fn copy(from: &Path, to: &Path, mode: u32) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file has a folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(fs::set_permissions(to, fs::Permissions::from_mode(mode))?)
}

/// The file's line as `sha256sum --check` reads it.
fn checksum(file: &Path) -> Result<String> {
    let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
    Ok(format!("{}  {name}\n", hex::encode(Sha256::digest(fs::read(file)?))))
}

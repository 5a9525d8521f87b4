//! `cargo xtask package`: what is shipped.

mod cli;
mod debian;
mod server;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use sha2::{Digest, Sha256};

use crate::project;

/// What is built.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Only this one [default: both]
    #[arg(long, value_name = "PROGRAM")]
    only: Option<Program>,
}

/// What is shipped.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Program {
    /// The server, with the frontend inside.
    Provisioner,
    /// The command line.
    Pv,
}

/// Builds the binaries, their Debian packages, and the checksums of all.
pub(crate) fn package(arguments: &Arguments) -> Result<()> {
    let folder = project::root().join("target/package");
    fs::create_dir_all(&folder)?;
    let is_asked_for = |program| arguments.only.is_none_or(|only| only == program);
    let mut files = Vec::new();
    if is_asked_for(Program::Provisioner) {
        files.extend(server::package(&folder)?);
    }
    if is_asked_for(Program::Pv) {
        files.extend(cli::package(&folder)?);
    }
    let sums = files.iter().map(|file| checksum(file)).collect::<Result<String>>()?;
    fs::write(folder.join("SHA256SUMS"), &sums)?;
    println!("\nIn {}:\n{sums}", folder.display());
    Ok(())
}

/// What cargo has built, as it is shipped.
fn ship(built: &str, folder: &Path, name: &str) -> Result<PathBuf> {
    let binary = folder.join(name);
    debian::copy(&project::target().join(built), &binary, 0o755)?;
    Ok(binary)
}

/// The file's line as `sha256sum --check` reads it.
fn checksum(file: &Path) -> Result<String> {
    let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
    Ok(format!("{}  {name}\n", hex::encode(Sha256::digest(fs::read(file)?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_packages_bring_is_there() {
        for (from, ..) in server::FILES.iter().chain(&cli::FILES) {
            assert!(project::root().join(from).is_file(), "{from}");
        }
    }
}

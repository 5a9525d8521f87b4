//! A toolchain that compiles for the browser, found in one of three ways.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::processes::{self, command};
use crate::{console, project};

use super::debian;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// What compiles the frontend.
#[derive(Clone, Copy)]
pub(crate) enum Toolchain {
    /// The toolchain of the project, which has the target.
    Rustup,
    /// Debian's newer toolchain, for the frontend alone, which builds the standard library from source.
    Debian,
}

/// Finds the toolchain: the target is there, or rustup adds it, or Debian's toolchain does without it.
pub(crate) fn toolchain() -> Result<Toolchain> {
    if has_target() {
        console::note("WASM toolchain: the target is there");
        return Ok(Toolchain::Rustup);
    }
    if processes::is_installed("rustup") {
        let added = console::step("Adding the WASM target with rustup", || {
            processes::output(command("rustup").args(["target", "add", TARGET]).stderr(Stdio::null()))
        });
        if added.is_ok() && has_target() {
            console::note("WASM toolchain: rustup added the target");
            return Ok(Toolchain::Rustup);
        }
    }
    console::note("WASM toolchain: rustup cannot add the target; using Debian's rustc-web for the frontend");
    if !debian_is_new_enough() {
        debian::install_newest(&["rustc-web", "cargo-web", "rust-web-src", "lld"])?;
    }
    Ok(Toolchain::Debian)
}

fn has_target() -> bool {
    processes::output(
        command("rustc").args(["--print", "sysroot"]).current_dir(project::root()).stderr(Stdio::null()),
    )
    .is_ok_and(|sysroot| PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).exists())
}

/// Whether Debian's compiler is there and not older than what the project needs.
fn debian_is_new_enough() -> bool {
    let minor = |version: &str| version.split('.').nth(1)?.parse::<u32>().ok();
    let installed = processes::output(command(DEBIAN_RUSTC).arg("--version").stderr(Stdio::null())).ok();
    installed.is_some_and(|version| minor(&version) >= minor(env!("CARGO_PKG_RUST_VERSION")))
        && processes::is_installed("wasm-ld")
}

impl Toolchain {
    /// `cargo SUBCOMMAND` for the frontend's target.
    pub(crate) fn cargo(self, subcommand: &str) -> Command {
        let mut cargo = match self {
            Self::Rustup => {
                let mut cargo = command("cargo");
                cargo.arg(subcommand);
                cargo
            }
            Self::Debian => {
                let mut cargo = command("/usr/bin/cargo");
                cargo
                    .arg(subcommand)
                    .arg("-Zbuild-std=std,panic_abort")
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld")
                    .env("CARGO_TARGET_DIR", self.target());
                cargo
            }
        };
        cargo.args(["--package", "frontend", "--target", TARGET]).current_dir(project::root());
        cargo
    }

    /// Where it leaves what it builds with this profile.
    pub(crate) fn built(self, profile_folder: &str) -> PathBuf {
        self.target().join(TARGET).join(profile_folder).join("frontend.wasm")
    }

    fn target(self) -> PathBuf {
        match self {
            Self::Rustup => project::target(),
            // Another compiler's output in the same folder would make cargo build everything twice.
            Self::Debian => project::target().join("debian"),
        }
    }
}

//! What the browser gets: lints, and proof that nothing of the server is in it.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::processes::{self, command};
use crate::setup::wasm::{self, Toolchain};
use crate::{console, frontend, project, stage};

use super::tally::Tally;

/// Crates of the server: a part of each name.
const SERVER_CRATES: [&str; 5] = ["axum", "tokio", "sea-orm", "sqlx", "aws-"];

/// Text that only the server has: a resource type of a template.
const SERVER_TEXT: &[u8] = b"AWS::";

/// What a page loads, and what that may weigh together, compressed with brotli, in bytes.
const BUDGETS: [(&str, &[&str], u64); 2] = [
    ("the first page, beside its HTML", &["main.css", "favicon.svg", "main.js"], 30_000),
    ("the islands, on pages that have some", &["pkg/provisioner.js", "pkg/provisioner.wasm"], 140_000),
];

pub(super) fn lints(_: &mut Tally) -> Result<()> {
    match wasm::toolchain()? {
        toolchain @ Toolchain::Rustup => {
            processes::run(toolchain.cargo("clippy").args(["--quiet", "--", "--deny", "warnings"]))
        }
        Toolchain::Debian => {
            console::note("not done: Debian's toolchain has no clippy");
            Ok(())
        }
    }
}

pub(super) fn dependencies(_: &mut Tally) -> Result<()> {
    let tree = processes::output(
        command("cargo")
            .args(["tree", "--package", "frontend", "--target", "wasm32-unknown-unknown"])
            .args(["--edges", "normal", "--prefix", "none"])
            .current_dir(project::root()),
    )?;
    let found: Vec<_> =
        tree.lines().filter(|line| SERVER_CRATES.iter().any(|name| line.starts_with(name))).collect();
    if !found.is_empty() {
        bail!("the frontend depends on crates of the server: {}", found.join(", "));
    }
    Ok(())
}

pub(super) fn build(_: &mut Tally) -> Result<()> {
    stage::build(frontend::Effort::Full).map(|_| ())
}

pub(super) fn contents(_: &mut Tally) -> Result<()> {
    let wasm = fs::read(project::site().join("pkg/provisioner.wasm"))?;
    if wasm.windows(SERVER_TEXT.len()).any(|window| window == SERVER_TEXT) {
        bail!(
            "the WASM has texts of the server in it: something that only the server needs is compiled for the browser"
        );
    }
    for (what, names, budget) in BUDGETS {
        let mut whole = 0;
        for name in names {
            let compressed = project::site().join(format!("{name}.br"));
            whole += fs::metadata(&compressed).with_context(|| format!("no {name}.br"))?.len();
        }
        console::note(&format!("{what}: {whole} of {budget} bytes"));
        if whole > budget {
            bail!("{what}: {} bytes over the budget", whole - budget);
        }
    }
    Ok(())
}

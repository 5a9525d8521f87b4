//! `cargo xtask bench`: the release build's figures.

use anyhow::Result;

use crate::processes::{self, command};
use crate::{console, frontend, project};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to the measuring program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Builds what is shipped, and runs the server's measuring program on it.
pub(crate) fn bench(arguments: &Arguments) -> Result<()> {
    frontend::build(frontend::Effort::Full)?;
    console::step("Building the release binary and the measuring program", || {
        processes::run(
            command("cargo")
                .args(["build", "--quiet", "--release", "--package", "server", "--bin", "provisioner"])
                .args(["--example", "bench"])
                .current_dir(project::root()),
        )
    })?;
    // It measures the binary that was built beside it.
    processes::run(
        command(project::target().join("release/examples/bench"))
            .args(&arguments.rest)
            .current_dir(project::root()),
    )
}

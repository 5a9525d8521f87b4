//! `cargo xtask bench`: the release build's figures.

use anyhow::Result;

use crate::processes::{self, command};
use crate::{frontend, project};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to the measuring program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Builds what is shipped, and runs the server's measuring program on it.
pub(crate) fn bench(arguments: &Arguments) -> Result<()> {
    frontend::build(frontend::Effort::Full)?;
    processes::run(
        command("cargo")
            .args(["run", "--quiet", "--release", "--package", "server", "--example", "bench", "--"])
            .args(&arguments.rest)
            .current_dir(project::root()),
    )
}

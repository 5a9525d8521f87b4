//! `cargo xtask kills`: kills the server at random moments, and sees that everything comes to its end.

use anyhow::Result;
use serde_json::json;

use crate::processes::{self, command};
use crate::setup::python;
use crate::stage::{self, Place};
use crate::{frontend, project};

/// The program that drives the server.
const PROGRAM: &str = "dev/proofs/kills.py";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How often the server is killed
    #[arg(long, default_value_t = 100)]
    times: u32,
    /// The same moments again
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

/// Starts everything in an empty folder, and gives the server to the program that kills it.
pub(crate) fn kills(arguments: &Arguments) -> Result<()> {
    let program = stage::build(frontend::Effort::Little)?;
    let programs = python::environment("proofs", "dev/proofs/requirements.txt")?;
    let place = Place::in_empty(&project::state().join("kills"))?;
    let mut stage = place.start(&program)?;
    stage.stop_server();
    let mut told = place.told();
    told["program"] = json!(program);
    processes::run(command(programs.join("python")).arg("-B").arg(project::root().join(PROGRAM)).args([
        told.to_string(),
        arguments.times.to_string(),
        arguments.seed.to_string(),
    ]))
}

//! `cargo xtask bench`: the release build's figures.

use anyhow::Result;
use serde_json::json;

use crate::processes::{self, command};
use crate::setup::{node, python};
use crate::stage::Place;
use crate::{console, frontend, project};

/// The part that is measured with everything running, beside others' ways to deploy: only when it is named.
const DEPLOYS: &str = "deploys";

/// The program that deploys, and the folder of the app that the AWS CDK deploys beside it.
const PROGRAM: &str = "dev/proofs/deploys.py";
const CDK: &str = "dev/proofs/cdk";

/// How often each way deploys.
const RUNS: &str = "10";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The parts to measure: `deploys`, and those of the measuring program, which are all measured when nothing is named
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
    let (deploys, others): (Vec<_>, Vec<_>) = arguments.rest.iter().partition(|part| *part == DEPLOYS);
    if deploys.is_empty() || !others.is_empty() {
        // It measures the binary that was built beside it.
        processes::run(
            command(project::target().join("release/examples/bench"))
                .args(others)
                .current_dir(project::root()),
        )?;
    }
    if deploys.is_empty() { Ok(()) } else { measure_deploys() }
}

fn measure_deploys() -> Result<()> {
    let cdk = node::packages(CDK)?;
    let programs = python::environment("proofs", "dev/proofs/requirements.txt")?;
    let place = Place::in_empty(&project::state().join("bench"))?;
    let _stage = place.start(&project::target().join("release/provisioner"))?;
    let mut told = place.told();
    told["cdk"] = json!(cdk);
    processes::run(
        command(programs.join("python"))
            .arg("-B")
            .arg(project::root().join(PROGRAM))
            .args([told.to_string().as_str(), RUNS]),
    )
}

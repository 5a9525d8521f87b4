//! The tests of the plugin that completes MiniStack.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

use crate::peers::Aws;
use crate::processes::{self, Service, command};
use crate::setup::python;
use crate::{http, project};

use super::tally::Tally;

pub(super) fn tests(tally: &mut Tally) -> Result<()> {
    let programs = python::environment("venv", "dev/ministack/requirements.txt")?;
    processes::run_watched(
        command(programs.join("python"))
            // unittest reports on its standard error.
            .args(["-B", "-c", "import sys, unittest; sys.stderr = sys.stdout; unittest.main(None, verbosity=2, argv=['', 'discover'])"])
            .current_dir(project::root().join("dev/ministack"))
            .stderr(Stdio::inherit()),
        |line| tally.unittest(line),
    )
}

/// A stand-in for the tests of the crate that calls AWS: without delays, and its address.
pub(super) fn start() -> Result<(Service, String)> {
    let folder = project::state().join("test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let aws = Aws { port: http::free_port()?, control: folder.join("aws-control.json"), folder };
    Ok((aws.start()?, aws.endpoint()))
}

//! The tests of the plugin that completes MiniStack.

use std::process::Stdio;

use anyhow::Result;

use crate::processes::{self, command};
use crate::project;
use crate::setup::python;

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

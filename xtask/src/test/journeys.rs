//! The journeys: a real browser against the real binary.

use std::env;

use anyhow::Result;

use crate::processes::{self, command};
use crate::setup::{browser, node, python};

use super::tally::Tally;

pub(super) fn tests(tally: &mut Tally) -> Result<()> {
    let folder = node::packages("end2end")?;
    node::packages("dev/oidc")?;
    python::environment("venv", "dev/ministack/requirements.txt")?;
    processes::run_watched(
        command(folder.join("node_modules/.bin/playwright"))
            .arg("test")
            .env("CHROMIUM", browser::chromium()?)
            // The stage is set by this very program.
            .env("XTASK", env::current_exe()?)
            .current_dir(folder),
        |line| tally.playwright(line),
    )
}

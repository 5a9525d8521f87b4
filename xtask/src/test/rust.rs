//! Format, lints and tests of the crates that run on the server.

use std::process::Command;

use anyhow::Result;

use crate::processes::{self, command};
use crate::project;
use crate::setup::node;
use crate::setup::postgres::Postgres;

use super::stand_in;
use super::tally::Tally;

/// The tests of the AWS calls against the stand-in.
const STAND_IN: &str = "aws/ministack";

pub(super) fn format(_: &mut Tally) -> Result<()> {
    processes::run(cargo("fmt").args(["--all", "--check"]))
}

pub(super) fn lints(_: &mut Tally) -> Result<()> {
    processes::run(cargo("clippy").args([
        "--quiet",
        "--all-targets",
        "--features",
        STAND_IN,
        "--",
        "--deny",
        "warnings",
    ]))
}

pub(super) fn tests_on_sqlite(tally: &mut Tally) -> Result<()> {
    // The tests of `pv dev` run handlers with Node and with Python; the stand-in has brought Python along.
    node::interpreter()?;
    let (_stand_in, endpoint) = stand_in::start()?;
    processes::run_watched(
        cargo("test")
            .args(["--quiet", "--features", STAND_IN])
            .env_remove("TEST_DATABASE_URL")
            .env("PROVISIONER_TEST_AWS_ENDPOINT", endpoint),
        |line| tally.cargo(line),
    )
}

pub(super) fn tests_on_postgres(tally: &mut Tally) -> Result<()> {
    let postgres = Postgres::start()?;
    processes::run_watched(
        cargo("test")
            .args(["--quiet", "--package", "migrations", "--package", "server"])
            .env("TEST_DATABASE_URL", postgres.url()),
        |line| tally.cargo(line),
    )
}

fn cargo(subcommand: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.arg(subcommand).current_dir(project::root());
    cargo
}

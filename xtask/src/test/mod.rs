//! `cargo xtask test`: every check and test of the project, set-up included.

mod frontend;
mod journeys;
mod rust;
mod stand_in;
mod tally;
mod templates;

use std::fmt;
use std::time::Instant;

use anyhow::Result;

use crate::interrupt;

use self::tally::Tally;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Format, lints and the Rust tests on SQLite only
    #[arg(long)]
    quick: bool,
    /// Only the checks whose name contains this
    #[arg(long, value_name = "NAME", conflicts_with = "quick")]
    only: Option<String>,
}

/// What failed has been said, before the last line.
#[derive(Debug)]
pub(crate) struct NotPassed;

impl fmt::Display for NotPassed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a check failed")
    }
}

impl std::error::Error for NotPassed {}

/// A part of the test command, by the name that it is reported under.
type Check = (&'static str, fn(&mut Tally) -> Result<()>);

/// What `--quick` does, from the quickest to the slowest.
const QUICK: [Check; 4] = [
    ("format", rust::format),
    ("lints", rust::lints),
    ("lints of the frontend", frontend::lints),
    ("Rust tests, SQLite", rust::tests_on_sqlite),
];

/// What the whole command does after that.
const REST: [Check; 7] = [
    ("Rust tests, PostgreSQL", rust::tests_on_postgres),
    ("dependencies of the frontend", frontend::dependencies),
    ("templates, judged by others", templates::judges),
    ("the stand-in for AWS", stand_in::tests),
    ("frontend and server build", frontend::build),
    ("size and strings of the frontend", frontend::contents),
    ("journeys in a browser", journeys::tests),
];

/// Runs the checks in order and stops at the first that fails. The last line is the number of tests.
pub(crate) fn test(arguments: &Arguments) -> Result<()> {
    let mut tally = Tally::default();
    let rest: &[Check] = if arguments.quick { &[] } else { &REST };
    let mut outcome = Ok(());
    let mut report = Vec::new();
    let is_wanted = |name: &str| arguments.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    for (name, check) in QUICK.iter().chain(rest).filter(|(name, _)| is_wanted(name)) {
        println!("\n== {name}");
        let start = Instant::now();
        outcome = check(&mut tally).map_err(|error| error.context(*name));
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        report.push(format!("{:>7.1} s  {word:<6}  {name}", start.elapsed().as_secs_f64()));
        if outcome.is_err() {
            report.push(format!("To repeat this check alone: cargo xtask test --only '{name}'"));
            break;
        }
    }
    println!("\n{}\n", report.join("\n"));
    if let Err(error) = &outcome
        && !interrupt::happened()
    {
        tally.count_failed_check();
        println!("{error:#}\n");
    }
    println!("{tally}");
    outcome.map_err(|_| NotPassed.into())
}

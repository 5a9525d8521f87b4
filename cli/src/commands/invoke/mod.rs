//! `pv invoke`.

mod local;
mod remote;

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::local::Options;
use super::place::{Environment, Place};
use crate::failure::{Class, Failure};
use crate::local::events;
use crate::output::Output;

/// Run a function once with an event, on the server or on this machine
///
/// The answer goes to standard output; log, time and memory to standard error. Exit code 1 when the function failed, 7 when it took longer than
/// it may, 6 when too many requests run at the same time.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv invoke hello
  pv invoke hello --event order.json --version 7
  pv invoke --event scheduled             the function of pv.toml, with a sample
  pv invoke --local --event order.json    on this machine, with the code of the folder
  pv events show scheduled | pv invoke --local --event -")]
pub(super) struct Arguments {
    /// The function [default: `name` in pv.toml of this folder or one above it]
    #[arg(value_name = "NAME", conflicts_with = "local")]
    name: Option<String>,
    /// The event: a file, `-` for standard input, or the name of a saved event or a sample (see `pv events list`)
    #[arg(long, value_name = "EVENT", default_value = "alb")]
    event: PathBuf,
    /// The version [default: what is live, as traffic gets it]
    #[arg(long, value_name = "NUMBER", conflicts_with = "local")]
    version: Option<u32>,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME", conflicts_with = "local")]
    environment: Option<Environment>,
    /// Run it on this machine, with the code of the folder
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    place: Place,
}

/// Runs it and shows its answer.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    if arguments.local {
        local::run(arguments.options, &arguments.event, output)
    } else {
        remote::run(&arguments, output)
    }
}

/// The event, which must be JSON: from standard input, a file, or a sample.
pub(super) fn read(event: &Path) -> Result<Value, Failure> {
    let name = event.to_string_lossy();
    let cannot = |error| Failure::new(Class::NotFound, format!("cannot read the event {name}: {error}"));
    let bytes = match (&*name, events::find(&name)) {
        ("-", _) => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(cannot)?;
            bytes
        }
        (_, Some(sample)) if !event.exists() => sample.text.into(),
        _ => std::fs::read(event)
            .map_err(cannot)
            .map_err(|failure| failure.advising("`pv events list` shows the samples"))?,
    };
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(Class::Usage, format!("the event {name} is not JSON: {error}")))
}

/// Shows an answer. A program of its own may answer with anything: that is shown as it is.
fn show(answer: &Value, output: Output) {
    match answer {
        Value::String(text) => output.result(text, answer),
        other => output.result(format_args!("{other:#}"), other),
    }
}

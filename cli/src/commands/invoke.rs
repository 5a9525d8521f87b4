//! `pv invoke`.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use hyper::body::Bytes;
use serde_json::Value;

use super::local::{self, Options};
use crate::failure::{Class, Failure};
use crate::local::{Console, Entry, Found, Problem, events, invoke_once, prepare};
use crate::output::{Format, Output, Stream};
use crate::project;

/// Run a function once with an event
///
/// The answer goes to standard output, what the function logs to standard error. Exit code 1 when the function failed, 7 when it
/// took longer than `timeout` in pv.toml.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv invoke --local alb
  pv invoke --local event.json
  pv events show scheduled | pv invoke --local -")]
pub(super) struct Arguments {
    /// Run it on this machine, with the code of the folder
    #[arg(long, required = true)]
    local: bool,
    /// The event: a file, `-` for standard input, or the name of a sample (see `pv events list`)
    #[arg(value_name = "EVENT", default_value = "alb")]
    event: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Runs it and shows its answer.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    let event = read(&arguments.event)?;
    let (root, extra) = arguments.options.open()?;
    let console = Console { format: output.format(), stream: Stream::Stderr };
    let answer = local::run(async {
        let project = project::read(&root)?;
        let launch = prepare(&project, &extra, &Found::default(), console)
            .await
            .map_err(|problem| failed(&problem, console))?;
        invoke_once(&launch, event, console).await.map_err(|problem| failed(&problem, console))
    })?;
    match answer {
        Some(answer) => {
            show(&answer, output);
            Ok(())
        }
        None => Err(Failure::new(Class::Failed, "interrupted")),
    }
}

/// The event, which must be JSON.
pub(super) fn read(event: &Path) -> Result<Bytes, Failure> {
    let name = event.to_string_lossy();
    let cannot = |error| Failure::new(Class::NotFound, format!("cannot read the event {name}: {error}"));
    let bytes = match (&*name, events::find(&name)) {
        ("-", _) => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(cannot)?;
            bytes
        }
        (_, Some(template)) if !event.exists() => template.text.into(),
        _ => std::fs::read(event)
            .map_err(cannot)
            .map_err(|failure| failure.advising("`pv events list` shows the samples"))?,
    };
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::new(Class::Usage, format!("the event {name} is not JSON: {error}")))?;
    Ok(Bytes::from(value.to_string()))
}

fn show(answer: &[u8], output: Output) {
    match serde_json::from_slice::<Value>(answer) {
        Ok(value) => output.result(format_args!("{value:#}"), &value),
        // A provided runtime may answer with anything.
        Err(_) => output.result(String::from_utf8_lossy(answer), &String::from_utf8_lossy(answer).into()),
    }
}

/// Shows the problem in full, and gives the failure that the command ends with.
fn failed(problem: &Problem, console: Console) -> Failure {
    let class = match problem {
        Problem::TimedOut { .. } => Class::TimedOut,
        _ => Class::Failed,
    };
    match console.format {
        Format::Human => {
            let details = problem.details().trim_end().replace('\n', "\n  ");
            Failure::new(class, format!("{}\n  {details}", problem.title()))
        }
        Format::Json => {
            console.show(&Entry::Failed(problem));
            Failure::new(class, problem.title())
        }
    }
}

//! A function on this machine, run once.

use std::path::Path;

use hyper::body::Bytes;
use serde_json::Value;

use super::{read, show};
use crate::commands::local::{self, Options};
use crate::failure::{Class, Failure};
use crate::local::{Console, Entry, Found, Problem, invoke_once, prepare};
use crate::output::{Format, Output, Stream};
use crate::project;

pub(super) fn run(options: Options, event: &Path, output: Output) -> Result<(), Failure> {
    let event = Bytes::from(read(event)?.to_string());
    let (root, extra) = options.open()?;
    let console = Console { format: output.format(), stream: Stream::Stderr };
    let answer = local::run(async {
        let project = project::read(&root)?;
        let launch = prepare(&project, &extra, &Found::default(), console)
            .await
            .map_err(|problem| failed(&problem, console))?;
        invoke_once(&launch, event, console).await.map_err(|problem| failed(&problem, console))
    })?;
    let answer = answer.ok_or_else(|| Failure::new(Class::Failed, "interrupted"))?;
    match serde_json::from_slice::<Value>(&answer) {
        Ok(value) => output.result(format_args!("{value:#}"), &value),
        Err(_) => show(&String::from_utf8_lossy(&answer).into(), output),
    }
    Ok(())
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

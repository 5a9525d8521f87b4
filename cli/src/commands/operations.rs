//! `pv operations`.

use clap::Args;

use super::place::Place;
use super::table::table;
use crate::api::{Document, Operation, OperationState};
use crate::failure::Failure;
use crate::output::Output;

/// List what was done to components, and what goes on, newest first
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv operations
  pv operations --running
  pv operations --limit 200 --json")]
pub(super) struct Arguments {
    /// Only what has not ended
    #[arg(long)]
    running: bool,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    place: Place,
}

/// Lists them, those of the whole organization.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open_organization()?;
    let query: &[_] = if arguments.running { &[("state", "queued,running")] } else { &[] };
    let all: Vec<Document<Operation>> =
        tenant.list(&tenant.path("operations"), query, arguments.limit.into())?;
    let json = all.iter().map(|operation| operation.json.clone()).collect();
    let rows = all.iter().map(|operation| {
        [
            operation.id.to_string(),
            operation.created.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            operation.change.replace('_', " "),
            operation.name.clone(),
            state(operation.state).to_owned(),
            operation.author.clone(),
        ]
    });
    output.result(table(["OPERATION", "BEGUN", "CHANGE", "COMPONENT", "STATE", "BY"], rows), &json);
    Ok(())
}

const fn state(state: OperationState) -> &'static str {
    match state {
        OperationState::Planned => "planned",
        OperationState::Queued => "queued",
        OperationState::Running => "running",
        OperationState::Succeeded => "succeeded",
        OperationState::Failed => "failed",
        OperationState::Cancelled => "cancelled",
        OperationState::Discarded => "discarded",
        OperationState::Superseded => "superseded",
        OperationState::Unknown => "unknown",
    }
}

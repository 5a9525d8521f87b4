//! `pv functions list`.

use clap::Args;

use crate::api::ComponentState;
use crate::commands::place::{Environment, Place};
use crate::commands::table::table;
use crate::failure::Failure;
use crate::output::Output;

/// List the functions of the project
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv functions list
  pv functions list --environment production --json")]
pub(super) struct Arguments {
    /// Only those of this environment
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
    #[command(flatten)]
    place: Place,
}

/// Lists them.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let all = tenant.components("function", arguments.environment.map(Environment::as_str))?;
    let json = all.iter().map(|function| function.json.clone()).collect();
    let rows = all.iter().map(|function| {
        [
            function.name.clone(),
            function.environment.clone(),
            function.region.clone(),
            state(function.state).to_owned(),
            function.address.clone().unwrap_or_default(),
        ]
    });
    output.result(table(["NAME", "ENVIRONMENT", "REGION", "STATE", "ADDRESS"], rows), &json);
    Ok(())
}

/// A state for people.
pub(super) const fn state(state: ComponentState) -> &'static str {
    match state {
        ComponentState::Creating => "creating",
        ComponentState::Ready => "ready",
        ComponentState::Updating => "updating",
        ComponentState::Deleting => "deleting",
        ComponentState::CreateFailed => "create failed",
        ComponentState::ChangeFailed => "change failed",
        ComponentState::DeleteFailed => "delete failed",
        ComponentState::Deleted => "deleted",
        ComponentState::Unknown => "unknown",
    }
}

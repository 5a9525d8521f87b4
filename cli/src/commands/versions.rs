//! `pv versions`.

use clap::Args;

use super::place::{Place, WhichFunction};
use super::table::table;
use crate::api::{Document, Version, VersionState};
use crate::failure::Failure;
use crate::output::Output;

/// List the versions of a function, newest first
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv versions
  pv versions --function hello --json")]
pub(super) struct Arguments {
    #[command(flatten)]
    which: WhichFunction,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    place: Place,
}

/// Lists them.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let function = arguments.which.find(&tenant)?;
    let all: Vec<Document<Version>> =
        tenant.list(&tenant.path_of(&function, "versions"), &[], arguments.limit.into())?;
    let json = all.iter().map(|version| version.json.clone()).collect();
    let rows = all.iter().map(|version| {
        [
            version.number.to_string(),
            state(version.state).to_owned(),
            version.created.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            version.artifact.chars().take(12).collect(),
            version.author.clone(),
            version.message.clone().unwrap_or_default(),
        ]
    });
    output.result(table(["VERSION", "STATE", "MADE", "CODE", "BY", "MESSAGE"], rows), &json);
    Ok(())
}

const fn state(state: VersionState) -> &'static str {
    match state {
        VersionState::Deploying => "deploying",
        VersionState::Live => "live",
        VersionState::Previous => "previous",
        VersionState::Failed => "failed",
        VersionState::Returned => "returned",
        VersionState::Superseded => "superseded",
        VersionState::Pruned => "pruned",
        VersionState::Unknown => "unknown",
    }
}

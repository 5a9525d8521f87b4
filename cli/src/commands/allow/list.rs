//! `pv allow list`.

use clap::Args;

use super::super::place::Place;
use super::super::table::table;
use super::{Entries, Which, entries, until};
use crate::api::Document;
use crate::failure::Failure;
use crate::output::Output;

/// List the networks that may connect
#[derive(Args)]
#[command(after_long_help = "Examples:\n  pv allow list\n  pv allow list --component orders-db --json")]
pub(super) struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    place: Place,
}

/// Shows them.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let entries: Document<Entries> = entries(&tenant, &*arguments.which.find(&tenant)?)?;
    let rows = entries
        .entries
        .iter()
        .map(|entry| [entry.network.clone(), entry.label.clone(), until(entry), entry.added_by.clone()]);
    let words = match entries.entries.is_empty() {
        true => "nobody may connect".to_owned(),
        false => table(["NETWORK", "LABEL", "UNTIL", "ADDED BY"], rows),
    };
    output.result(words, &entries.json);
    Ok(())
}

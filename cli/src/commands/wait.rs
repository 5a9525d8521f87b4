//! `pv wait`.

use std::time::Duration;

use clap::Args;
use uuid::Uuid;

use super::place::{Place, end};
use crate::api::{Document, Operation};
use crate::failure::Failure;
use crate::output::Output;
use crate::remote::{self, Started};

/// Wait until an operation ends, and show how
///
/// Exit code 1 when it failed, 5 when it was stopped or overtaken, 7 when it takes longer than --timeout. The operation itself goes on in any case.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv wait 0198f3a2-7c51-7b6e-9f1d-0a2b3c4d5e6f
  pv wait $(pv deploy --no-wait --json | jq -r .id) --timeout 10m")]
pub(super) struct Arguments {
    /// The id of the operation
    #[arg(value_name = "OPERATION")]
    operation: Uuid,
    /// Wait no longer than this: `90s`, `10m`, `2h`
    #[arg(long, value_name = "TIME", value_parser = super::duration::parse)]
    timeout: Option<Duration>,
    #[command(flatten)]
    place: Place,
}

/// Waits.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open_organization()?;
    let operation: Document<Operation> =
        tenant.get(tenant.path(&format!("operations/{}", arguments.operation)))?;
    let started = Started { operation, wait: None };
    let operation = remote::follow(&tenant, started, arguments.timeout, output)?;
    end(&operation, output, |operation| {
        Ok(format!("done: {} of {}", operation.change.replace('_', " "), operation.name))
    })
}

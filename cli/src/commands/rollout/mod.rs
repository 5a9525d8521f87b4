//! `pv rollout`.

mod gradually;

use clap::{Args, Subcommand};
use serde_json::json;

use super::place::{Place, Waiting, WhichFunction};
use crate::api::{Document, Operation};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Change, Tenant};

pub(super) use gradually::Gradually;

/// Watch and steer a version that gets its traffic share by share
///
/// `pv deploy --canary 10`, `--linear 2` and `--manual` begin such a roll-out with new code; `pv rollout start` does so with the code of an earlier
/// version. While it runs, its guards send it back by themselves.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
Examples:
  pv rollout                     how far it is
  pv rollout start 7 --canary 10
  pv rollout share 50
  pv rollout finish
  pv rollout back"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    place: Place,
}

#[derive(Subcommand)]
enum Command {
    /// Deploy the code of an earlier version, share by share
    #[command(
        after_long_help = "Examples:\n  pv rollout start 7 --canary 10\n  pv rollout start 7 --linear 2 --max-p95 300"
    )]
    Start {
        /// The number of the version
        #[arg(value_name = "VERSION")]
        version: u32,
        #[command(flatten)]
        gradually: Gradually,
        /// What the history says about it
        #[arg(long, short, value_name = "TEXT")]
        message: Option<String>,
        #[command(flatten)]
        options: Options,
    },
    /// Give the new version more of the traffic now
    #[command(after_long_help = "Examples:\n  pv rollout share 50")]
    Share {
        /// How much it gets, in percent
        #[arg(value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
        percent: u8,
        #[command(flatten)]
        options: Options,
    },
    /// Give the new version all the traffic now
    #[command(after_long_help = "Examples:\n  pv rollout finish")]
    Finish {
        #[command(flatten)]
        options: Options,
    },
    /// Give all the traffic back to the version before
    #[command(after_long_help = "Examples:\n  pv rollout back")]
    Back {
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Args)]
struct Options {
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

/// Shows or steers it.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    match &arguments.command {
        None => show(&arguments.place.open()?, &arguments.which, output),
        Some(Command::Start { version, gradually, message, options }) => {
            start(*version, gradually, message.as_deref(), options, output)
        }
        Some(Command::Share { percent, options }) => give(*percent, options, output),
        Some(Command::Finish { options }) => give(100, options, output),
        Some(Command::Back { options }) => back(options, output),
    }
}

fn show(tenant: &Tenant, which: &WhichFunction, output: Output) -> Result<(), Failure> {
    let operation = running(tenant, which)?;
    output.result(words(&operation), &operation.json);
    Ok(())
}

fn words(operation: &Operation) -> String {
    let version = operation.version.map_or_else(String::new, |number| format!("version {number} of "));
    let share = operation.share.unwrap_or_default();
    format!("{version}{} gets {share} % of the traffic", operation.name)
}

fn start(
    version: u32,
    gradually: &Gradually,
    message: Option<&str>,
    options: &Options,
    output: Output,
) -> Result<(), Failure> {
    let rollout = gradually.body().ok_or_else(|| {
        Failure::new(Class::Usage, "how does it get its traffic?")
            .advising("Say --canary MINUTES, --linear MINUTES or --manual; `pv rollback` moves all at once")
    })?;
    let tenant = options.place.open()?;
    let function = options.which.find(&tenant)?;
    let mut body = json!({ "version": version, "rollout": rollout });
    if let Some(message) = message {
        body["message"] = message.into();
    }
    let started = Change::post(tenant.path_of(&function, "deploys"), body).begin(&tenant)?;
    options.waiting.end(&tenant, started, output, |_| {
        Ok(format!("live: the code of version {version} of {}", function.name))
    })
}

fn give(percent: u8, options: &Options, output: Output) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let operation = running(&tenant, &options.which)?;
    let path = tenant.path(&format!("operations/{}/share", operation.id));
    let started = Change::post(path, json!({ "percent": percent })).begin(&tenant)?;
    if percent < 100 {
        let told = &started.operation;
        output.result(format_args!("{} gets {percent} % of the traffic in a moment", told.name), &told.json);
        return Ok(());
    }
    options.waiting.end(&tenant, started, output, |operation| {
        let version = operation.version.map_or_else(String::new, |number| format!("version {number} of "));
        Ok(format!("live: {version}{}", operation.name))
    })
}

fn back(options: &Options, output: Output) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let operation = running(&tenant, &options.which)?;
    let path = tenant.path(&format!("operations/{}/cancel", operation.id));
    let started = Change::post(path, json!({})).begin(&tenant)?;
    let ended = crate::remote::follow(&tenant, started, None, output)?;
    output.result(format_args!("all the traffic of {} goes to the version before", ended.name), &ended.json);
    Ok(())
}

/// The roll-out that a function is in.
fn running(tenant: &Tenant, which: &WhichFunction) -> Result<Document<Operation>, Failure> {
    let function = which.find(tenant)?;
    let id = function.id.to_string();
    let query = [("component", id.as_str()), ("state", "queued,running")];
    let running: Vec<Document<Operation>> = tenant.list(&tenant.path("operations"), &query, 1)?;
    let found = running.into_iter().find(|operation| operation.share.is_some());
    found.ok_or_else(|| {
        Failure::new(
            Class::Conflict,
            format!("no version of {} gets its traffic share by share now", function.name),
        )
        .advising("`pv deploy --canary 10` begins a roll-out")
    })
}

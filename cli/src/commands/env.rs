//! `pv env`.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde_json::json;

use super::local::variable;
use super::place::{Place, Waiting, WhichFunction};
use crate::api::{Component, Document, EnvironmentOf, Request};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Change, Tenant};

/// List and change the variables of a function
///
/// A change deploys the live code with other variables: another version, which can be rolled back.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv env list
  pv env set LOG_LEVEL=debug GREETING=hello
  pv env unset LOG_LEVEL --function hello")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the variables of what is live
    #[command(
        after_long_help = "Examples:\n  pv env list\n  pv env list --json | jq -r .variables.LOG_LEVEL"
    )]
    List(List),
    /// Set variables; the others stay
    #[command(
        after_long_help = "Examples:\n  pv env set LOG_LEVEL=debug\n  pv env set A=1 B=2 --message \"More logs\""
    )]
    Set {
        /// What to set
        #[arg(value_name = "NAME=VALUE", required = true, value_parser = variable)]
        variables: Vec<(String, String)>,
        #[command(flatten)]
        options: Options,
    },
    /// Remove variables; the others stay
    #[command(after_long_help = "Examples:\n  pv env unset LOG_LEVEL")]
    Unset {
        /// What to remove
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
struct Options {
    /// What the history says about it
    #[arg(long, short, value_name = "TEXT")]
    message: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

/// Lists or changes them. A failure when nothing is deployed yet.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List(List { which, place }) => list(&which, &place, output),
        Command::Set { variables, options } => change(&options, output, |all| {
            all.extend(variables);
            Ok(())
        }),
        Command::Unset { names, options } => change(&options, output, |all| {
            let missing = names.iter().find(|name| all.remove(*name).is_none());
            missing.map_or(Ok(()), |name| {
                Err(Failure::new(Class::NotFound, format!("there is no variable {name}"))
                    .advising("`pv env list` shows all"))
            })
        }),
    }
}

/// The variables of what is live.
pub(super) fn of_live(
    tenant: &Tenant,
    function: &Component,
) -> Result<Document<EnvironmentOf>, crate::api::Fault> {
    tenant.client.ask(&Request::get(tenant.path_of(function, "environment")))
}

fn list(which: &WhichFunction, place: &Place, output: Output) -> Result<(), Failure> {
    let tenant = place.open()?;
    let live = of_live(&tenant, &*which.find(&tenant)?)?;
    let lines: Vec<_> = live.variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
    output.result(lines.join("\n"), &live.json);
    Ok(())
}

fn change(
    options: &Options,
    output: Output,
    apply: impl FnOnce(&mut BTreeMap<String, String>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let function = options.which.find(&tenant)?;
    let mut variables = of_live(&tenant, &function)?.variables.clone();
    let before = variables.clone();
    apply(&mut variables)?;
    if before == variables || options.dry_run {
        let json =
            json!({ "function": function.name, "changed": before != variables, "variables": variables });
        let changes = changes(&before, &variables);
        output.result(if changes.is_empty() { "nothing changes".to_owned() } else { changes }, &json);
        return Ok(());
    }
    let mut body = json!({ "variables": variables });
    if let Some(message) = &options.message {
        body["message"] = message.as_str().into();
    }
    let change = Change::put(tenant.path_of(&function, "environment"), body);
    let started = change.begin(&tenant)?;
    let words = changes(&before, &variables);
    options.waiting.end(&tenant, started, output, |_| Ok(words))
}

/// What is set and what is removed, a line each.
fn changes(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let set = after.iter().filter(|(name, value)| before.get(*name) != Some(*value));
    let set = set.map(|(name, value)| format!("+ {name}={value}"));
    let removed = before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("- {name}"));
    set.chain(removed).collect::<Vec<_>>().join("\n")
}

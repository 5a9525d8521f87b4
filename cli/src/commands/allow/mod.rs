//! `pv allow`.

mod add;
mod add_mine;
mod list;
mod remove;

use clap::{Args, Subcommand};

use super::place::{Environment, Place, Waiting, name_or_of_project};
use crate::api::{Component, Document, Entry};
use crate::failure::Failure;
use crate::output::Output;
use crate::remote::{Change, Sought, Tenant, plan_shown};

/// List and change who may connect to a component: functions and databases
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv allow list
  pv allow add 203.0.113.0/24 --label \"Office\" --component orders-db
  pv allow add 198.51.100.7 --label \"Mika at home\" --for 8h
  pv allow add-mine
  pv allow remove 203.0.113.0/24")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Arguments),
    Add(add::Arguments),
    AddMine(add_mine::Arguments),
    Remove(remove::Arguments),
}

/// Lists or changes them.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List(arguments) => list::run(&arguments, output),
        Command::Add(arguments) => add::run(&arguments, output),
        Command::AddMine(arguments) => add_mine::run(&arguments, output),
        Command::Remove(arguments) => remove::run(&arguments, output),
    }
}

#[derive(Args)]
struct Which {
    /// The function or database [default: `name` in pv.toml of this folder or one above it]
    #[arg(long, short, value_name = "NAME")]
    component: Option<String>,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
}

impl Which {
    /// The component on the server.
    fn find(&self, tenant: &Tenant) -> Result<Document<Component>, Failure> {
        let name = name_or_of_project(self.component.as_deref())?;
        let environment = self.environment.map(Environment::as_str);
        tenant.find(Sought { name: &name, environment, kind: None })
    }
}

#[derive(Args)]
struct Options {
    /// Go on although your own address is shut out
    #[arg(long)]
    locks_me_out: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

#[derive(serde::Deserialize)]
struct Entries {
    entries: Vec<Entry>,
}

fn entries(tenant: &Tenant, component: &Component) -> Result<Document<Entries>, Failure> {
    tenant.get(tenant.path_of(component, "allow-list"))
}

/// Until when a network may connect.
fn until(entry: &Entry) -> String {
    let expires = |time: jiff::Timestamp| time.strftime("%Y-%m-%d %H:%M UTC").to_string();
    entry.expires.map_or_else(|| "until removed".to_owned(), expires)
}

/// Makes a change and waits for it, or says what it would do.
fn carry_out(
    tenant: &Tenant,
    change: &Change,
    options: &Options,
    words: String,
    output: Output,
) -> Result<(), Failure> {
    if options.dry_run {
        let plan = change.plan(tenant)?;
        output.result(plan_shown(&plan), &plan.json);
        return Ok(());
    }
    let started = change.begin(tenant)?;
    options.waiting.end(tenant, started, output, |_| Ok(words))
}

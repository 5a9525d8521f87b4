//! `pv allow`.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::place::{Environment, Place, Waiting, name_or_of_project};
use super::table::table;
use crate::api::{Component, Document, Entry};
use crate::clock;
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Change, Sought, Tenant, plan_shown};

/// List and change who may connect to a component: functions and databases
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv allow list
  pv allow add 203.0.113.0/24 --label \"Office\" --component orders-db
  pv allow add 198.51.100.7 --label \"Mika at home\" --for 8h
  pv allow remove 203.0.113.0/24")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the networks that may connect
    #[command(after_long_help = "Examples:\n  pv allow list\n  pv allow list --component orders-db --json")]
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        place: Place,
    },
    /// Let networks in
    #[command(
        after_long_help = "Examples:\n  pv allow add 203.0.113.0/24 --label Office\n  pv allow add 198.51.100.7 --label Mika --for 8h"
    )]
    Add {
        /// Networks or addresses, such as `203.0.113.0/24`
        #[arg(value_name = "NETWORK", required = true)]
        networks: Vec<String>,
        /// Whose they are
        #[arg(long, value_name = "TEXT")]
        label: String,
        /// For how long: `30m`, `8h`, `7d` [default: until they are removed]
        #[arg(long = "for", value_name = "TIME", value_parser = super::duration::parse)]
        time: Option<Duration>,
        #[command(flatten)]
        options: Options,
    },
    /// Shut a network out
    #[command(
        after_long_help = "Examples:\n  pv allow remove 203.0.113.0/24\n  pv allow remove 198.51.100.7 --dry-run"
    )]
    Remove {
        /// The network, as `pv allow list` shows it
        #[arg(value_name = "NETWORK")]
        network: String,
        #[command(flatten)]
        options: Options,
    },
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

/// Lists or changes them.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List { which, place } => list(&which, &place, output),
        Command::Add { networks, label, time, options } => add(&networks, &label, time, &options, output),
        Command::Remove { network, options } => remove(&network, &options, output),
    }
}

fn list(which: &Which, place: &Place, output: Output) -> Result<(), Failure> {
    let tenant = place.open()?;
    let entries: Document<Entries> = entries(&tenant, &*which.find(&tenant)?)?;
    let rows = entries.entries.iter().map(|entry| {
        let expires = |time: jiff::Timestamp| time.strftime("%Y-%m-%d %H:%M UTC").to_string();
        [
            entry.network.clone(),
            entry.label.clone(),
            entry.expires.map_or_else(|| "until removed".to_owned(), expires),
            entry.added_by.clone(),
        ]
    });
    let words = match entries.entries.is_empty() {
        true => "nobody may connect".to_owned(),
        false => table(["NETWORK", "LABEL", "UNTIL", "ADDED BY"], rows),
    };
    output.result(words, &entries.json);
    Ok(())
}

#[derive(serde::Deserialize)]
struct Entries {
    entries: Vec<Entry>,
}

fn entries(tenant: &Tenant, component: &Component) -> Result<Document<Entries>, Failure> {
    tenant.get(tenant.path_of(component, "allow-list"))
}

fn add(
    networks: &[String],
    label: &str,
    time: Option<Duration>,
    options: &Options,
    output: Output,
) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let component = options.which.find(&tenant)?;
    let too_long = |_| Failure::new(Class::Usage, "--for is too long");
    let expires = time.map(|time| clock::now().checked_add(time)).transpose().map_err(too_long)?;
    let entries: Vec<Value> = networks
        .iter()
        .map(|network| {
            let mut entry = json!({ "network": network, "label": label });
            if let Some(expires) = expires {
                entry["expires"] = expires.to_string().into();
            }
            entry
        })
        .collect();
    let mut confirm = json!({ "locks_me_out": options.locks_me_out });
    if let Some(reason) = &options.reason {
        confirm["reason"] = reason.as_str().into();
    }
    let body = json!({ "entries": entries, "confirm": confirm });
    let change = Change::post(tenant.path_of(&component, "allow-list"), body);
    let words = format!("{} may connect to {}", networks.join(", "), component.name);
    carry_out(&tenant, &change, options, words, output)
}

fn remove(network: &str, options: &Options, output: Output) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let component = options.which.find(&tenant)?;
    let found = entries(&tenant, &component)?;
    // An address is the network of it alone.
    let is_meant = |entry: &&Entry| {
        entry.network == network
            || entry.network.strip_suffix("/32").or(entry.network.strip_suffix("/128")) == Some(network)
    };
    let entry = found.entries.iter().find(is_meant).ok_or_else(|| {
        Failure::new(Class::NotFound, format!("{network} is not in the list of {}", component.name))
            .advising("`pv allow list` shows all")
    })?;
    let mut change = Change::delete(tenant.path_of(&component, &format!("allow-list/{}", entry.id)));
    if options.locks_me_out {
        change = change.with("locks_me_out", "true");
    }
    if let Some(reason) = &options.reason {
        change = change.with("reason", reason.as_str());
    }
    let words = format!("{} may no longer connect to {}", entry.network, component.name);
    carry_out(&tenant, &change, options, words, output)
}

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

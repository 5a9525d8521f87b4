//! `pv allow add-mine`.

use std::net::IpAddr;
use std::time::Duration;

use clap::Args;
use domain::allow_list::Cidr;
use serde_json::json;

use super::add::{New, add, in_future};
use super::{Options, until};
use crate::api::{Component, Entry, Me, Request};
use crate::failure::{Class, Failure};
use crate::output::Output;

/// Let your own address in, as the server sees it
#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  pv allow add-mine\n  pv allow add-mine --component orders-db --for 8h --label \"Mika at home\""
)]
pub(super) struct Arguments {
    /// Whose it is [default: your name]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// For how long: `30m`, `8h`, `7d`
    #[arg(long = "for", value_name = "TIME", value_parser = super::super::duration::parse, default_value = "1d")]
    time: Duration,
    #[command(flatten)]
    options: Options,
}

/// Adds it, unless it is in the list.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let Arguments { label, time, options } = arguments;
    let tenant = options.place.open()?;
    let component = options.which.find(&tenant)?;
    let me: Me = tenant.client.ask(&Request::get("/me"))?;
    let address = me.address.ok_or_else(|| {
        Failure::new(Class::Failed, "the server does not say which address you come from")
            .advising("`pv allow add ADDRESS` adds one that you know")
    })?;
    if let Some(entry) = allowing(&component, address) {
        let words =
            format!("{address} may connect to {} already: {}, {}", component.name, entry.label, until(entry));
        let json = json!({ "component": component.name, "address": address, "network": entry.network, "added": false });
        output.result(words, &json);
        return Ok(());
    }
    let label = label.clone().unwrap_or_else(|| format!("{}, own address", name(&me)));
    let new = New { networks: &[address.to_string()], label: &label, expires: Some(in_future(*time)?) };
    add(&tenant, &component, &new, options, output)
}

/// The entry that lets an address in.
fn allowing(component: &Component, address: IpAddr) -> Option<&Entry> {
    // What cannot be read is of a newer server, which judges it better.
    let allows =
        |entry: &&Entry| Cidr::parse(&entry.network).is_ok_and(|network| network.contains_address(address));
    component.allow_list.iter().find(allows)
}

fn name(me: &Me) -> &str {
    if me.name.trim().is_empty() { &me.email } else { &me.name }
}

//! `pv allow add`.

use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Options, carry_out};
use crate::api::Component;
use crate::clock;
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Change, Tenant};

/// Let networks in
#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  pv allow add 203.0.113.0/24 --label Office\n  pv allow add 198.51.100.7 --label Mika --for 8h"
)]
pub(super) struct Arguments {
    /// Networks or addresses, such as `203.0.113.0/24`
    #[arg(value_name = "NETWORK", required = true)]
    networks: Vec<String>,
    /// Whose they are
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// For how long: `30m`, `8h`, `7d` [default: until they are removed]
    #[arg(long = "for", value_name = "TIME", value_parser = super::super::duration::parse)]
    time: Option<Duration>,
    #[command(flatten)]
    options: Options,
}

/// Adds them.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let Arguments { networks, label, time, options } = arguments;
    let tenant = options.place.open()?;
    let component = options.which.find(&tenant)?;
    let new = New { networks, label, expires: time.map(in_future).transpose()? };
    add(&tenant, &component, &new, options, output)
}

/// Networks to let in.
pub(super) struct New<'a> {
    pub(super) networks: &'a [String],
    pub(super) label: &'a str,
    /// Until when. None: until they are removed.
    pub(super) expires: Option<Timestamp>,
}

/// Adds networks to the list of a component.
pub(super) fn add(
    tenant: &Tenant,
    component: &Component,
    new: &New<'_>,
    options: &Options,
    output: Output,
) -> Result<(), Failure> {
    let entries: Vec<Value> = new
        .networks
        .iter()
        .map(|network| {
            let mut entry = json!({ "network": network, "label": new.label });
            if let Some(expires) = new.expires {
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
    let change = Change::post(tenant.path_of(component, "allow-list"), body);
    let words = format!("{} may connect to {}", new.networks.join(", "), component.name);
    carry_out(tenant, &change, options, words, output)
}

/// The instant that is so far away.
pub(super) fn in_future(time: Duration) -> Result<Timestamp, Failure> {
    clock::now().checked_add(time).map_err(|_| Failure::new(Class::Usage, "--for is too long"))
}

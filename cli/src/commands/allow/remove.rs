//! `pv allow remove`.

use clap::Args;

use super::{Options, carry_out, entries};
use crate::api::Entry;
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::Change;

/// Shut a network out
#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  pv allow remove 203.0.113.0/24\n  pv allow remove 198.51.100.7 --dry-run"
)]
pub(super) struct Arguments {
    /// The network, as `pv allow list` shows it
    #[arg(value_name = "NETWORK")]
    network: String,
    #[command(flatten)]
    options: Options,
}

/// Removes it.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let Arguments { network, options } = arguments;
    let tenant = options.place.open()?;
    let component = options.which.find(&tenant)?;
    let found = entries(&tenant, &component)?;
    // An address is the network of it alone.
    let is_meant = |entry: &&Entry| {
        entry.network == *network
            || entry.network.strip_suffix("/32").or(entry.network.strip_suffix("/128"))
                == Some(network.as_str())
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

//! `pv rollback`.

use clap::Args;
use serde_json::json;

use super::place::{Place, Waiting, WhichFunction};
use crate::api::{Document, Version, VersionState};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::Change;

/// Give the traffic back to an earlier version of a function
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv rollback                    to the version before the live one
  pv rollback 7 --code-only      its code, with the variables of now
  pv rollback 7 --message \"Orders fail\"")]
pub(super) struct Arguments {
    /// The number of the version [default: the newest one that was live, and is older than the live one]
    #[arg(value_name = "VERSION")]
    version: Option<u32>,
    /// The version as it was, variables and all [default]
    #[arg(long, conflicts_with = "code_only")]
    all: bool,
    /// Its code alone, with the variables of now: another version
    #[arg(long)]
    code_only: bool,
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

/// Goes back.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let function = arguments.which.find(&tenant)?;
    let name = &function.name;
    let version = match arguments.version {
        Some(number) => tenant.get(tenant.path_of(&function, &format!("versions/{number}")))?,
        None => {
            let all = tenant.list(&tenant.path_of(&function, "versions"), &[], usize::MAX)?;
            before_live(all).ok_or_else(|| {
                Failure::new(Class::Conflict, format!("{name} has no earlier version to go back to"))
                    .advising("`pv versions` shows all")
            })?
        }
    };
    let number = version.number;
    let what = if arguments.code_only { "code" } else { "code_and_configuration" };
    let words = if arguments.code_only { "the code of version" } else { "version" };
    if arguments.dry_run {
        let json = json!({ "function": name, "version": number, "what": what });
        output.result(format_args!("{name} would go back to {words} {number}"), &json);
        return Ok(());
    }
    let mut body = json!({ "what": what });
    if let Some(message) = &arguments.message {
        body["message"] = message.as_str().into();
    }
    let change = Change::post(tenant.path_of(&function, &format!("versions/{number}/roll-back")), body);
    let started = change.begin(&tenant)?;
    arguments.waiting.end(&tenant, started, output, |_| Ok(format!("live: {words} {number} of {name}")))
}

/// The newest version that had the traffic before the live one. After a roll-back, those that were rolled back are newer.
fn before_live(versions: Vec<Document<Version>>) -> Option<Document<Version>> {
    let live = versions.iter().find(|version| version.state == VersionState::Live)?.number;
    versions.into_iter().find(|version| version.state == VersionState::Previous && version.number < live)
}

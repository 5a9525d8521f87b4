//! `pv functions show`.

use clap::Args;
use serde_json::Value;

use super::list::state;
use crate::api::Component;
use crate::commands::place::{Environment, Place, name_or_of_project};
use crate::failure::Failure;
use crate::output::Output;
use crate::remote::Sought;

/// Show a function: state, address, settings, who may connect
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv functions show hello
  pv functions show --json | jq -r .address")]
pub(super) struct Arguments {
    /// Its name [default: `name` in pv.toml of this folder or one above it]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
    #[command(flatten)]
    place: Place,
}

/// Shows it.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let name = name_or_of_project(arguments.name.as_deref())?;
    let environment = arguments.environment.map(Environment::as_str);
    let function = tenant.find(Sought { name: &name, environment, kind: Some("function") })?;
    output.result(words(&function), &function.json);
    Ok(())
}

fn words(function: &Component) -> String {
    let place = format!("{}, {}", function.environment, function.region);
    let project = function.project.as_deref().unwrap_or("-");
    let mut lines = vec![
        format!("{}: {} ({project}, {place})", function.name, state(function.state)),
        format!("  address: {}", function.address.as_deref().unwrap_or("none yet")),
    ];
    if let Some(operation) = function.running {
        lines.push(format!("  running: {operation}"));
    }
    let networks: Vec<_> = function.allow_list.iter().map(|entry| entry.network.as_str()).collect();
    let networks = if networks.is_empty() { "nobody".to_owned() } else { networks.join(", ") };
    lines.push(format!("  let in: {networks}"));
    for (name, value) in function.settings.as_object().into_iter().flatten() {
        let value = match value {
            Value::Null => "none".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        lines.push(format!("  {name}: {value}"));
    }
    lines.join("\n")
}

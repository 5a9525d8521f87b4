//! `pv events`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::failure::{Class, Failure};
use crate::local::events::{self, Sample};
use crate::output::Output;

/// Sample events, as AWS sends them
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv events list
  pv events show alb > event.json
  pv invoke --local --event scheduled")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the samples
    #[command(after_long_help = "Examples:\n  pv events list\n  pv events list --json")]
    List,
    /// Write one sample to standard output
    #[command(after_long_help = "Examples:\n  pv events show alb > event.json")]
    Show {
        /// Its name
        name: String,
    },
}

/// Lists or shows them. A failure when there is none of that name.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List => {
            list(output);
            Ok(())
        }
        Command::Show { name } => show(&name, output),
    }
}

fn list(output: Output) {
    let rows = events::ALL.each_ref().map(|Sample { name, about, .. }| format!("{name:<16}  {about}"));
    let json =
        events::ALL.each_ref().map(|Sample { name, about, .. }| json!({ "name": name, "about": about }));
    output.result(rows.join("\n"), &Value::from(json.to_vec()));
}

fn show(name: &str, output: Output) -> Result<(), Failure> {
    let sample = events::find(name).ok_or_else(|| {
        Failure::new(Class::NotFound, format!("there is no sample event `{name}`"))
            .advising("`pv events list` shows all")
    })?;
    output.result(sample.text.trim_end(), &events::value(sample));
    Ok(())
}

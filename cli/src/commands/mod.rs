//! The commands, one file each.

mod completions;
mod dev;
mod events;
mod invoke;
mod local;
mod man;
mod version;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::{self, Failure};
use crate::output::{Format, Output};

/// Functions on this machine, as they will run in the cloud
///
/// `pv` reads `pv.toml` of the app's repository, in the current folder or the nearest one above it.
#[derive(Parser)]
#[command(name = "pv", version, propagate_version = false, after_long_help = after_help())]
struct Arguments {
    /// Write for programs: results and logs as JSON, one document a line
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Dev(dev::Arguments),
    Invoke(invoke::Arguments),
    Events(events::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    /// Show the version
    #[command(after_long_help = "Examples:\n  pv version\n  pv version --json")]
    Version,
}

fn after_help() -> String {
    format!(
        "Examples:\n  pv dev                      run the function here, reload on change\n  \
         pv invoke --local alb       run it once with a sample request\n  \
         pv events show scheduled    what a schedule sends\n\n{}",
        failure::exit_codes()
    )
}

/// Runs the command of the process's arguments.
pub(crate) fn run() -> ExitCode {
    let Arguments { json, command } = Arguments::parse();
    let output = Output::new(if json { Format::Json } else { Format::Human });
    let done: Result<(), Failure> = match command {
        Command::Dev(arguments) => dev::run(arguments, output),
        Command::Invoke(arguments) => invoke::run(arguments, output),
        Command::Events(arguments) => events::run(arguments, output),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Version => {
            version::run(output);
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure.class().code())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_long_help_ends_with_examples() {
        fn check(command: &mut clap::Command) {
            if command.get_name() != "help" {
                let help = command.render_long_help().to_string();
                assert!(help.contains("\nExamples:\n  pv "), "{}:\n{help}", command.get_name());
            }
            command.get_subcommands_mut().for_each(check);
        }
        check(&mut Arguments::command());
    }
}

//! The commands, one file each.

mod allow;
mod completions;
mod db;
mod deploy;
mod dev;
mod duration;
mod env;
mod events;
mod functions;
mod invoke;
mod local;
mod login;
mod logout;
mod logs;
mod man;
mod operations;
mod place;
mod rollback;
mod rollout;
mod secrets;
mod table;
mod use_project;
mod version;
mod versions;
mod wait;
mod whoami;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::{self, Failure};
use crate::output::{Format, Output};

/// Functions, on this machine and on a Provisioner
///
/// `pv` reads `pv.toml` of the app's repository, in the current folder or the nearest one above it. Nothing needs an AWS account on this machine.
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
    Login(login::Arguments),
    Logout(logout::Arguments),
    Whoami(whoami::Arguments),
    Use(use_project::Arguments),
    Functions(functions::Arguments),
    Deploy(deploy::Arguments),
    Logs(logs::Arguments),
    Versions(versions::Arguments),
    Rollback(rollback::Arguments),
    Rollout(rollout::Arguments),
    Env(env::Arguments),
    Secrets(secrets::Arguments),
    Allow(allow::Arguments),
    Db(db::Arguments),
    Operations(operations::Arguments),
    Wait(wait::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    /// Show the version
    #[command(after_long_help = "Examples:\n  pv version\n  pv version --json")]
    Version,
}

fn after_help() -> String {
    format!(
        "Examples:\n  pv dev                      run the function here, reload on change\n  \
         pv invoke --local           run it once with a sample request\n  \
         pv login --server https://portal.example.com\n  pv deploy                   send the folder to the cloud, and watch it go live\n  \
         pv rollback                 back to the version before\n\n{}",
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
        Command::Login(arguments) => login::run(&arguments, output),
        Command::Logout(arguments) => logout::run(&arguments, output),
        Command::Whoami(arguments) => whoami::run(&arguments, output),
        Command::Use(arguments) => use_project::run(arguments, output),
        Command::Functions(arguments) => functions::run(arguments, output),
        Command::Deploy(arguments) => deploy::run(&arguments, output),
        Command::Logs(arguments) => logs::run(&arguments, output),
        Command::Versions(arguments) => versions::run(&arguments, output),
        Command::Rollback(arguments) => rollback::run(&arguments, output),
        Command::Rollout(arguments) => rollout::run(&arguments, output),
        Command::Env(arguments) => env::run(arguments, output),
        Command::Secrets(arguments) => secrets::run(arguments, output),
        Command::Allow(arguments) => allow::run(arguments, output),
        Command::Db(arguments) => db::run(arguments, output),
        Command::Operations(arguments) => operations::run(&arguments, output),
        Command::Wait(arguments) => wait::run(&arguments, output),
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

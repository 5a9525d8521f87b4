//! The project's own commands: `cargo xtask run | test | dev | bench | kills | package`.

mod bench;
mod console;
mod dev;
mod frontend;
mod http;
mod interrupt;
mod kills;
mod package;
mod peers;
mod processes;
mod project;
mod run;
mod setup;
mod stage;
mod stamp;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands. Each installs what it needs, and says so.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and start everything on this machine, with sample data, until Ctrl-C
    Run(run::Arguments),
    /// Run every check and test, set-up included
    Test(test::Arguments),
    /// Like `run`, and build and restart again when a source file changes
    Dev(run::Arguments),
    /// Measure the release build and print the figures
    Bench(bench::Arguments),
    /// Kill the server at random moments while functions change, and see that everything comes to its end
    Kills(kills::Arguments),
    /// Build the frontend alone, into target/site
    Frontend,
    /// Build the release binaries, their Debian packages and the checksums of all
    Package(package::Arguments),
    /// Start everything in an empty folder on free ports, for the journeys; ends when standard input ends
    #[command(hide = true)]
    Stage(stage::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = interrupt::install().and_then(|()| match arguments.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Test(arguments) => test::test(&arguments),
        Command::Dev(arguments) => dev::dev(&arguments),
        Command::Bench(arguments) => bench::bench(&arguments),
        Command::Kills(arguments) => kills::kills(&arguments),
        Command::Frontend => frontend::build(frontend::Effort::Full),
        Command::Package(arguments) => package::package(&arguments),
        Command::Stage(arguments) => stage::stage(&arguments),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if interrupt::happened() => ExitCode::from(130),
        Err(error) if error.is::<test::NotPassed>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

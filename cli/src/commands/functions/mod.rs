//! `pv functions`.

mod create;
mod delete;
mod list;
mod show;

use clap::{Args, Subcommand};

pub(super) use self::create::{New, create};

use crate::failure::Failure;
use crate::output::Output;

/// List, show, create and delete functions
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv functions list
  pv functions create hello --runtime python3.13 --handler app.handler
  pv functions delete hello")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Arguments),
    Show(show::Arguments),
    Create(create::Arguments),
    Delete(delete::Arguments),
}

/// Does what was asked for.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List(arguments) => list::run(&arguments, output),
        Command::Show(arguments) => show::run(&arguments, output),
        Command::Create(arguments) => create::run(&arguments, output),
        Command::Delete(arguments) => delete::run(&arguments, output),
    }
}

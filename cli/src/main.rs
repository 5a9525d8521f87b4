//! The binary `pv`: functions on this machine.

mod alb;
mod clock;
mod commands;
mod failure;
mod local;
mod output;
mod project;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}

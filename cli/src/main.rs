//! The binary `pv`: functions on this machine, and on a Provisioner.

mod account;
mod alb;
mod api;
mod clock;
mod commands;
mod failure;
mod local;
mod output;
mod project;
mod remote;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}

//! `pv man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use crate::failure::{Class, Failure};
use crate::output;

/// Write the manual pages
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv man | man -l -
  pv man --folder ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// Write a page for each command into this folder, which is made, instead of the page of `pv` to standard output
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// Writes them. A failure when the folder cannot be written.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut command = super::Arguments::command();
    command.build();
    let Some(folder) = &arguments.folder else {
        output::print(page(command)?);
        return Ok(());
    };
    let cannot =
        |error| Failure::new(Class::Failed, format!("cannot write into {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    for (name, command) in pages("pv", command) {
        std::fs::write(folder.join(format!("{name}.1")), page(command)?).map_err(cannot)?;
    }
    Ok(())
}

/// The command and all below it, with the names of their pages: `pv-events-show`.
fn pages(name: &str, command: clap::Command) -> Vec<(String, clap::Command)> {
    let below = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .flat_map(|below| pages(&format!("{name}-{}", below.get_name()), below.clone()))
        .collect::<Vec<_>>();
    std::iter::once((name.to_owned(), command)).chain(below).collect()
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    Man::new(command)
        .render(&mut text)
        .map_err(|error| Failure::new(Class::Failed, format!("cannot make the page: {error}")))?;
    Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
}

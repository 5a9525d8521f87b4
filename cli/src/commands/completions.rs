//! `pv completions`.

use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::aot::{Bash, Fish, Generator, Zsh};

use crate::failure::Failure;
use crate::output;

/// Write what a shell needs to complete `pv`
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv completions bash > ~/.local/share/bash-completion/completions/pv
  pv completions zsh > ~/.zfunc/_pv
  pv completions fish > ~/.config/fish/completions/pv.fish")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// Writes them to standard output.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    output::print(match arguments.shell {
        Shell::Bash => script(&Bash),
        Shell::Zsh => script(&Zsh),
        Shell::Fish => script(&Fish),
    });
    Ok(())
}

fn script(shell: &impl Generator) -> String {
    let mut command = super::Arguments::command();
    command.set_bin_name("pv");
    command.build();
    let mut text = Vec::new();
    shell.generate(&command, &mut text);
    String::from_utf8_lossy(&text).trim_end().to_owned()
}

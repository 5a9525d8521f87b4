//! `pv secrets`.

use std::io::{self, IsTerminal as _, Read as _};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::place::{Place, WhichFunction};
use super::table::table;
use crate::api::{Document, Request, Secret, SecretsOf, encoded};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::terminal;

/// List and change the secrets of a function
///
/// Passwords and keys for the code. A value goes to AWS at once and is never shown again. The function has it when it reads its secrets next; no deploy is
/// needed.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv secrets list
  pv secrets set API_KEY
  pv secrets set TLS_KEY < key.pem
  pv secrets remove API_KEY --function hello")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the names, and who set them
    #[command(after_long_help = "Examples:\n  pv secrets list\n  pv secrets list --function hello --json")]
    List {
        #[command(flatten)]
        which: WhichFunction,
        #[command(flatten)]
        place: Place,
    },
    /// Set one, new or not
    ///
    /// The value is typed unseen, or comes from standard input, where one line break at its end is left out. It is no argument, because other programs of
    /// this machine could read it there.
    #[command(
        after_long_help = "Examples:\n  pv secrets set API_KEY\n  pv secrets set TLS_KEY < key.pem\n  openssl rand -base64 32 | pv secrets set SESSION_KEY"
    )]
    Set {
        /// Its name: letters, digits and `_`
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        options: Options,
    },
    /// Remove one
    #[command(
        after_long_help = "Examples:\n  pv secrets remove API_KEY\n  pv secrets remove API_KEY --dry-run"
    )]
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Args)]
struct Options {
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    place: Place,
}

/// Lists or changes them.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::List { which, place } => list(&which, &place, output),
        Command::Set { name, options } => set(&name, &options, output),
        Command::Remove { name, options } => remove(&name, &options, output),
    }
}

fn list(which: &WhichFunction, place: &Place, output: Output) -> Result<(), Failure> {
    let tenant = place.open()?;
    let function = which.find(&tenant)?;
    let all: Document<SecretsOf> = tenant.get(tenant.path_of(&function, "secrets"))?;
    let rows = all.secrets.iter().map(|secret| {
        [
            secret.name.clone(),
            secret.set.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            secret.set_by.clone().unwrap_or_else(|| "outside of the portal".to_owned()),
        ]
    });
    let words = match all.secrets.is_empty() {
        true => "there are no secrets".to_owned(),
        false => table(["NAME", "SET", "BY"], rows),
    };
    output.result(words, &all.json);
    Ok(())
}

fn set(name: &str, options: &Options, output: Output) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let function = options.which.find(&tenant)?;
    if options.dry_run {
        let words = format!("{name} would be set for {}", function.name);
        output.result(words, &json!({ "function": function.name, "name": name, "set": false }));
        return Ok(());
    }
    let body = json!({ "value": value(name, output)? });
    let path = tenant.path_of(&function, &format!("secrets/{}", encoded(name)));
    let secret: Document<Secret> = tenant.client.ask(&Request::put(path, &body).without_key())?;
    output.result(format!("{} is set for {}", secret.name, function.name), &secret.json);
    Ok(())
}

fn remove(name: &str, options: &Options, output: Output) -> Result<(), Failure> {
    let tenant = options.place.open()?;
    let function = options.which.find(&tenant)?;
    let removed = !options.dry_run;
    if removed {
        let path = tenant.path_of(&function, &format!("secrets/{}", encoded(name)));
        let _: Value = tenant.client.ask(&Request::delete(path).without_key())?;
    }
    let words = match removed {
        true => format!("{name} is removed from {}", function.name),
        false => format!("{name} would be removed from {}", function.name),
    };
    output.result(words, &json!({ "function": function.name, "name": name, "removed": removed }));
    Ok(())
}

/// The value: typed unseen by a person, or all of standard input.
fn value(name: &str, output: Output) -> Result<String, Failure> {
    let value = if terminal::can_ask(output) {
        terminal::ask_unseen(&format!("Value of {name}:"))?
    } else if io::stdin().is_terminal() {
        return Err(Failure::new(Class::Usage, "there is no value").advising("Give it on standard input"));
    } else {
        let mut text = String::new();
        let cannot =
            |error| Failure::new(Class::Usage, format!("cannot read the value from standard input: {error}"));
        io::stdin().lock().read_to_string(&mut text).map_err(cannot)?;
        without_line_break(text)
    };
    if value.is_empty() {
        return Err(
            Failure::new(Class::Usage, "the value is empty").advising("`pv secrets remove` removes a secret")
        );
    }
    Ok(value)
}

/// Programs that print a value end it with a line break that is not part of it.
fn without_line_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_line_break;

    #[test]
    fn one_line_break_at_the_end_is_left_out() {
        for (text, expected) in [
            ("a\n", "a"),
            ("a\r\n", "a"),
            ("a\n\n", "a\n"),
            (" a ", " a "),
            ("\n", ""),
            ("", ""),
            ("a\r", "a\r"),
        ] {
            assert_eq!(without_line_break(text.to_owned()), expected, "{text:?}");
        }
    }
}

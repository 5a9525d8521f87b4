//! The command line.

mod audit;
mod configuration;
mod healthcheck;
mod migrate;
mod seed;
mod serve;
mod sign_out;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Mistakes, Values};

/// A command was used wrongly, or could not be carried out.
const TROUBLE: u8 = 2;

/// Gives people safe, single-tenant AWS components without an AWS user.
#[derive(Parser)]
#[command(name = "provisioner", version)]
struct Arguments {
    /// The configuration file (TOML)
    #[arg(long, global = true, env = "PROVISIONER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server; brings the schema of the database up to date first
    Serve,
    /// Bring the schema of the database up to date
    Migrate,
    /// Ask the running server whether it is ready. Exit code 0: it is; 1: it is not; 2: the configuration is wrong
    Healthcheck,
    /// Show the settings in force and where each comes from; secrets are hidden
    PrintConfig,
    /// Look after the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make the organizations, projects, grants and target accounts of a file; what exists is left alone
    Seed {
        /// The file (TOML)
        file: PathBuf,
    },
    /// End all sessions and tokens of everybody with this e-mail address
    SignOut {
        /// The address
        email: String,
    },
    /// Look after audit trails
    #[command(subcommand)]
    Audit(AuditCommand),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check all settings, and name every mistake
    Check,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Check an exported trail, without network or database. Exit code 0: right; 1: not right; 2: cannot be checked
    Verify {
        /// The export (NDJSON)
        file: PathBuf,
        /// A key that heads may be signed with: 64 hexadecimal digits, or a file with them, with a PEM, or with the
        /// answer of /.well-known/provisioner-audit-keys.json. May be given more than once
        #[arg(long, value_name = "KEY")]
        key: Vec<String>,
    },
}

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let Arguments { config, command } = Arguments::parse();
    let values = || Values::gather(config.as_deref(), environment());
    let checked = || Config::check(&values()?);
    let done = match command {
        Command::Serve => checked().map_err(Into::into).and_then(serve::run),
        Command::Migrate => checked().map_err(Into::into).and_then(|config| migrate::run(&config)),
        Command::Healthcheck => match checked() {
            Ok(config) => return healthcheck::run(&config),
            Err(mistakes) => Err(mistakes.into()),
        },
        Command::PrintConfig => values().map_err(Into::into).map(|values| configuration::print(&values)),
        Command::Config(ConfigCommand::Check) => checked().map_err(Into::into).map(|_| configuration::good()),
        Command::Seed { file } => checked().map_err(Into::into).and_then(|config| seed::run(&config, &file)),
        Command::SignOut { email } => {
            checked().map_err(Into::into).and_then(|config| sign_out::run(&config, &email))
        }
        Command::Audit(AuditCommand::Verify { file, key }) => return audit::verify(&file, &key),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::from(TROUBLE)
        }
    }
}

/// What a command fails with; shown with all its causes.
type Failure = Box<dyn Error + Send + Sync>;

/// The environment, without what is not Unicode: no setting is.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

fn complain(error: &(dyn Error + 'static)) {
    if let Some(mistakes) = error.downcast_ref::<Mistakes>() {
        eprint!("provisioner: {mistakes}");
        return;
    }
    eprintln!("provisioner: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
}

/// A runtime for commands that do one thing and end.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

//! `pv db`.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt as _;
use std::process;

use clap::{Args, Subcommand};
use serde_json::json;

use super::place::{Environment, Place};
use crate::api::{Component, Connection, Credentials, Document, Request, encoded};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Sought, Tenant};

/// Connect to a database of the project
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv db connect orders-db
  pv db connect orders-db -- -c 'select now()'
  pv db url orders-db")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run psql, signed in
    ///
    /// The password is read from AWS now, which stands in the audit trail, and given to psql as PGPASSWORD. Your address must be in the allow-list.
    /// With PGSSLROOTCERT, the file of Amazon's certificates, psql also checks whom it talks to.
    #[command(
        after_long_help = "Examples:\n  pv db connect orders-db\n  pv db connect orders-db -- --csv -c 'select 1'"
    )]
    Connect {
        #[command(flatten)]
        which: Which,
        /// What else psql is told
        #[arg(last = true, value_name = "ARGUMENT")]
        arguments: Vec<OsString>,
    },
    /// Show the address, without the password
    #[command(
        after_long_help = "Examples:\n  pv db url orders-db\n  pv dev --database-url \"$(pv db url orders-db --reveal)\""
    )]
    Url {
        #[command(flatten)]
        which: Which,
        /// With the password, read from AWS now. Stands in the audit trail
        #[arg(long)]
        reveal: bool,
    },
}

#[derive(Args)]
struct Which {
    /// The database [default: the only one of the project]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
    #[command(flatten)]
    place: Place,
}

impl Which {
    fn find(&self) -> Result<(Tenant, Document<Component>), Failure> {
        let tenant = self.place.open()?;
        let environment = self.environment.map(Environment::as_str);
        let database = match &self.name {
            Some(name) => tenant.find(Sought { name, environment, kind: Some("postgres") })?,
            None => only(tenant.components("postgres", environment)?)?,
        };
        Ok((tenant, database))
    }
}

fn only(mut all: Vec<Document<Component>>) -> Result<Document<Component>, Failure> {
    match all.len() {
        1 => Ok(all.remove(0)),
        0 => Err(Failure::new(Class::NotFound, "there is no database in the project")),
        _ => {
            let names: Vec<_> = all.iter().map(|one| format!("{} ({})", one.name, one.environment)).collect();
            Err(Failure::new(Class::Usage, format!("which database? There is: {}", names.join(", ")))
                .advising("Say its name"))
        }
    }
}

/// Connects, or shows the address.
pub(super) fn run(arguments: Arguments, output: Output) -> Result<(), Failure> {
    match arguments.command {
        Command::Connect { which, arguments } => connect(&which, &arguments),
        Command::Url { which, reveal } => url(&which, reveal, output),
    }
}

fn connection(tenant: &Tenant, database: &Component) -> Result<Connection, Failure> {
    tenant.get(tenant.path_of(database, "connection"))
}

fn reveal(tenant: &Tenant, database: &Component) -> Result<Credentials, Failure> {
    Ok(tenant.client.ask(&Request::once(tenant.path_of(database, "credentials")))?)
}

/// Becomes psql, so that its exit code and the keys of its user are its own.
fn connect(which: &Which, arguments: &[OsString]) -> Result<(), Failure> {
    let (tenant, database) = which.find()?;
    let Connection { host, port, database: name, .. } = connection(&tenant, &database)?;
    let Credentials { username, password } = reveal(&tenant, &database)?;
    let error = process::Command::new("psql")
        .envs([("PGHOST", host), ("PGDATABASE", name), ("PGUSER", username), ("PGPASSWORD", password)])
        .env("PGPORT", port.to_string())
        .env("PGSSLMODE", ssl_mode())
        .env_remove("PV_TOKEN")
        .args(arguments)
        .exec();
    Err(if error.kind() == ErrorKind::NotFound {
        Failure::new(Class::NotFound, "psql is not installed")
            .advising("It comes with PostgreSQL; `pv db url` shows the address for other programs")
    } else {
        Failure::new(Class::Failed, format!("cannot run psql: {error}"))
    })
}

/// How sure psql must be whom it talks to: whoever has Amazon's certificates has named them in the usual variable.
fn ssl_mode() -> OsString {
    let usual = if std::env::var_os("PGSSLROOTCERT").is_some() { "verify-full" } else { "require" };
    std::env::var_os("PGSSLMODE").unwrap_or_else(|| usual.into())
}

fn url(which: &Which, with_password: bool, output: Output) -> Result<(), Failure> {
    let (tenant, database) = which.find()?;
    let Connection { host, port, database: name, username } = connection(&tenant, &database)?;
    let user = if with_password {
        let Credentials { username, password } = reveal(&tenant, &database)?;
        format!("{}:{}", encoded(&username), encoded(&password))
    } else {
        encoded(&username)
    };
    let url = format!("postgres://{user}@{host}:{port}/{}?sslmode=require", encoded(&name));
    output.result(&url, &json!({ "url": url }));
    Ok(())
}

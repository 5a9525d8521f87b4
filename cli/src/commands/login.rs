//! `pv login`.

use clap::Args;
use serde_json::json;

use super::place::{Job, Place};
use crate::account::{self, Config, Credentials, Way};
use crate::api::{Client, Document, Me, Request};
use crate::failure::Failure;
use crate::output::Output;

/// Sign in to a server
///
/// Your browser says yes, on this machine or another one; no password is typed here. The token is written to `credentials.toml` in
/// `$XDG_CONFIG_HOME/pv` (`~/.config/pv`), which only you can read, and the server is remembered. It ends when it is not used for a while, with
/// `pv logout`, or on the page *Signed-in browsers and command lines*.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv login --server https://portal.example.com
  pv login --device           with a browser on another machine
  pv login --ci               as a job of GitHub Actions, GitLab or another CI system, for minutes
  PV_TOKEN=... pv whoami      machines give their token themselves")]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Show a code to type into a browser on another machine [default without a display, and over SSH]
    #[arg(long)]
    device: bool,
    /// As the CI job that this is, for the project of --organization and --project. Commands do that by themselves; this keeps the token for
    /// several of them
    #[arg(long, conflicts_with = "device")]
    ci: bool,
}

/// Signs in.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let mut config = Config::read()?;
    if arguments.ci {
        return as_job(arguments, config, output);
    }
    let server = arguments.place.server(&config)?;
    // What cannot be kept is found out before anybody opens a browser.
    let mut credentials = Credentials::read()?;
    let way = if arguments.device { Way::Device } else { Way::of_this_machine() };
    let token = account::login(&Client::new(server.clone(), None), way)?;
    credentials.keep(&server, token.clone());
    credentials.save()?;
    if config.server.as_deref() != Some(server.as_str()) {
        // The slugs are those of another server.
        config = Config { server: Some(server.as_str().to_owned()), ..Config::default() };
        config.save()?;
    }
    let me: Document<Me> = Client::new(server.clone(), Some(token)).ask(&Request::get("/me"))?;
    let json = json!({ "server": server.as_str(), "email": me.email, "name": me.name });
    output.result(format_args!("signed in to {server} as {} <{}>", me.name, me.email), &json);
    Ok(())
}

/// Keeps the token of a CI job, and what it is for.
fn as_job(arguments: &Arguments, config: Config, output: Output) -> Result<(), Failure> {
    let mut credentials = Credentials::read()?;
    let Job { server, organization, project, granted } = arguments.place.sign_in_as_job(&config)?;
    credentials.keep(&server, granted.token);
    credentials.save()?;
    let json = json!({
        "server": server.as_str(), "organization": organization, "project": project, "expires_in": granted.seconds,
    });
    let minutes = granted.seconds / 60;
    let words =
        format!("signed in to {server} as a CI job, for {organization}/{project} and {minutes} minutes");
    let region = config.region;
    let server = Some(server.as_str().to_owned());
    Config { server, organization: Some(organization), project: Some(project), region }.save()?;
    output.result(words, &json);
    Ok(())
}

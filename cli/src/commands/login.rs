//! `pv login`.

use clap::Args;
use serde_json::json;

use super::place::ServerOption;
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
  PV_TOKEN=... pv whoami      machines give their token themselves")]
pub(super) struct Arguments {
    #[command(flatten)]
    server: ServerOption,
    /// Show a code to type into a browser on another machine [default without a display, and over SSH]
    #[arg(long)]
    device: bool,
}

/// Signs in.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let mut config = Config::read()?;
    let server = arguments.server.address(&config)?;
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

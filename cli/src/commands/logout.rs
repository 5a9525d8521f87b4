//! `pv logout`.

use clap::Args;
use serde_json::{Value, json};

use super::place::ServerOption;
use crate::account::{Config, Credentials};
use crate::api::{Client, Request};
use crate::failure::Failure;
use crate::output::Output;

/// Sign out: end the token, and forget it
///
/// A token in PV_TOKEN is not touched.
#[derive(Args)]
#[command(after_long_help = "Examples:\n  pv logout\n  pv logout --server https://portal.example.com")]
pub(super) struct Arguments {
    #[command(flatten)]
    server: ServerOption,
}

/// Signs out. A failure when the server was not told; the token is forgotten also then.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let server = arguments.server.address(&Config::read()?)?;
    let mut credentials = Credentials::read()?;
    let Some(token) = credentials.forget(&server) else {
        output.result(format_args!("nobody was signed in at {server}"), &json!({ "signed_out": false }));
        return Ok(());
    };
    credentials.save()?;
    end(&Client::new(server.clone(), Some(token)))?;
    output.result(format_args!("signed out of {server}"), &json!({ "signed_out": true }));
    Ok(())
}

/// Ends the token on the server. One that is no longer good has ended already.
fn end(client: &Client) -> Result<(), Failure> {
    match client.ask::<Value>(&Request::delete("/tokens/current")) {
        Err(fault) if fault.refusal().is_some_and(|refusal| refusal.status() == 401) => Ok(()),
        Err(fault) => Err(Failure::from(fault).advising(
            "The token is forgotten here, but still good; end it on the page of signed-in browsers and command lines",
        )),
        Ok(_) => Ok(()),
    }
}

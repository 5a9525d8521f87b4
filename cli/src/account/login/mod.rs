//! How a person lets this `pv` act as them (`docs/api.md`, "Sign in"). Who they are is told to the browser only.

mod browser;
mod device;
mod listener;

use serde::Deserialize;

use crate::api::{Client, Fault, Request, Token};
use crate::failure::{Class, Failure};

/// Which browser says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The one of this machine (RFC 8252).
    Browser,
    /// One on another machine (RFC 8628).
    Device,
}

impl Way {
    /// The way that works here: a remote shell has no browser in front of its user, and a machine without a display has none at all.
    pub(crate) fn of_this_machine() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let has_display = cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
        if is_set("SSH_CONNECTION") || !has_display { Self::Device } else { Self::Browser }
    }
}

/// A token for the server of the client. What the person must do is written to standard error.
///
/// # Errors
/// The person says no or nothing, or the server cannot be reached.
pub(crate) fn login(client: &Client, way: Way) -> Result<Token, Failure> {
    match way {
        Way::Browser => browser::login(client),
        Way::Device => device::login(client),
    }
}

/// What the server answers with when it gives a token.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

fn trade(client: &Client, fields: &[(&str, &str)]) -> Result<Token, Fault> {
    let granted: Granted = client.ask(&Request::form("/tokens", fields))?;
    Ok(Token::new(&granted.access_token))
}

/// The refusal of a token, from the word for it.
fn refused(word: &str) -> Failure {
    let again = "`pv login` asks again";
    match word {
        "access_denied" => Failure::new(Class::Forbidden, "the sign-in was declined in the browser"),
        "expired_token" => {
            Failure::new(Class::TimedOut, "nobody confirmed the sign-in in time").advising(again)
        }
        "invalid_grant" => {
            Failure::new(Class::Forbidden, "the sign-in came too late, or was used already").advising(again)
        }
        word => Failure::new(Class::Forbidden, format!("the server gives no token: {word}")),
    }
}

/// The name under which the person sees this machine.
fn machine() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(100).collect();
    if name.trim().is_empty() { "pv".to_owned() } else { name }
}

//! Signing in with the browser of this machine (RFC 8252, with the proof key of RFC 7636).

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::listener::{Arrival, Listener};
use super::{machine, refused, trade};
use crate::api::{Client, Token, encoded};
use crate::clock;
use crate::failure::{Class, Failure};
use crate::output::complain;

/// How long the person has to say yes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Opens the browser, and waits until it comes back with a code.
pub(super) fn login(client: &Client) -> Result<Token, Failure> {
    let (verifier, state) = (clock::secret(), clock::secret());
    let listener = Listener::bind()?;
    let address = format!(
        "{}/cli/authorize?port={}&challenge={}&state={state}&name={}",
        client.server(),
        listener.port(),
        challenge(&verifier),
        encoded(&machine())
    );
    complain(format_args!("Confirm in your browser. If it does not open, open\n\n  {address}\n"));
    open(&address);
    match listener.wait(state, PATIENCE) {
        Some(Arrival::Code(code)) => {
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("code_verifier", verifier.as_str()),
            ];
            trade(client, &fields).map_err(|fault| {
                match fault.refusal().and_then(|refusal| refusal.oauth_error()) {
                    Some(word) => refused(word),
                    None => fault.into(),
                }
            })
        }
        Some(Arrival::Refused(word)) => Err(refused(&word)),
        None => Err(Failure::new(
            Class::TimedOut,
            "nobody confirmed the sign-in in the browser within 10 minutes",
        )
        .advising("`pv login --device` needs no browser on this machine")),
    }
}

/// The challenge of method `S256` (RFC 7636, section 4.2).
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Opens the address in the browser that the user has chosen, or `BROWSER` names. The address is on the screen in any case, so what fails here
/// is not told.
fn open(address: &str) {
    let usual = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let program = std::env::var_os("BROWSER").filter(|name| !name.is_empty());
    let mut command = Command::new(program.unwrap_or_else(|| usual.into()));
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut browser) = command.spawn() {
        thread::spawn(move || browser.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::challenge;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}

//! Signing in with a browser on another machine (RFC 8628).

use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::{machine, refused, trade};
use crate::api::{Client, Request, Token};
use crate::failure::Failure;
use crate::output::complain;

/// By how much to ask slower from each `slow_down` on (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

#[derive(Deserialize)]
struct Codes {
    device_code: String,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    interval: u64,
}

/// Shows the code, and asks until the person has decided or the code is over.
pub(super) fn login(client: &Client) -> Result<Token, Failure> {
    let codes: Codes = client.ask(&Request::form("/device", &[("name", &machine())]))?;
    let Codes { user_code, verification_uri, verification_uri_complete, .. } = &codes;
    complain(format_args!(
        "Open {verification_uri} in a browser and type the code {user_code}, or open\n\n  {verification_uri_complete}\n\nWaiting for your yes ..."
    ));
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", codes.device_code.as_str()),
    ];
    let mut interval = Duration::from_secs(codes.interval);
    loop {
        thread::sleep(interval);
        let fault = match trade(client, &fields) {
            Ok(token) => return Ok(token),
            Err(fault) => fault,
        };
        match next(fault.refusal().and_then(|refusal| refusal.oauth_error()), fault.may_pass()) {
            Next::Ask => {}
            Next::AskSlower => interval += SLOWER,
            Next::End(Some(failure)) => return Err(failure),
            Next::End(None) => return Err(fault.into()),
        }
    }
}

/// What follows from an answer without a token.
enum Next {
    Ask,
    AskSlower,
    /// With the failure, unless the fault itself says it.
    End(Option<Failure>),
}

fn next(word: Option<&str>, may_pass: bool) -> Next {
    match word {
        Some("authorization_pending") => Next::Ask,
        Some("slow_down") => Next::AskSlower,
        Some(word) => Next::End(Some(refused(word))),
        // "on encountering a connection timeout, clients MUST unilaterally reduce their polling frequency" (section 3.5)
        None if may_pass => Next::AskSlower,
        None => Next::End(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_waiting_goes_on() {
        assert!(matches!(next(Some("authorization_pending"), false), Next::Ask));
        assert!(matches!(next(Some("slow_down"), false), Next::AskSlower));
        assert!(matches!(next(None, true), Next::AskSlower));
        assert!(matches!(next(None, false), Next::End(None)));
        for word in ["access_denied", "expired_token", "invalid_grant", "something_new"] {
            assert!(matches!(next(Some(word), false), Next::End(Some(_))), "{word}");
        }
    }
}

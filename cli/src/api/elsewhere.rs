//! The one question that does not go to a Provisioner: a job of GitHub asks GitHub what it signs.

use std::thread;
use std::time::Duration;

use hyper::Uri;
use serde_json::Value;
use ureq::SendBody;
use ureq::http;

use super::Token;
use super::address::is_loopback;
use super::answer::Answer;
use super::client::agent;
use crate::failure::{Class, Failure};

/// How often it is asked at most.
const TRIES: u32 = 3;

/// How long to wait before it is asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// The JSON at an address that the CI system gave to the job.
///
/// # Errors
/// The address is not safe for the token, or nothing good is answered.
pub(crate) fn signed_for_job(address: &str, token: &Token) -> Result<Value, Failure> {
    let wrong = || Failure::new(Class::Usage, "the CI system gave an address that is not safe to ask");
    let uri: Uri = address.parse().map_err(|_| wrong())?;
    let is_local = uri.host().is_some_and(is_loopback);
    let is_safe = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_local,
        _ => false,
    };
    if !is_safe {
        return Err(wrong());
    }
    let agent = agent(is_local);
    let ask = || -> Result<Answer, ureq::Error> {
        let head = http::Request::get(&uri).header("authorization", token.header());
        Answer::read(agent.run(head.body(SendBody::none())?)?)
    };
    let mut tries = 1;
    loop {
        match ask() {
            Ok(answer) if answer.is_success() => return Ok(answer.body),
            Ok(answer) if answer.status < 500 => {
                return Err(Failure::new(
                    Class::Forbidden,
                    format!("the CI system signs nothing for this job: status {}", answer.status),
                )
                .advising("GitHub Actions needs `permissions: id-token: write`"));
            }
            Ok(_) | Err(_) if tries < TRIES => thread::sleep(PAUSE),
            Ok(answer) => {
                return Err(Failure::new(
                    Class::Unavailable,
                    format!("the CI system answers with status {}", answer.status),
                ));
            }
            Err(error) => {
                return Err(Failure::new(Class::Unavailable, format!("cannot reach the CI system: {error}")));
            }
        }
        tries += 1;
    }
}

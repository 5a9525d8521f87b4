//! Sends requests, more than once where that is right.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::http;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, SendBody};
use uuid::Uuid;

use super::answer::Answer;
use super::fault;
use super::request::Body;
use super::retry::{self, Setback};
use super::upload::Upload;
use super::{Fault, Refusal, Request, ServerAddress, Token};
use crate::clock;
use crate::output::complain;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long nothing may move, in either direction: twice what the server takes for a request at most.
const SILENCE: Duration = Duration::from_secs(60);

/// From when on a wait needs an explanation.
const LONG: Duration = Duration::from_secs(2);

/// A client of one server, for one run of a command.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    server: ServerAddress,
    token: Option<Token>,
    /// This run: what changes something has a key of the run and a number, the same each time it is sent.
    run: Uuid,
    keys: Cell<u32>,
}

impl Client {
    /// Whether a CI job acts, and not a person.
    pub(crate) fn is_job(&self) -> bool {
        self.token.as_ref().is_some_and(Token::is_of_job)
    }

    /// A client that asks with this token.
    pub(crate) fn new(server: ServerAddress, token: Option<Token>) -> Self {
        let agent = agent(server.is_local());
        Self { agent, server, token, run: clock::request_id(), keys: Cell::new(0) }
    }

    /// The server.
    pub(crate) const fn server(&self) -> &ServerAddress {
        &self.server
    }

    /// The result of a request.
    pub(crate) fn ask<T: DeserializeOwned>(&self, request: &Request<'_>) -> Result<T, Fault> {
        self.ask_with_wait(request).map(|(result, _)| result)
    }

    /// The result of a request, and after how long to ask again.
    pub(crate) fn ask_with_wait<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
    ) -> Result<(T, Option<Duration>), Fault> {
        let answer = self.send(request)?;
        let result = T::deserialize(answer.body).map_err(Fault::Unreadable)?;
        Ok((result, answer.retry_after))
    }

    /// Sends a request until it is answered, or there is no hope.
    fn send(&self, request: &Request<'_>) -> Result<Answer, Fault> {
        let key = request.keyed.then(|| self.next_key());
        let mut tries = 0;
        loop {
            tries += 1;
            let answer = self.try_once(request, key.as_deref());
            let setback = match &answer {
                Ok(answer) if answer.is_success() => None,
                Ok(answer) => Some(Setback::Refused(answer)),
                // The next certificate is the same.
                Err(error) if fault::is_distrust(error) => None,
                Err(error) if is_not_sent(error) => Some(Setback::NotSent),
                Err(_) => Some(Setback::Broken),
            };
            match setback.and_then(|setback| retry::wait(tries, &setback, request.repeatable)) {
                Some(wait) => pause(wait),
                None => return self.judged(answer),
            }
        }
    }

    fn judged(&self, answer: Result<Answer, ureq::Error>) -> Result<Answer, Fault> {
        match answer {
            Ok(answer) if answer.is_success() => Ok(answer),
            Ok(answer) => Err(Fault::Refused(Box::new(Refusal::of(answer)))),
            Err(cause) => Err(Fault::Silent { cause, server: self.server.clone() }),
        }
    }

    fn try_once(&self, request: &Request<'_>, key: Option<&str>) -> Result<Answer, ureq::Error> {
        let uri = format!("{}/api/v1{}", self.server, request.path);
        let mut head =
            http::Request::builder().method(&request.method).uri(uri).header("accept", "application/json");
        if let Some(token) = &self.token {
            head = head.header("authorization", token.header());
        }
        if let Some(key) = key {
            head = head.header("idempotency-key", key);
        }
        let response = match &request.body {
            Body::Nothing => self.agent.run(head.body(SendBody::none())?),
            Body::Json(value) => {
                let sent = head.header("content-type", "application/json").body(value.to_string())?;
                let silence = request.silence.unwrap_or(SILENCE);
                self.agent.run(self.agent.configure_request(sent).timeout_per_read(Some(silence)).build())
            }
            Body::Form(fields) => {
                let head = head.header("content-type", "application/x-www-form-urlencoded");
                self.agent.run(head.body(fields.as_str())?)
            }
            Body::Archive { bytes, sent } => {
                // With `expect`, a server that refuses says so before the archive is on its way.
                let head = head
                    .header("content-type", "application/zip")
                    .header("content-length", bytes.len())
                    .header("expect", "100-continue");
                self.agent.run(head.body(SendBody::from_reader(&mut Upload::new(bytes, sent)))?)
            }
        }?;
        Answer::read(response)
    }

    fn next_key(&self) -> String {
        let number = self.keys.get() + 1;
        self.keys.set(number);
        format!("pv-{}-{number}", self.run.simple())
    }
}

/// What sends requests, to this machine or to others.
pub(super) fn agent(is_local: bool) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .user_agent(concat!("pv/", env!("CARGO_PKG_VERSION")))
        .http_status_as_error(false)
        // A token is for the server that it was made for.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(CONNECT))
        .timeout_per_read(Some(SILENCE))
        .timeout_per_write(Some(SILENCE));
    // A proxy knows nothing of this machine.
    let config = if is_local { config.proxy(None) } else { config };
    config.build().new_agent()
}

/// Waits. Whoever looks at a terminal is told why nothing happens.
fn pause(wait: Duration) {
    if wait >= LONG && io::stderr().is_terminal() {
        complain(format_args!("the server asks to wait {} s", wait.as_secs()));
    }
    thread::sleep(wait);
}

/// Whether nothing has reached the server.
fn is_not_sent(error: &ureq::Error) -> bool {
    use ureq::{Error, Timeout};
    match error {
        Error::HostNotFound
        | Error::ConnectionFailed
        | Error::Timeout(Timeout::Connect | Timeout::Resolve) => true,
        Error::Io(error) => error.kind() == io::ErrorKind::ConnectionRefused,
        _ => false,
    }
}

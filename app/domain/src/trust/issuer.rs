//! Who signs the tokens of jobs.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};

/// The address of an OIDC issuer, character by character as its tokens name it, such as `https://token.actions.githubusercontent.com`: no query, no
/// fragment, no user (OpenID Connect Discovery 1.0, section 2), at most 300 characters.
///
/// Its host has a name, and is spoken to by `https`; or it is this machine, which only a configuration for development can mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Issuer(String);

impl Issuer {
    /// Most characters.
    const MAX: usize = 300;

    /// Reads an address.
    ///
    /// # Errors
    /// [`Problem::Required`] or [`Problem::NotAnIssuer`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let (scheme, rest) = text.split_once("://").ok_or(Problem::NotAnIssuer)?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = split_port(authority);
        let good_host = match scheme {
            "https" => is_name(host) || is_this_machine(host),
            "http" => is_this_machine(host),
            _ => false,
        };
        let good_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0));
        let good = text.len() <= Self::MAX && good_host && good_port && is_path(path);
        if good { Ok(Self(text.to_owned())) } else { Err(Problem::NotAnIssuer) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, without the port.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        split_port(rest.split('/').next().unwrap_or_default()).0
    }

    /// Whether it is this machine.
    pub fn is_this_machine(&self) -> bool {
        is_this_machine(self.host())
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Issuer {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("issuer", problem))
    }
}

impl From<Issuer> for String {
    fn from(issuer: Issuer) -> Self {
        issuer.0
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// A name of at least two labels, of which the last is no number: not an address (RFC 1123, section 2.1).
fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        let letters =
            label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (1..=63).contains(&label.len()) && letters && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(label) && last.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn is_this_machine(host: &str) -> bool {
    let address = host.parse::<Ipv4Addr>().map(IpAddr::V4);
    host == "localhost" || host == "[::1]" || address.is_ok_and(|address| address.is_loopback())
}

/// Characters that need no code (RFC 3986, section 3.3), and no way up.
fn is_path(path: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~:@!$&'()*+,;=%".contains(&byte);
    path.bytes().all(letter) && !path.split('/').any(|part| part == "." || part == "..")
}

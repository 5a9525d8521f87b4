//! Where a server is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use hyper::Uri;

/// The address of a Provisioner, such as `https://portal.example.com`: scheme, host and port, nothing behind. `https`, or `http` on this machine:
/// a token never crosses a network in the clear.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ServerAddress {
    origin: String,
    local: bool,
}

impl ServerAddress {
    /// The address without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether it is on this machine.
    pub(crate) const fn is_local(&self) -> bool {
        self.local
    }
}

impl FromStr for ServerAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || format!("`{text}` is no address of a server; write it as https://portal.example.com");
        let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let uri: Uri = full.parse().map_err(|_| form())?;
        let (scheme, authority) = (uri.scheme_str().ok_or_else(form)?, uri.authority().ok_or_else(form)?);
        let is_origin = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
        if !is_origin || authority.host().is_empty() {
            return Err(form());
        }
        let local = is_loopback(authority.host());
        match scheme {
            "https" => {}
            "http" if local => {}
            "http" => return Err(format!("`{text}` would send your token in the clear; use https")),
            _ => return Err(form()),
        }
        let authority = authority.as_str().to_ascii_lowercase();
        Ok(Self { origin: format!("{scheme}://{authority}"), local })
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

/// Whether a host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    address.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cross_networks_only_encrypted() {
        for (text, expected) in [
            ("https://Portal.example.com", "https://portal.example.com"),
            ("https://portal.example.com:8443/", "https://portal.example.com:8443"),
            ("portal.example.com", "https://portal.example.com"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.9:1", "http://127.0.0.9:1"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(text.parse::<ServerAddress>().unwrap().as_str(), expected);
        }
        for wrong in [
            "http://portal.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@portal.example.com",
            "http://10.0.0.1",
            "ftp://localhost",
            "https://portal.example.com/api",
            "https://user:password@portal.example.com",
            "https://portal.example.com?a=b",
            "https://",
            "",
        ] {
            assert!(wrong.parse::<ServerAddress>().is_err(), "{wrong}");
        }
    }
}

//! `[server]`: where the server listens, and how it protects itself.

use std::net::SocketAddr;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use super::{Reader, http_url, is_loopback};

/// Where the server listens, and how it protects itself.
#[derive(Clone, Debug)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people type, without path. `https`, or `http` on a loopback host.
    pub public_url: Url,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Largest request body, in bytes.
    pub body_limit: usize,
    /// Longest time to answer a request.
    pub request_timeout: Duration,
    /// Requests in work at the same time.
    pub concurrent_requests: u32,
    /// Requests a minute of one caller.
    pub requests_per_minute: u32,
    /// How long running requests may take to end at a stop.
    pub shutdown: Duration,
}

impl Server {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let listen =
            reader.parsed("server.listen", "an address and port, such as \"0.0.0.0:8080\"", |text| {
                text.parse().ok()
            });
        let public_url = public_url(reader);
        let trusted_proxies =
            reader.list("server.trusted_proxies", "a network, such as \"10.0.0.0/8\"", |text| {
                text.parse().ok()
            });
        let body_limit = reader.number("server.body_limit_kilobytes", 1..=1024);
        let request_timeout = reader.number("server.request_timeout_seconds", 1..=300);
        let concurrent_requests = reader.number("server.concurrent_requests", 1..=100_000);
        let requests_per_minute = reader.number("server.requests_per_minute", 10..=100_000);
        let shutdown = reader.number("server.shutdown_seconds", 0..=300);
        Some(Self {
            listen: listen?,
            public_url: public_url?,
            trusted_proxies: trusted_proxies?,
            body_limit: usize::try_from(body_limit?).ok()?.saturating_mul(1024),
            request_timeout: Duration::from_secs(request_timeout?.into()),
            concurrent_requests: concurrent_requests?,
            requests_per_minute: requests_per_minute?,
            shutdown: Duration::from_secs(shutdown?.into()),
        })
    }

    /// Whether people reach the server by TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

fn public_url(reader: &mut Reader<'_>) -> Option<Url> {
    const KEY: &str = "server.public_url";
    let url = reader.parsed(KEY, "an address, such as \"https://provisioner.example.com\"", http_url)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        reader.mistake(KEY, "must be scheme, host and port only");
        return None;
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        reader.mistake(KEY, "must begin with https: over http, anybody in between reads sessions (http is taken for loopback hosts)");
        return None;
    }
    Some(url)
}

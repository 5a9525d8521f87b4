//! `provisioner healthcheck`: for container runtimes and systemd.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use openidconnect::reqwest;

use super::{Failure, complain, runtime};
use crate::config::Config;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Container runtimes know 0 and 1, and keep every other code for themselves.
const NOT_READY: u8 = 1;

#[derive(Debug, thiserror::Error)]
#[error("the server is not ready: {0}")]
struct NotReady(String);

pub(super) fn run(config: &Config) -> ExitCode {
    match ask(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::from(NOT_READY)
        }
    }
}

fn ask(config: &Config) -> Result<(), Failure> {
    let address = format!("http://{}/readyz", reachable(config.server.listen));
    runtime()?.block_on(async {
        // Its own server is asked: a proxy of the environment would only be in the way.
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let response = client.get(address).send().await?;
        let ready = response.status().is_success();
        let details = response.text().await?;
        if ready { Ok(()) } else { Err(NotReady(details).into()) }
    })
}

/// A server that listens everywhere is asked on this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

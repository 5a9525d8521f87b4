//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::caller::{Interface, Origin};
use http::{Extensions, HeaderMap, header};
use ipnet::IpNet;

use super::Server;
use super::request_id::RequestId;

/// Longest user agent that is kept, in characters.
const USER_AGENT: usize = 200;

/// Puts the [`Origin`] of the request into its extensions.
pub(super) async fn locate(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let trusted = &server.config.server.trusted_proxies;
    let origin = origin(request.extensions(), request.headers(), api, trusted);
    request.extensions_mut().insert(origin);
    next.run(request).await
}

fn origin(extensions: &Extensions, headers: &HeaderMap, api: bool, trusted: &[IpNet]) -> Origin {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let agent = headers.get(header::USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()));
    Origin {
        request_id: extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        interface: interface(api, agent.as_deref()),
        address: peer.map(|peer| client(peer, headers, trusted)),
        user_agent: agent
            .map(|agent| agent.chars().filter(|letter| !letter.is_control()).take(USER_AGENT).collect()),
    }
}

/// Our own command line names itself.
fn interface(api: bool, agent: Option<&str>) -> Interface {
    match agent {
        _ if !api => Interface::Portal,
        Some(agent) if agent.starts_with("pv/") => Interface::Cli,
        _ => Interface::Api,
    }
}

/// The nearest address that no trusted proxy has. What stands left of it in `X-Forwarded-For`, anybody can have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    let lists: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    for hop in lists.iter().rev().flat_map(|list| list.rsplit(',')) {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
        address = hop.to_canonical();
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = ["10.0.0.0/8"];
        for (peer, forwarded, trusted, expected) in [
            ("203.0.113.7", &[][..], &proxies[..], "203.0.113.7"),
            ("203.0.113.7", &["198.51.100.1"], &proxies, "203.0.113.7"),
            ("10.0.0.1", &["198.51.100.1"], &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], &proxies, "198.51.100.1"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"], &proxies, "198.51.100.1"),
            ("10.0.0.1", &["1.1.1.1", "198.51.100.1, 10.0.0.2"], &proxies, "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1, nonsense"], &proxies, "10.0.0.1"),
            ("::ffff:10.0.0.1", &["2001:db8::1"], &proxies, "2001:db8::1"),
        ] {
            assert_eq!(client_of(peer, forwarded, trusted), expected, "{peer} {forwarded:?}");
        }
    }
}

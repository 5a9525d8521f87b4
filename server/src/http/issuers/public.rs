//! Which addresses are on the internet. Those that are not could be this machine, its neighbours, or the metadata of a cloud.

use std::net::{IpAddr, SocketAddr};
use std::sync::LazyLock;

use ipnet::IpNet;
use openidconnect::reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Networks that are not globally reachable, and those that lead to others
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>, <https://www.iana.org/assignments/iana-ipv6-special-registry>).
static NOT_PUBLIC: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    ]
    .map(|network| network.parse().expect("the networks are written correctly"))
    .into()
});

/// The part of IPv6 that is given out (<https://www.iana.org/assignments/ipv6-address-space>).
static GIVEN_OUT: LazyLock<IpNet> =
    LazyLock::new(|| "2000::/3".parse().expect("the network is written correctly"));

/// Whether an address is on the internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let given_out = address.is_ipv4() || GIVEN_OUT.contains(&address);
    given_out && !NOT_PUBLIC.iter().any(|network| network.contains(&address))
}

/// Looks names up, and leaves out every address that is not public. What is left is what is connected to, so a name cannot change its mind in between.
pub(super) struct PublicAddresses {
    /// A proxy stands inside, and decides itself whom it connects to.
    proxies: Vec<String>,
}

/// A name has no address on the internet.
#[derive(Debug, thiserror::Error)]
#[error("{0} has no public address")]
pub(super) struct Refused(String);

/// The resolver, which knows the proxies of the environment.
pub(super) fn public_addresses() -> PublicAddresses {
    let variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let proxies = variables.iter().filter_map(|name| {
        let address = std::env::var(name).ok()?;
        let address = if address.contains("://") { address } else { format!("http://{address}") };
        url::Url::parse(&address).ok()?.host_str().map(str::to_owned)
    });
    PublicAddresses { proxies: proxies.collect() }
}

impl Resolve for PublicAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        let is_proxy = self.proxies.iter().any(|proxy| proxy == name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let taken: Vec<SocketAddr> =
                found.filter(|address| is_proxy || is_public(address.ip())).collect();
            if taken.is_empty() {
                return Err(Refused(name.as_str().to_owned()).into());
            }
            let taken: Addrs = Box::new(taken.into_iter());
            Ok(taken)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn only_the_internet_is_public() {
        for address in
            ["140.82.112.3", "8.8.8.8", "172.65.251.78", "2606:50c0:8000::153", "2a00:1450:4001::1"]
        {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
        for address in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2002:a00:1::1",
            "2001:0:a00:1::1",
        ] {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
    }
}

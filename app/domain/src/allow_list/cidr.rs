//! Networks.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};

/// A network, canonical: no bits are set behind the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cidr(IpNet);

/// Which kind of addresses. Quotas of AWS are counted for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// The highest address, as a number.
    pub(super) const fn last_address(self) -> u128 {
        match self {
            Self::V4 => u32::MAX as u128,
            Self::V6 => u128::MAX,
        }
    }
}

/// Longest text of a network: eight groups of four digits, seven colons, and `/128`.
const LONGEST: usize = 43;

impl Cidr {
    /// Reads a network (`203.0.113.0/24`, `2001:db8::/48`) or an address, which is a network of one.
    ///
    /// IPv4 addresses written as IPv6 (`::ffff:203.0.113.7`, RFC 4291 section 2.5.5.2) are refused: a security group would take them for
    /// IPv6 and never match.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::NotANetwork`] or [`Problem::HostBitsSet`] with the network that was probably meant.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Required);
        }
        if text.len() > LONGEST {
            return Err(Problem::NotANetwork);
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(parse_prefix(prefix).ok_or(Problem::NotANetwork)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| Problem::NotANetwork)?;
        let network = match prefix {
            Some(prefix) => IpNet::new(address, prefix).map_err(|_| Problem::NotANetwork)?,
            None => IpNet::from(address),
        };
        if matches!(network, IpNet::V6(network) if IPV4_MAPPED.contains(&network)) {
            return Err(Problem::NotANetwork);
        }
        if network.trunc() == network {
            Ok(Self(network))
        } else {
            Err(Problem::HostBitsSet { canonical: network.trunc().to_string() })
        }
    }

    /// The network that holds this one address. An IPv4 address written as IPv6 becomes IPv4.
    pub fn of_address(address: IpAddr) -> Self {
        Self(IpNet::from(address.to_canonical()))
    }

    /// Which kind of addresses it holds.
    pub const fn family(self) -> Family {
        match self.0 {
            IpNet::V4(_) => Family::V4,
            IpNet::V6(_) => Family::V6,
        }
    }

    /// How many leading bits are fixed: 0-32 or 0-128.
    pub fn prefix(self) -> u8 {
        self.0.prefix_len()
    }

    /// Whether the address lies in it. An IPv4 address written as IPv6 counts as IPv4.
    pub fn contains_address(self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// Whether all of the other network lies in it. Every network contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether it is everybody: `0.0.0.0/0` or `::/0`.
    pub fn is_everybody(self) -> bool {
        self.prefix() == 0
    }

    /// Whether it is wider than /8 (IPv4) or /32 (IPv6).
    pub fn is_very_wide(self) -> bool {
        self.prefix()
            < match self.family() {
                Family::V4 => 8,
                Family::V6 => 32,
            }
    }

    /// Whether all of it is out of reach of the internet: private (RFC 1918, RFC 4193), shared (RFC 6598), link-local or loopback.
    pub fn is_private(self) -> bool {
        PRIVATE.iter().any(|range| range.contains(&self.0))
    }

    /// Its first and its last address, as numbers.
    pub(super) fn range(self) -> (u128, u128) {
        match self.0 {
            IpNet::V4(network) => (network.network().to_bits().into(), network.broadcast().to_bits().into()),
            IpNet::V6(network) => (network.network().to_bits(), network.broadcast().to_bits()),
        }
    }
}

/// A prefix length: one to three ASCII digits without a leading zero.
fn parse_prefix(text: &str) -> Option<u8> {
    let plain = (1..=3).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

const IPV4_MAPPED: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);

const PRIVATE: [IpNet; 9] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10)),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128)),
];

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl TryFrom<String> for Cidr {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("network", problem))
    }
}

impl From<Cidr> for String {
    fn from(network: Cidr) -> Self {
        network.to_string()
    }
}

//! Prices: what AWS asks for, in US cents per month of 730 hours, on-demand list price without tax.

/// Hours of AWS's month.
pub(crate) const HOURS: u64 = 730;
/// A key of our own, US cents per month, the same in all regions.
pub(crate) const KEY_CENTS: u64 = 100;
/// A secret, US cents per month, the same in all regions.
pub(crate) const SECRET_CENTS: u64 = 40;

/// The price of a component, item by item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// What is paid for. Items that depend on use are estimates, and say so by their word.
    pub items: Vec<PriceItem>,
    /// How well the rates are known.
    pub basis: Basis,
}

/// How well the rates behind a price are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// They were compared with AWS's list.
    List,
    /// They were derived from other regions, and may be off by a tenth: pages say "about".
    Estimate,
}

/// One thing that is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceItem {
    /// What.
    pub word: PriceWord,
    /// US cents per month.
    pub cents: u64,
}

/// What is paid for. Each has a text in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceWord {
    /// Machines that run all the time.
    Instances {
        /// How many.
        count: u8,
    },
    /// Storage of the data: an estimate, it grows with the data.
    Storage {
        /// For how much, in GiB.
        gib: u16,
    },
    /// Backups beyond what storage includes: an estimate.
    Backup {
        /// For how much, in GiB.
        gib: u16,
    },
    /// The encryption key.
    Key,
    /// The stored password.
    Secret,
    /// Requests to a function: an estimate, it grows with them.
    Requests {
        /// For how many, in millions a month.
        millions: u16,
    },
    /// The time in which a function works: an estimate, it grows with the requests.
    ComputeTime {
        /// How long each request is assumed to take.
        milliseconds: u16,
        /// With how much memory.
        memory_mb: u16,
    },
    /// A load balancer, which all functions of the organization in the region share.
    LoadBalancer,
    /// Public addresses of a load balancer.
    PublicAddresses {
        /// How many.
        count: u8,
    },
    /// The way to the stored secrets from inside of the private network, which all linked functions of the organization in the region share.
    PrivateEndpoints {
        /// How many zones it stands in.
        count: u8,
    },
}

impl Price {
    /// The sum, US cents per month.
    pub fn total_cents(&self) -> u64 {
        self.items.iter().map(|item| item.cents).sum()
    }
}

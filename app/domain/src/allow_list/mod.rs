//! The IP allow-list: who may connect to a component.
//!
//! Sizes follow the security-group quota of 60 rules per direction and address family
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>).

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::AllowListEntryId;

mod change;
mod cidr;
mod difference;
mod expiry;
mod paste;
#[cfg(test)]
mod tests;

pub use change::{Applied, ChangeContext};
pub use cidr::{Cidr, Family};
pub use difference::{Difference, diff, locks_out};
pub use expiry::ExpiryChoice;
pub use paste::paste;

/// Most networks of one address family.
pub const MAX_NETWORKS: usize = 60;
/// Most characters of a label.
pub const MAX_LABEL: u32 = 140;
/// Furthest end of an entry, in days from now.
pub const MAX_EXPIRY_DAYS: u32 = 90;

/// Who may connect. Empty means nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AllowList {
    entries: Vec<Entry>,
}

impl AllowList {
    /// A list as it was stored.
    pub const fn from_entries(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// The entries, in the order in which they were given.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether nobody may connect.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An entry by its id.
    pub fn get(&self, id: AllowListEntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// An entry by its network.
    pub fn by_network(&self, network: Cidr) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.network == network)
    }

    /// The networks of an address family, in the order of the list.
    pub fn networks(&self, family: Family) -> impl Iterator<Item = Cidr> + '_ {
        self.entries.iter().map(|entry| entry.network).filter(move |network| network.family() == family)
    }

    /// How much of AWS's quota for an address family is used.
    pub fn head_room(&self, family: Family) -> HeadRoom {
        HeadRoom { used: self.networks(family).count(), max: MAX_NETWORKS }
    }

    /// Whether an address may connect. Entries whose time is over count until they are removed, as they do in AWS.
    pub fn allows(&self, address: IpAddr) -> bool {
        self.entries.iter().any(|entry| entry.network.contains_address(address))
    }

    /// The entries whose time is over.
    pub fn expired(&self, now: Timestamp) -> Vec<AllowListEntryId> {
        let is_over = |entry: &&Entry| entry.expires.is_some_and(|expires| expires <= now);
        self.entries.iter().filter(is_over).map(|entry| entry.id).collect()
    }

    /// When the next entry's time is over. In the past when one waits to be removed.
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.entries.iter().filter_map(|entry| entry.expires).min()
    }
}

/// How much of a quota is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadRoom {
    /// So many are used.
    pub used: usize,
    /// So many there may be.
    pub max: usize,
}

/// One network of an allow-list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry, so that one can be removed without sending the list.
    pub id: AllowListEntryId,
    /// Which addresses.
    pub network: Cidr,
    /// Whose, 1-140 characters.
    pub label: String,
    /// Until when; without it, until removed.
    pub expires: Option<Timestamp>,
    /// Who added it, as text for people.
    pub added_by: String,
    /// When.
    pub added: Timestamp,
}

/// Something about a network that its author should know before saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// Everybody on the internet.
    Everybody,
    /// Wider than /8 (IPv4) or /32 (IPv6).
    VeryWide,
    /// A private range: only reachable through a connected network.
    Private,
    /// It lies inside another entry and adds nothing.
    Contained {
        /// The wider entry's network.
        by: Cidr,
        /// Its label.
        label: String,
    },
}

/// A network as somebody asks for it, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEntry {
    /// A network or an address.
    pub network: String,
    /// Whose.
    pub label: String,
    /// Until when.
    pub expires: Option<Timestamp>,
}

/// How somebody wants the list to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// Adds networks; needs no version.
    Add(Vec<NewEntry>),
    /// Removes entries; needs no version.
    Remove(Vec<AllowListEntryId>),
    /// Replaces the list that was read at a version.
    Replace {
        /// The version that was read.
        version: u32,
        /// The whole list. A network that stands in the list already keeps its id, author and time.
        entries: Vec<NewEntry>,
    },
}

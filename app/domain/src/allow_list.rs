//! The IP allow-list: who may connect to a component.
//!
//! Sizes follow the security-group quota of 60 rules per direction and address family
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::AllowListEntryId;

/// A network, canonical: no bits are set behind the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cidr(ipnet::IpNet);

/// Who may connect. Empty means nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AllowList {
    entries: Vec<Entry>,
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

//! What differs between two allow-lists.

use std::net::IpAddr;

use super::{AllowList, Entry};

/// How an allow-list changes, entry by entry. Entries are the same when their network is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// New networks.
    pub added: Vec<Entry>,
    /// Networks that go.
    pub removed: Vec<Entry>,
    /// Networks that stay with another label or time: before, after.
    pub changed: Vec<(Entry, Entry)>,
}

impl Difference {
    /// Whether nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares two lists, in the order of their entries.
pub fn diff(before: &AllowList, after: &AllowList) -> Difference {
    let missing_in = |list: &AllowList, entry: &Entry| list.by_network(entry.network).is_none();
    Difference {
        added: after.entries().iter().filter(|entry| missing_in(before, entry)).cloned().collect(),
        removed: before.entries().iter().filter(|entry| missing_in(after, entry)).cloned().collect(),
        changed: before
            .entries()
            .iter()
            .filter_map(|old| {
                let new = after.by_network(old.network)?;
                let same = old.label == new.label && old.expires == new.expires;
                (!same).then(|| (old.clone(), new.clone()))
            })
            .collect(),
    }
}

/// Whether a change shuts out an address that could connect before.
pub fn locks_out(before: &AllowList, after: &AllowList, address: IpAddr) -> bool {
    before.allows(address) && !after.allows(address)
}

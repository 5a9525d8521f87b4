mod change;
mod cidr;
mod list;

use std::cell::Cell;

use jiff::Timestamp;
use uuid::Uuid;

use super::{AllowList, Applied, ChangeContext, ListChange, NewEntry};
use crate::error::Result;
use crate::ids::AllowListEntryId;
use crate::organization::Policy;

const NOW: Timestamp = Timestamp::constant(1_795_251_600, 0);

fn new_entry(network: &str, label: &str) -> NewEntry {
    NewEntry { network: network.to_owned(), label: label.to_owned(), expires: None }
}

fn add(entries: &[(&str, &str)]) -> ListChange {
    ListChange::Add(entries.iter().map(|(network, label)| new_entry(network, label)).collect())
}

fn replace(version: u32, entries: &[(&str, &str)]) -> ListChange {
    ListChange::Replace {
        version,
        entries: entries.iter().map(|(network, label)| new_entry(network, label)).collect(),
    }
}

/// Applies a change at version 3, as Eve, with ids that count on from `first_id`.
fn apply_as(
    list: &AllowList,
    change: &ListChange,
    policy: Policy,
    reason_given: bool,
    first_id: u128,
) -> Result<Applied> {
    let next = Cell::new(first_id);
    let new_id = || {
        next.set(next.get() + 1);
        AllowListEntryId(Uuid::from_u128(next.get()))
    };
    let context =
        ChangeContext { policy, now: NOW, author: "Eve", new_id: &new_id, current_version: 3, reason_given };
    list.apply(change, &context)
}

fn apply(list: &AllowList, change: &ListChange) -> Result<Applied> {
    apply_as(list, change, Policy::default(), false, list.entries().len() as u128 * 1000)
}

fn list_of(entries: &[(&str, &str)]) -> AllowList {
    apply(&AllowList::default(), &add(entries)).expect("good networks").list
}

fn networks(list: &AllowList) -> Vec<String> {
    list.entries().iter().map(|entry| entry.network.to_string()).collect()
}

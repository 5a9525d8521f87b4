//! What is to be said about networks that somebody types, before they are sent.

use domain::Error;
use domain::allow_list::{
    AllowList, ChangeContext, Cidr, Entry, Family, HeadRoom, ListChange, NewEntry, Warning, paste,
};
use domain::error::Problem;
use domain::ids::AllowListEntryId;
use domain::organization::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A network of the list as it is. Text and nothing else: the browser needs no ids and no times, and reading them would double the WASM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownNetwork {
    /// The network.
    pub network: String,
    /// Whose.
    pub label: String,
}

/// What becomes of the networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// They are added to the list.
    Add,
    /// They take the place of the list.
    Replace,
}

/// Something about a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It would be refused.
    Wrong(Problem),
    /// Its author should know.
    Caution(Warning),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// In the order of the networks, each with the line it is about.
    pub found: Vec<(Option<usize>, Finding)>,
    /// How much of AWS's quota would be used afterwards, IPv4 and IPv6. None while something is wrong.
    pub room: Option<[HeadRoom; 2]>,
}

/// Networks of a text, each with the line it stands on, counted from 1.
pub fn numbered(text: &str) -> impl Iterator<Item = (usize, NewEntry)> {
    let lines = text.lines().enumerate();
    lines.flat_map(|(index, line)| paste(line).into_iter().map(move |entry| (index + 1, entry)))
}

/// Applies the networks to the list as the server would. A label may still be missing; while somebody is `typing`, a network may be half there.
pub fn check(
    list: &[KnownNetwork],
    purpose: Purpose,
    public_networks: bool,
    entries: &[(Option<usize>, NewEntry)],
    typing: bool,
) -> Findings {
    let typed = entries.iter().map(|(_, entry)| with_label(entry)).collect();
    let change = match purpose {
        Purpose::Add => ListChange::Add(typed),
        Purpose::Replace => ListChange::Replace { version: 0, entries: typed },
    };
    let context = ChangeContext {
        policy: Policy { public_networks },
        now: NO_TIME,
        author: "",
        new_id: &|| AllowListEntryId(Default::default()),
        current_version: 0,
        reason_given: true,
    };
    match as_list(list).apply(&change, &context) {
        Ok(applied) => Findings {
            found: cautions(entries, &applied.warnings),
            room: Some([Family::V4, Family::V6].map(|family| applied.list.head_room(family))),
        },
        Err(Error::Invalid(errors)) => {
            let unfinished = |problem: &Problem| {
                *problem == Problem::Required || typing && *problem == Problem::NotANetwork
            };
            let found = errors
                .into_iter()
                .filter(|error| !unfinished(&error.problem))
                .map(|error| (line_of(entries, &error.field), Finding::Wrong(error.problem)));
            Findings { found: found.collect(), room: None }
        }
        Err(_) => Findings { found: Vec::new(), room: None },
    }
}

/// Nothing that is checked here has an end.
const NO_TIME: Timestamp = Timestamp::UNIX_EPOCH;

fn as_list(known: &[KnownNetwork]) -> AllowList {
    let entry = |known: &KnownNetwork| {
        Some(Entry {
            id: AllowListEntryId(Default::default()),
            network: Cidr::parse(&known.network).ok()?,
            label: known.label.clone(),
            expires: None,
            added_by: String::new(),
            added: NO_TIME,
        })
    };
    AllowList::from_entries(known.iter().filter_map(entry).collect())
}

fn with_label(entry: &NewEntry) -> NewEntry {
    let label = if entry.label.trim().is_empty() { "-" } else { &entry.label };
    NewEntry { label: label.to_owned(), ..entry.clone() }
}

/// Warnings about the networks that were typed. The list may have others.
fn cautions(
    entries: &[(Option<usize>, NewEntry)],
    warnings: &[(Cidr, Warning)],
) -> Vec<(Option<usize>, Finding)> {
    let about = |entry: &NewEntry| Cidr::parse(&entry.network).ok();
    entries
        .iter()
        .flat_map(|(line, entry)| {
            let network = about(entry);
            let warnings = warnings.iter().filter(move |(other, _)| Some(*other) == network);
            warnings.map(move |(_, warning)| (*line, Finding::Caution(warning.clone())))
        })
        .collect()
}

/// The line of the entry that `entries[2].network` names.
fn line_of(entries: &[(Option<usize>, NewEntry)], field: &str) -> Option<usize> {
    let index: usize = field.strip_prefix("entries[")?.split_once(']')?.0.parse().ok()?;
    entries.get(index)?.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(purpose: Purpose, text: &str, typing: bool) -> Findings {
        let entries: Vec<_> = numbered(text).map(|(line, entry)| (Some(line), entry)).collect();
        check(&[], purpose, false, &entries, typing)
    }

    #[test]
    fn what_the_server_would_refuse_is_said_with_its_line() {
        let text = "# office\n203.0.113.9/24 Office\n\nnonsense\n0.0.0.0/0 all\n";
        let host_bits = Problem::HostBitsSet { canonical: "203.0.113.0/24".to_owned() };
        let found = findings(Purpose::Add, text, false).found;
        assert_eq!(
            found,
            [(Some(2), Finding::Wrong(host_bits.clone())), (Some(4), Finding::Wrong(Problem::NotANetwork))]
        );
        assert_eq!(findings(Purpose::Add, text, true).found, [(Some(2), Finding::Wrong(host_bits))]);
        let open = findings(Purpose::Replace, "0.0.0.0/0 all", true).found;
        assert_eq!(open, [(Some(1), Finding::Wrong(Problem::PublicNetworkForbidden))]);
    }

    #[test]
    fn what_is_fine_is_counted_and_cautioned_about() {
        let fine = findings(Purpose::Add, "10.0.0.0/8\n203.0.113.7\n2001:db8::1", true);
        assert_eq!(fine.found, [(Some(1), Finding::Caution(Warning::Private))]);
        assert_eq!(fine.room.map(|room| room.map(|room| room.used)), Some([2, 1]));
    }

    #[test]
    fn the_list_as_it_is_counts() {
        let office = KnownNetwork { network: "203.0.113.0/24".to_owned(), label: "Office".to_owned() };
        let about = |text: &str| {
            let entries: Vec<_> = numbered(text).map(|(line, entry)| (Some(line), entry)).collect();
            check(std::slice::from_ref(&office), Purpose::Add, false, &entries, false)
        };
        let twice = Problem::DuplicateNetwork { label: "Office".to_owned() };
        assert_eq!(about("203.0.113.0/24").found, [(Some(1), Finding::Wrong(twice))]);
        let inside = about("203.0.113.7");
        let by = Cidr::parse("203.0.113.0/24").expect("a network");
        let contained = Warning::Contained { by, label: "Office".to_owned() };
        assert_eq!(inside.found, [(Some(1), Finding::Caution(contained))]);
        assert_eq!(inside.room.map(|room| room.map(|room| room.used)), Some([2, 0]));
    }

    #[test]
    fn nothing_is_said_about_a_field_that_is_still_empty() {
        let empty = [(None, NewEntry::default())];
        let findings = check(&[], Purpose::Add, false, &empty, false);
        assert_eq!(findings, Findings { found: Vec::new(), room: None });
    }
}

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::{NOW, add, apply, apply_as, list_of, networks, new_entry, replace};
use crate::allow_list::{AllowList, ListChange, NewEntry, Warning};
use crate::error::{Conflict, Error, FieldError, Problem, Result};
use crate::ids::AllowListEntryId;
use crate::organization::Policy;

fn problems<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, Problem)> {
    match result {
        Err(Error::Invalid(errors)) => {
            errors.into_iter().map(|FieldError { field, problem }| (field, problem)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn everything_wrong_is_named_at_once() {
    let list = list_of(&[("203.0.113.0/24", "office")]);
    let past =
        NewEntry { expires: Some(NOW - SignedDuration::from_secs(1)), ..new_entry("192.0.2.9", "late") };
    let change = ListChange::Add(vec![
        new_entry("", ""),
        new_entry("203.0.113.7/24", "typo"),
        new_entry("203.0.113.0/24", "again"),
        new_entry("192.0.2.1", "twice"),
        new_entry("192.0.2.1/32", "a\u{202e}b"),
        past,
    ]);
    let field = |text: &str| text.to_owned();
    assert_eq!(
        problems(apply(&list, &change)),
        [
            (field("entries[0].network"), Problem::Required),
            (field("entries[0].label"), Problem::Required),
            (field("entries[1].network"), Problem::HostBitsSet { canonical: field("203.0.113.0/24") }),
            (field("entries[2].network"), Problem::DuplicateNetwork { label: field("office") }),
            (field("entries[4].label"), Problem::UnsafeCharacters),
            (field("entries[4].network"), Problem::DuplicateNetwork { label: field("twice") }),
            (field("entries[5].expires"), Problem::InThePast),
        ]
    );
}

#[test]
fn an_unrelated_change_never_touches_other_entries() {
    let list = list_of(&[("203.0.113.0/24", "office"), ("198.51.100.7", "Bob")]);
    let added = apply(&list, &add(&[("192.0.2.1", "Carol")])).unwrap().list;
    assert_eq!(added.entries()[..2], *list.entries());
    let removed = apply(&added, &ListChange::Remove(vec![added.entries()[1].id])).unwrap().list;
    assert_eq!(removed.entries(), [added.entries()[0].clone(), added.entries()[2].clone()]);
}

#[test]
fn removing_what_is_gone_is_not_found() {
    let list = list_of(&[("203.0.113.0/24", "office")]);
    let gone = AllowListEntryId(Uuid::from_u128(77));
    let result = apply(&list, &ListChange::Remove(vec![list.entries()[0].id, gone]));
    assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
}

#[test]
fn replacing_needs_the_version_that_was_read() {
    let result = apply(&list_of(&[("203.0.113.0/24", "office")]), &replace(2, &[]));
    assert!(
        matches!(result, Err(Error::Conflict(Conflict::StaleVersion { read: 2, current: 3 }))),
        "{result:?}"
    );
}

#[test]
fn replacing_keeps_who_added_what_stays() {
    let list = list_of(&[("203.0.113.0/24", "office"), ("198.51.100.7", "Bob")]);
    let replaced =
        apply(&list, &replace(3, &[("192.0.2.1", "Carol"), ("203.0.113.0/24", "Tokyo")])).unwrap().list;
    assert_eq!(networks(&replaced), ["192.0.2.1/32", "203.0.113.0/24"]);
    assert_eq!(replaced.entries()[1].id, list.entries()[0].id);
    assert_eq!(replaced.entries()[1].label, "Tokyo");
    assert_eq!(replaced.entries()[0].added_by, "Eve");
}

#[test]
fn replacing_accepts_a_time_that_ended_meanwhile_but_no_new_one() {
    let until = NOW - SignedDuration::from_secs(5);
    let mut entries = list_of(&[("203.0.113.7", "Eve")]).entries().to_vec();
    entries[0].expires = Some(until);
    let list = AllowList::from_entries(entries);
    let with = |expires| ListChange::Replace {
        version: 3,
        entries: vec![NewEntry { expires: Some(expires), ..new_entry("203.0.113.7", "Eve") }],
    };
    assert!(apply(&list, &with(until)).is_ok());
    assert_eq!(problems(apply(&list, &with(until - SignedDuration::from_secs(1))))[0].1, Problem::InThePast);
}

#[test]
fn a_security_group_takes_sixty_of_each_family() {
    let v4: Vec<String> = (0..61).map(|number| format!("203.0.113.{number}")).collect();
    let entries =
        |count: usize| ListChange::Add(v4[..count].iter().map(|network| new_entry(network, "x")).collect());
    let full = apply(&AllowList::default(), &entries(60)).unwrap().list;
    assert_eq!(
        problems(apply(&AllowList::default(), &entries(61))),
        [("entries".to_owned(), Problem::TooManyNetworks { max: 60 })]
    );
    assert!(apply(&full, &add(&[("2001:db8::1", "v6")])).is_ok(), "IPv6 has a quota of its own");
    assert!(apply(&full, &add(&[("198.51.100.1", "one more")])).is_err());
}

#[test]
fn everybody_needs_the_policy_and_a_reason() {
    let (strict, open) = (Policy { public_networks: false }, Policy { public_networks: true });
    let nobody = AllowList::default();
    for network in ["0.0.0.0/0", "::/0"] {
        let change = add(&[("203.0.113.7", "me"), (network, "all")]);
        assert_eq!(
            problems(apply_as(&nobody, &change, strict, true, 0)),
            [("entries[1].network".to_owned(), Problem::PublicNetworkForbidden)]
        );
        let result = apply_as(&nobody, &change, open, false, 0);
        assert!(
            matches!(result, Err(Error::Conflict(Conflict::NeedsReason(Warning::Everybody)))),
            "{result:?}"
        );
        let applied = apply_as(&nobody, &change, open, true, 0).unwrap();
        assert!(applied.warnings.iter().any(|(_, warning)| *warning == Warning::Everybody));
        // Once it stands there, other changes need no reason any more.
        assert!(apply_as(&applied.list, &add(&[("198.51.100.7", "Bob")]), strict, false, 9).is_ok());
    }
}

#[test]
fn everybody_in_two_halves_is_everybody() {
    let half = apply(&AllowList::default(), &add(&[("0.0.0.0/1", "half")])).unwrap();
    assert_eq!(half.warnings[0].1, Warning::VeryWide);
    assert_eq!(
        problems(apply(&half.list, &add(&[("128.0.0.0/1", "other half")]))),
        [("entries[0].network".to_owned(), Problem::PublicNetworkForbidden)]
    );
}

#[test]
fn warnings_name_what_the_change_brings() {
    let list = list_of(&[("203.0.113.7", "Bob"), ("10.1.0.0/16", "lab")]);
    let applied = apply(
        &list,
        &add(&[("203.0.113.0/24", "office"), ("192.168.0.0/24", "home"), ("32.0.0.0/7", "ISP")]),
    )
    .unwrap();
    let warnings: Vec<String> =
        applied.warnings.iter().map(|(network, warning)| format!("{network} {warning:?}")).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings[0].starts_with("203.0.113.7/32 Contained") && warnings[0].contains("office"),
        "{warnings:?}"
    );
    assert_eq!(warnings[1..], ["192.168.0.0/24 Private", "32.0.0.0/7 VeryWide"]);
}

proptest! {
    #[test]
    fn adding_and_removing_comes_back_to_the_same_list(hosts in proptest::collection::btree_set(0u8..=255, 1..20)) {
        let list = list_of(&[("198.51.100.0/24", "office")]);
        let entries = hosts.iter().map(|host| new_entry(&format!("203.0.113.{host}"), "x")).collect();
        let added = apply(&list, &ListChange::Add(entries)).unwrap().list;
        prop_assert_eq!(added.entries().len(), hosts.len() + 1);
        let ids = added.entries()[1..].iter().map(|entry| entry.id).collect();
        prop_assert_eq!(apply(&added, &ListChange::Remove(ids)).unwrap().list, list);
    }
}

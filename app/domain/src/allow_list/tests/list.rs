use jiff::SignedDuration;

use super::{NOW, add, apply, list_of, networks};
use crate::allow_list::{AllowList, ExpiryChoice, Family, ListChange, NewEntry, diff, locks_out, paste};
use crate::error::Problem;

#[test]
fn head_room_is_counted_for_each_family() {
    let list = list_of(&[("203.0.113.0/24", "a"), ("203.0.114.0/24", "b"), ("2001:db8::/32", "c")]);
    assert_eq!(list.head_room(Family::V4).used, 2);
    assert_eq!(list.head_room(Family::V6).used, 1);
    assert_eq!(list.head_room(Family::V6).max, 60);
}

#[test]
fn an_entry_ends_at_its_time_and_not_before() {
    let until = NOW + SignedDuration::from_hours(1);
    let entry = NewEntry { network: "203.0.113.7".to_owned(), label: "Eve".to_owned(), expires: Some(until) };
    let list = apply(&list_of(&[("198.51.100.0/24", "office")]), &ListChange::Add(vec![entry])).unwrap().list;
    assert_eq!(list.next_expiry(), Some(until));
    assert_eq!(list.expired(until - SignedDuration::from_nanos(1)), []);
    assert_eq!(list.expired(until), [list.entries()[1].id]);
}

#[test]
fn expiry_choices() {
    let hours = |hours| Some(NOW + SignedDuration::from_hours(hours));
    assert_eq!(ExpiryChoice::OneHour.expires(None, NOW), Ok(hours(1)));
    assert_eq!(ExpiryChoice::SevenDays.expires(hours(1), NOW), Ok(hours(168)));
    assert_eq!(ExpiryChoice::Never.expires(hours(1), NOW), Ok(None));
    assert_eq!(ExpiryChoice::Custom.expires(hours(90 * 24), NOW), Ok(hours(90 * 24)));
    assert_eq!(
        ExpiryChoice::Custom.expires(hours(90 * 24 + 1), NOW),
        Err(Problem::TooFarAway { max_days: 90 })
    );
    assert_eq!(ExpiryChoice::Custom.expires(Some(NOW), NOW), Err(Problem::InThePast));
    assert_eq!(ExpiryChoice::Custom.expires(None, NOW), Err(Problem::Required));
    assert!(ExpiryChoice::ALL.into_iter().all(|choice| ExpiryChoice::parse(choice.as_str()) == Ok(choice)));
    assert_eq!(ExpiryChoice::parse("forever"), Err(Problem::NotAChoice));
}

#[test]
fn shutting_oneself_out_is_noticed() {
    let before = list_of(&[("203.0.113.0/24", "office"), ("203.0.113.7", "me")]);
    let after = list_of(&[("203.0.113.0/24", "office")]);
    let me = "203.0.113.7".parse().unwrap();
    assert!(!locks_out(&before, &after, me), "the office's network still holds it");
    assert!(locks_out(&before, &AllowList::default(), me));
    assert!(!locks_out(&before, &AllowList::default(), "192.0.2.1".parse().unwrap()), "it was never let in");
    assert!(!locks_out(&AllowList::default(), &after, "192.0.2.1".parse().unwrap()));
}

#[test]
fn differences_are_found_by_network() {
    let before = list_of(&[("203.0.113.0/24", "office"), ("198.51.100.7", "Bob")]);
    let after = list_of(&[("192.0.2.0/24", "Osaka"), ("203.0.113.0/24", "Tokyo")]);
    let difference = diff(&before, &after);
    assert_eq!(difference.added.len(), 1);
    assert_eq!(difference.added[0].label, "Osaka");
    assert_eq!(difference.removed[0].label, "Bob");
    assert_eq!(
        (difference.changed[0].0.label.as_str(), difference.changed[0].1.label.as_str()),
        ("office", "Tokyo")
    );
    assert!(diff(&before, &before).is_empty());
}

#[test]
fn many_at_once() {
    let text = "\u{feff}# our offices\n203.0.113.0/24 Tokyo office\r\n198.51.100.7,\"Bob, at home\"\n\n  2001:db8::/48\tOsaka\n192.0.2.1; # VPN\n192.0.2.2\n";
    let entries = paste(text.trim_start_matches('\u{feff}'));
    let read: Vec<(&str, &str)> =
        entries.iter().map(|entry| (entry.network.as_str(), entry.label.as_str())).collect();
    assert_eq!(
        read,
        [
            ("203.0.113.0/24", "Tokyo office"),
            ("198.51.100.7", "Bob, at home"),
            ("2001:db8::/48", "Osaka"),
            ("192.0.2.1", "VPN"),
            ("192.0.2.2", ""),
        ]
    );
}

#[test]
fn the_list_is_stored_as_a_plain_array() {
    let list = list_of(&[("203.0.113.0/24", "office")]);
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!(json[0]["network"], "203.0.113.0/24");
    assert_eq!(serde_json::from_value::<AllowList>(json).unwrap(), list);
    assert_eq!(
        networks(&apply(&list, &add(&[("198.51.100.7", "Bob")])).unwrap().list),
        ["203.0.113.0/24", "198.51.100.7/32"]
    );
}

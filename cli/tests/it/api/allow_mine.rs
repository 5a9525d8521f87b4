//! `pv allow add-mine`.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::fake::Fake;
use super::world::{HELLO, OPERATION, is, ok, server};

fn list() -> String {
    format!("{HELLO}/allow-list")
}

/// A server that knows this of the person who asks.
fn knowing(address: Value, name: &'static str) -> Fake {
    let me = json!({
        "id": OPERATION, "email": "mika@example.com", "name": name, "session": OPERATION, "address": address, "grants": [],
    });
    server(move |request, _| is(request, "GET", "/me").then(|| ok(me.clone())))
}

/// How long the entry of a request lasts.
fn lasts(entry: &Value) -> SignedDuration {
    let expires: Timestamp = entry["expires"].as_str().unwrap().parse().unwrap();
    #[expect(clippy::disallowed_methods, reason = "compared with the clock of the program")]
    let now = Timestamp::now();
    expires.duration_since(now)
}

#[test]
fn ones_own_address_is_let_in_for_a_day() {
    for (address, name, label) in
        [("198.51.100.9", "Mika", "Mika, own address"), ("2001:db8::9", " ", "mika@example.com, own address")]
    {
        let fake = knowing(json!(address), name);
        let (exit, stdout, stderr) = fake.run(&["allow", "add-mine", "-c", "hello"]);
        let words = format!("{address} may connect to hello\n");
        assert_eq!((exit, stdout.as_str()), (Some(0), words.as_str()), "{stderr}");
        let sent = &fake.asked("POST", &list())[0].json()["entries"][0];
        assert_eq!((&sent["network"], &sent["label"]), (&json!(address), &json!(label)));
        let left = lasts(sent);
        assert!(left <= SignedDuration::from_hours(24) && left > SignedDuration::from_hours(23), "{left}");
    }
}

#[test]
fn time_and_label_can_be_told() {
    let fake = knowing(json!("198.51.100.9"), "Mika");
    let add = ["allow", "add-mine", "-c", "hello", "--for", "2h", "--label", "Mika at home", "--reason", "r"];
    assert_eq!(fake.run(&add).0, Some(0));
    let sent = fake.asked("POST", &list())[0].json();
    assert_eq!(sent["entries"][0]["label"], "Mika at home");
    assert_eq!(sent["confirm"], json!({ "locks_me_out": false, "reason": "r" }));
    assert!(lasts(&sent["entries"][0]) <= SignedDuration::from_hours(2));
    assert_eq!(fake.run(&[&add[..], &["--dry-run"]].concat()).0, Some(0));
    assert_eq!(fake.asked("POST", &list())[1].query, "dry_run=true");
}

#[test]
fn who_may_connect_already_is_not_added_again() {
    // The component lets 203.0.113.0/24 in.
    let fake = knowing(json!("203.0.113.77"), "Mika");
    let (exit, stdout, stderr) = fake.run(&["allow", "add-mine", "-c", "hello"]);
    let words = "203.0.113.77 may connect to hello already: Office, until removed\n";
    assert_eq!((exit, stdout.as_str()), (Some(0), words), "{stderr}");
    let json = fake.json(&["allow", "add-mine", "-c", "hello"]);
    assert_eq!((&json["added"], &json["network"]), (&json!(false), &json!("203.0.113.0/24")));
    assert!(fake.asked("POST", &list()).is_empty());
}

#[test]
fn a_server_that_does_not_say_the_address_is_named() {
    let older = server(|_, _| None);
    for fake in [older, knowing(json!(null), "Mika")] {
        let (exit, _, stderr) = fake.run(&["allow", "add-mine", "-c", "hello"]);
        assert!(exit == Some(1) && stderr.contains("pv allow add ADDRESS"), "{stderr}");
        assert!(fake.asked("POST", &list()).is_empty());
    }
}

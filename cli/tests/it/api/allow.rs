//! `pv allow`.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::world::{HELLO, ORDERS, is, ok, refused, server};

fn list() -> String {
    format!("{HELLO}/allow-list")
}

#[test]
fn the_list_is_shown_of_functions_and_of_databases() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["allow", "list", "--component", "orders-db"]);
    assert_eq!(exit, Some(0));
    assert!(stdout.contains("203.0.113.0/24   Office  until removed  Mika"), "{stdout}");
    assert_eq!(fake.asked("GET", &format!("{ORDERS}/allow-list")).len(), 1);
    let fake = server(|request, _| is(request, "GET", &list()).then(|| ok(json!({ "entries": [] }))));
    assert_eq!(fake.run(&["allow", "list", "-c", "hello"]).1, "nobody may connect\n");
}

#[test]
fn networks_are_let_in_for_a_time() {
    let fake = server(|_, _| None);
    let before = fake.asked("POST", &list()).len();
    let arguments = [
        "allow",
        "add",
        "198.51.100.9",
        "2001:db8::/32",
        "--label",
        "Mika",
        "--for",
        "8h",
        "-c",
        "hello",
        "--reason",
        "r",
    ];
    let (exit, stdout, stderr) = fake.run(&arguments);
    assert_eq!(
        (exit, stdout.as_str()),
        (Some(0), "198.51.100.9, 2001:db8::/32 may connect to hello\n"),
        "{stderr}"
    );
    let sent = fake.asked("POST", &list())[before].json();
    assert_eq!(sent["confirm"], json!({ "locks_me_out": false, "reason": "r" }));
    assert_eq!(
        (&sent["entries"][1]["network"], &sent["entries"][1]["label"]),
        (&json!("2001:db8::/32"), &json!("Mika"))
    );
    let expires: Timestamp = sent["entries"][0]["expires"].as_str().unwrap().parse().unwrap();
    #[expect(clippy::disallowed_methods, reason = "compared with the clock of the program")]
    let left = expires.duration_since(Timestamp::now());
    assert!(left < SignedDuration::from_hours(8) && left > SignedDuration::from_hours(7), "{left}");
    assert_eq!(fake.run(&["allow", "add", "198.51.100.9", "-c", "hello"]).0, Some(2));
}

#[test]
fn without_a_time_it_is_until_it_is_removed() {
    let fake = server(|_, _| None);
    let add = ["allow", "add", "198.51.100.9", "--label", "Mika", "-c", "hello"];
    assert_eq!(fake.run(&add).0, Some(0));
    let sent = fake.asked("POST", &list())[0].json();
    assert_eq!(sent["entries"], json!([{ "network": "198.51.100.9", "label": "Mika" }]));
    assert_eq!(fake.run(&[&add[..], &["--dry-run"]].concat()).0, Some(0));
    assert_eq!(fake.asked("POST", &list())[1].query, "dry_run=true");
}

#[test]
fn networks_are_shut_out_by_what_the_list_shows() {
    let fake = server(|_, _| None);
    for network in ["198.51.100.7", "198.51.100.7/32"] {
        let (exit, stdout, _) = fake.run(&["allow", "remove", network, "-c", "hello", "--locks-me-out"]);
        assert_eq!((exit, stdout.as_str()), (Some(0), "198.51.100.7/32 may no longer connect to hello\n"));
    }
    let removed = fake.asked("DELETE", &format!("{}/0198f000-0000-7000-8000-0000000000ee", list()));
    assert_eq!((removed.len(), removed[0].query.as_str()), (2, "locks_me_out=true"));
    let (exit, _, stderr) = fake.run(&["allow", "remove", "203.0.113.0", "-c", "hello"]);
    assert!(exit == Some(4) && stderr.contains("203.0.113.0 is not in the list of hello"), "{stderr}");
}

#[test]
fn nobody_is_locked_out_by_mistake() {
    let fake = server(|request, _| (request.method == "DELETE").then(|| refused(409, "locks_caller_out")));
    let (exit, _, stderr) = fake.run(&["allow", "remove", "203.0.113.0/24", "-c", "hello"]);
    assert!(exit == Some(5) && stderr.contains("--locks-me-out"), "{stderr}");
}

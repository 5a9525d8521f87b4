//! `pv rollout`, and deploys whose traffic moves share by share.

use serde_json::{Value, json};

use super::fake::Fake;
use super::world::{HELLO, OPERATION, is, ok, operation, server};

/// A server on which a version of `hello` gets a tenth of the traffic.
fn rolling() -> Fake {
    server(|request, _| {
        let mut running = operation("deploy", "running");
        running["share"] = json!(10);
        is(request, "GET", "/organizations/acme/operations")
            .then(|| ok(json!({ "items": [running], "next": null })))
    })
}

fn of_operation(what: &str) -> String {
    format!("/organizations/acme/operations/{OPERATION}/{what}")
}

#[test]
fn it_says_how_far_it_is() {
    let fake = rolling();
    let (exit, stdout, stderr) = fake.run(&["rollout", "-f", "hello"]);
    assert_eq!(
        (exit, stdout.as_str()),
        (Some(0), "version 6 of hello gets 10 % of the traffic\n"),
        "{stderr}"
    );
    let asked = fake.asked("GET", "/organizations/acme/operations").remove(0);
    assert!(asked.query.contains("component=") && asked.query.contains("state="), "{}", asked.query);
    assert_eq!(fake.json(&["rollout", "-f", "hello"])["share"], 10);
}

#[test]
fn without_one_it_says_how_to_begin() {
    let fake = server(|_, _| None);
    for command in
        [&["rollout"][..], &["rollout", "share", "50"], &["rollout", "finish"], &["rollout", "back"]]
    {
        let (exit, _, stderr) = fake.run(&[command, &["-f", "hello"]].concat());
        assert!(exit == Some(5) && stderr.contains("pv deploy --canary"), "{command:?}: {stderr}");
    }
}

#[test]
fn more_of_the_traffic_is_asked_for_and_all_of_it_waited_for() {
    let fake = rolling();
    let (exit, stdout, _) = fake.run(&["rollout", "share", "50", "-f", "hello"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "hello gets 50 % of the traffic in a moment\n"));
    let (exit, stdout, _) = fake.run(&["rollout", "finish", "-f", "hello"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "live: version 6 of hello\n"));
    let asked: Vec<Value> =
        fake.asked("POST", &of_operation("share")).iter().map(|sent| sent.json()).collect();
    assert_eq!(asked, [json!({ "percent": 50 }), json!({ "percent": 100 })]);
    for wrong in ["0", "101", "half"] {
        assert_eq!(fake.run(&["rollout", "share", wrong, "-f", "hello"]).0, Some(2), "{wrong}");
    }
}

#[test]
fn back_is_back_even_though_the_operation_was_cancelled() {
    let fake = server(|request, _| {
        let mut running = operation("deploy", "running");
        running["share"] = json!(10);
        if is(request, "GET", "/organizations/acme/operations") {
            return Some(ok(json!({ "items": [running], "next": null })));
        }
        is(request, "GET", of_operation("").trim_end_matches('/'))
            .then(|| ok(operation("deploy", "cancelled")))
    });
    let (exit, stdout, stderr) = fake.run(&["rollout", "back", "-f", "hello"]);
    assert_eq!(exit, Some(0), "{stderr}");
    assert_eq!(stdout, "all the traffic of hello goes to the version before\n");
    assert_eq!(fake.asked("POST", &of_operation("cancel")).len(), 1);
}

#[test]
fn an_earlier_version_begins_with_a_tenth() {
    let fake = server(|_, _| None);
    let command = [
        "rollout",
        "start",
        "2",
        "--canary",
        "10",
        "--max-p95",
        "300",
        "--guard-alarm",
        "lost",
        "-f",
        "hello",
    ];
    let (exit, stdout, stderr) = fake.run(&command);
    assert_eq!((exit, stdout.as_str()), (Some(0), "live: the code of version 2 of hello\n"), "{stderr}");
    let guards = json!({ "error_percent": null, "p95_millis": 300, "path": null, "alarms": ["lost"] });
    assert_eq!(
        fake.asked("POST", &format!("{HELLO}/deploys"))[0].json(),
        json!({ "version": 2, "rollout": { "strategy": "canary", "minutes": 10, "guards": guards } })
    );
    let (exit, _, stderr) = fake.run(&["rollout", "start", "2", "-f", "hello"]);
    assert!(exit == Some(2) && stderr.contains("--canary"), "{stderr}");
}

#[test]
fn guards_alone_and_two_ways_at_once_are_mistakes() {
    let fake = server(|_, _| None);
    for wrong in [
        &["deploy", "--max-errors", "2"][..],
        &["rollout", "start", "2", "--canary", "5", "--linear", "1", "-f", "hello"],
        &["rollout", "start", "2", "--canary", "61", "-f", "hello"],
        &["rollout", "start", "2", "--manual", "--max-errors", "0", "-f", "hello"],
    ] {
        let (exit, _, stderr) = fake.run(wrong);
        assert!(matches!(exit, Some(2 | 4)), "{wrong:?}: {exit:?} {stderr}");
    }
    assert!(fake.asked("POST", &format!("{HELLO}/deploys")).is_empty());
}

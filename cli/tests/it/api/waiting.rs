//! `pv wait` and `pv operations`.

use serde_json::json;

use super::fake::Reply;
use super::world::{OPERATION, accepted, is, ok, operation, operation_path, refused, server};

#[test]
fn waiting_goes_on_after_the_server_was_away() {
    let fake = server(|request, count| {
        is(request, "GET", &operation_path()).then(|| match count {
            0 => accepted(operation("deploy", "queued")),
            // More often than one request is repeated.
            1..=5 => Reply::BreakOff,
            6 => refused(503, "unavailable"),
            7 => accepted(operation("deploy", "running")),
            _ => ok(operation("deploy", "succeeded")),
        })
    });
    let (exit, stdout, stderr) = fake.run(&["wait", OPERATION]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "done: deploy of hello\n"), "{stderr}");
    assert_eq!(fake.asked("GET", &operation_path()).len(), 9);
    // Each step is told once.
    assert_eq!(stderr, "  done    code              2 s\n");
}

#[test]
fn a_token_that_ends_meanwhile_says_how_to_go_on() {
    let fake = server(|request, count| {
        let running = accepted(operation("deploy", "running"));
        is(request, "GET", &operation_path())
            .then(|| if count == 0 { running } else { refused(401, "unauthenticated") })
    });
    let (exit, _, stderr) = fake.run(&["wait", OPERATION]);
    assert_eq!(exit, Some(3));
    assert!(stderr.contains("pv login") && stderr.contains(&format!("pv wait {OPERATION}")), "{stderr}");
}

#[test]
fn patience_has_an_end_if_somebody_says_so() {
    let fake = server(|request, _| {
        is(request, "GET", &operation_path()).then(|| accepted(operation("deploy", "running")))
    });
    let (exit, _, stderr) = fake.run(&["wait", OPERATION, "--timeout", "1s"]);
    assert_eq!(exit, Some(7));
    assert!(stderr.contains(&format!("pv wait {OPERATION}")), "{stderr}");
    assert_eq!(fake.run(&["wait", "no-id"]).0, Some(2));
    assert_eq!(fake.run(&["wait", OPERATION, "--timeout", "long"]).0, Some(2));
}

#[test]
fn an_operation_that_failed_is_a_failure() {
    let fake = server(|request, _| {
        is(request, "GET", &operation_path()).then(|| ok(operation("settings", "failed")))
    });
    assert_eq!(fake.run(&["wait", OPERATION]).0, Some(1));
}

#[test]
fn a_server_of_tomorrow_may_say_more() {
    let fake = server(|request, count| {
        let state = if count == 0 { "contemplating" } else { "succeeded" };
        let mut newer = operation("teleport", state);
        newer["ended"] = (state == "succeeded").into();
        newer["steps"][0]["state"] = if count == 0 { "spinning".into() } else { "done".into() };
        newer["beyond"] = json!({ "a": 1 });
        is(request, "GET", &operation_path()).then(|| accepted(newer))
    });
    assert_eq!(fake.run(&["wait", OPERATION]).1, "done: teleport of hello\n");
}

#[test]
fn operations_are_listed() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["operations", "--running", "--limit", "5"]);
    assert_eq!(exit, Some(0));
    assert!(
        stdout.contains(&format!("{OPERATION}  2026-11-01 00:00 UTC  deploy  hello      succeeded  Mika")),
        "{stdout}"
    );
    assert_eq!(fake.asked("GET", "/organizations/acme/operations")[0].query, "size=5&state=queued%2Crunning");
    assert_eq!(fake.json(&["operations"])[0]["id"], OPERATION);
}

//! What a server does not do, and what a network does.

use std::net::TcpListener;

use serde_json::{Value, json};

use super::fake::Reply;
use super::world::{COMPONENTS, HELLO, accepted, is, operation, refused, server};

#[test]
fn the_exit_code_follows_the_status() {
    for (status, code, exit, words) in [
        (401, "unauthenticated", 3, "pv login"),
        (403, "forbidden", 3, "Ask an owner"),
        (404, "not_found", 4, "Detail not_found."),
        (409, "locks_caller_out", 5, "--locks-me-out"),
        (412, "stale_version", 5, "Title 412: Detail"),
        (422, "invalid", 2, "Detail invalid."),
        (429, "too_many_requests", 6, "Try again in 0 s"),
        (500, "internal", 6, "0123456789abcdef"),
        (503, "unavailable", 6, "Try again in 0 s"),
    ] {
        let fake = server(move |_, _| Some(refused(status, code)));
        let (found, stdout, stderr) = fake.run(&["functions", "list"]);
        assert_eq!(found, Some(exit), "{stderr}");
        assert!(stdout.is_empty() && stderr.contains(words), "{status}: {stderr}");
        let (_, _, stderr) = fake.run(&["functions", "list", "--json"]);
        let failure: Value = serde_json::from_str(&stderr).unwrap();
        assert_eq!(failure["error"]["problem"]["code"], code);
        // Only what may be over soon is asked for again.
        let tries = if matches!(status, 429 | 503) { 4 } else { 1 };
        assert_eq!(fake.received().len(), 2 * tries, "{status}");
    }
}

#[test]
fn wrong_fields_are_listed() {
    let fake = server(|request, _| {
        let errors = json!([{ "pointer": "/name", "field": "name", "detail": "Use at least 3 characters." },
            { "pointer": "/settings/memory_mb", "field": "settings.memory_mb", "detail": "Choose a number." }]);
        let problem = json!({ "title": "t", "status": 422, "code": "invalid", "detail": "Not right.", "errors": errors });
        is(request, "POST", COMPONENTS).then_some(Reply::Json(422, "", problem))
    });
    let (exit, _, stderr) = fake.run(&["functions", "create", "x", "--region", "eu-central-1", "--yes"]);
    assert_eq!(exit, Some(2));
    assert_eq!(
        stderr,
        "error: Not right.\n  name: Use at least 3 characters.\n  settings.memory_mb: Choose a number.\n"
    );
}

#[test]
fn a_change_is_sent_again_with_the_same_key() {
    let path = format!("{HELLO}/environment");
    for setback in [
        Reply::BreakOff,
        refused(503, "unavailable"),
        refused(409, "idempotency_key_in_work"),
        refused(502, "http"),
    ] {
        let (path, wanted) = (path.clone(), path.clone());
        let fake = server(move |request, count| {
            is(request, "PUT", &path)
                .then(|| if count < 2 { setback.clone() } else { accepted(operation("deploy", "succeeded")) })
        });
        assert_eq!(fake.run(&["env", "set", "A=1", "-f", "hello"]).0, Some(0));
        let keys: Vec<_> = fake
            .asked("PUT", &wanted)
            .iter()
            .map(|request| request.header("idempotency-key").unwrap().to_owned())
            .collect();
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| *key == keys[0] && key.len() <= 200), "{keys:?}");
    }
}

#[test]
fn two_changes_have_two_keys_and_two_runs_too() {
    let fake = server(|_, _| None);
    for _ in 0..2 {
        assert_eq!(fake.run(&["env", "set", "A=1", "-f", "hello"]).0, Some(0));
    }
    let asked = fake.asked("PUT", &format!("{HELLO}/environment"));
    assert_eq!(asked.len(), 2);
    assert_ne!(asked[0].header("idempotency-key"), asked[1].header("idempotency-key"));
}

#[test]
fn a_password_is_not_asked_for_twice() {
    let fake = server(|request, _| request.path.ends_with("/credentials").then_some(Reply::BreakOff));
    let (exit, _, stderr) = fake.run(&["db", "url", "orders-db", "--reveal"]);
    assert_eq!(exit, Some(6), "{stderr}");
    assert_eq!(fake.received().iter().filter(|request| request.path.ends_with("/credentials")).count(), 1);
}

#[test]
fn nobody_there_is_said_with_the_address() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let fake = server(|_, _| None);
    let (exit, _, stderr) = fake.run(&["whoami", "--server", &format!("http://{free}")]);
    assert_eq!(exit, Some(6));
    assert!(stderr.contains(&format!("cannot reach http://{free}")), "{stderr}");
}

#[test]
fn a_token_does_not_follow_a_redirect() {
    let fake = server(|_, _| {
        Some(Reply::Json(308, "location: https://elsewhere.example/api/v1/me\r\n", json!(null)))
    });
    let (exit, _, stderr) = fake.run(&["whoami"]);
    assert_eq!(exit, Some(6));
    assert!(stderr.contains("redirects to https://elsewhere.example"), "{stderr}");
}

#[test]
fn what_is_no_provisioner_is_said() {
    let fake = server(|_, _| Some(Reply::Json(200, "", json!("a page"))));
    let (exit, _, stderr) = fake.run(&["whoami"]);
    assert!(exit == Some(6) && stderr.contains("cannot be read"), "{stderr}");
}

//! `pv invoke` on a server.

use serde_json::{Value, json};

use super::fake::Reply;
use super::world::{HELLO, is, ok, refused, server};

fn invocations() -> String {
    format!("{HELLO}/invocations")
}

fn ran(outcome: &str, more: Value) -> Value {
    let mut ran = json!({
        "outcome": outcome, "version": 4, "response": null, "error": null, "log": "START\nhello from the log", "log_cut": false,
        "report": { "duration_ms": 12.3, "billed_ms": 13.0, "memory_mb": 512, "memory_used_mb": 67, "cold_start_ms": 1241.0 },
    });
    for (name, value) in more.as_object().unwrap() {
        ran[name] = value.clone();
    }
    ran
}

fn answering(reply: Reply) -> super::fake::Fake {
    server(move |request, _| is(request, "POST", &invocations()).then(|| reply.clone()))
}

#[test]
fn the_answer_goes_to_standard_output_and_the_rest_to_standard_error() {
    let fake = answering(ok(ran("answered", json!({ "response": { "statusCode": 200 } }))));
    let (exit, stdout, stderr) = fake.run(&["invoke", "hello"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "{\n  \"statusCode\": 200\n}\n"), "{stderr}");
    assert_eq!(
        stderr,
        "START\nhello from the log\nversion 4 · 12 ms, charged for 13 ms · 67 of 512 MB · cold start 1.24 s\n"
    );
    let sent = &fake.asked("POST", &invocations())[0];
    assert_eq!((&sent.json()["payload"]["httpMethod"], sent.json().get("version")), (&json!("GET"), None));
    assert_eq!(sent.header("idempotency-key"), None, "it is run as often as it is asked for");
    assert_eq!(fake.json(&["invoke", "hello", "--version", "3"])["report"]["memory_used_mb"], 67);
    assert_eq!(fake.asked("POST", &invocations())[1].json()["version"], 3);
}

#[test]
fn an_event_is_a_file_a_saved_event_or_a_sample() {
    let fake = server(|request, _| match request.path.strip_prefix(&format!("{HELLO}/")) {
        Some("invocations") => Some(ok(ran("answered", json!({})))),
        Some("saved-events/scheduled") => {
            Some(ok(json!({ "name": "scheduled", "payload": { "own": true } })))
        }
        _ => None,
    });
    std::fs::write(fake.home.path().join("order.json"), "{\"order\": 1}").unwrap();
    for (event, pointer, expected) in [
        ("order.json", "/order", json!(1)),
        ("scheduled", "/own", json!(true)),
        ("alb-post", "/httpMethod", json!("POST")),
        ("empty", "", json!({})),
    ] {
        let (exit, _, stderr) = fake.run(&["invoke", "hello", "--event", event]);
        assert_eq!(exit, Some(0), "{event}: {stderr}");
        let sent = fake.asked("POST", &invocations());
        assert_eq!(sent.last().unwrap().json()["payload"].pointer(pointer), Some(&expected), "{event}");
    }
    assert_eq!(fake.run(&["invoke", "hello", "--event", "no-such-event"]).0, Some(4));
    std::fs::write(fake.home.path().join("broken.json"), "{").unwrap();
    assert_eq!(fake.run(&["invoke", "hello", "--event", "broken.json"]).0, Some(2));
    assert_eq!(fake.asked("POST", &invocations()).len(), 4);
}

#[test]
fn the_exit_code_says_what_went_wrong() {
    let error = |class: &str, kind: &str| json!({ "error": { "class": class, "type": kind, "message": "no", "trace": ["  at handler"] } });
    for (reply, code, words) in [
        (
            ok(ran("failed", error("thrown", "ValueError"))),
            1,
            "the function failed\n  ValueError: no\n    at handler",
        ),
        (ok(ran("failed", error("timed_out", "Sandbox.Timedout"))), 7, "longer than it may"),
        (ok(ran("refused", error("refused", "KMSDisabledException"))), 1, "AWS does not run the function"),
        (ok(ran("throttled", json!({ "version": null, "report": null }))), 6, "nothing ran"),
        (ok(ran("silent", json!({ "version": null, "report": null }))), 7, "It may have run"),
        (ok(ran("something_new", json!({}))), 1, "the function failed"),
        (refused(403, "forbidden"), 3, "Ask an owner"),
        (refused(409, "nothing_deployed"), 5, "pv deploy"),
        (refused(422, "invalid"), 2, "Detail invalid"),
        (Reply::BreakOff, 6, "cannot reach"),
    ] {
        let fake = answering(reply);
        let (exit, stdout, stderr) = fake.run(&["invoke", "hello"]);
        assert_eq!(exit, Some(code), "{words}: {stderr}");
        assert!(stderr.contains(words), "{words}: {stderr}");
        assert_eq!(stdout, "");
        assert_eq!(fake.asked("POST", &invocations()).len(), 1, "it is run once: {words}");
    }
}

#[test]
fn a_program_gets_the_document_of_a_failure_as_well() {
    let error = json!({ "error": { "class": "thrown", "type": "E", "message": "no", "trace": [] } });
    let fake = answering(ok(ran("failed", error)));
    let (exit, stdout, stderr) = fake.run(&["invoke", "hello", "--json"]);
    assert_eq!(exit, Some(1));
    assert_eq!(serde_json::from_str::<Value>(&stdout).unwrap()["error"]["type"], "E");
    assert_eq!(serde_json::from_str::<Value>(&stderr).unwrap()["error"]["class"], "failed");
}

#[test]
fn here_or_there_is_said_once() {
    let fake = server(|_, _| None);
    assert_eq!(fake.run(&["invoke", "hello", "--local"]).0, Some(2));
    assert_eq!(fake.run(&["invoke", "--local", "--version", "3"]).0, Some(2));
    let (exit, _, stderr) = fake.run(&["invoke"]);
    assert!(exit == Some(2) && stderr.contains("Say its name"), "{stderr}");
}

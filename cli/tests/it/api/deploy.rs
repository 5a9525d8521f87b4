//! `pv deploy`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::fake::{Fake, Reply};
use super::world::{
    COMPONENTS, HELLO, OPERATION, accepted, hello, is, ok, operation, operation_path, refused, server, sha256,
};

/// An app in the folder in which `pv` runs.
fn app(fake: &Fake) {
    write(
        fake.home.path(),
        "pv.toml",
        "[function]\nname = \"hello\"\nruntime = \"python3.13\"\nhandler = \"app.handler\"\n",
    );
    write(fake.home.path(), "app.py", "def handler(event, context): return 1\n");
    write(fake.home.path(), ".env", "SECRET=1\n");
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn artifacts() -> String {
    format!("{HELLO}/artifacts")
}

fn deploys() -> String {
    format!("{HELLO}/deploys")
}

#[test]
fn code_is_packed_sent_and_followed_until_it_is_live() {
    let fake = server(|_, _| None);
    app(&fake);
    let event = fake.home.path().join("event.txt");
    fs::write(&event, "{\"a\": 1}").unwrap();
    let (exit, stdout, stderr) = fake.run(&["deploy", "--message", "Faster", "--check-event", "event.txt"]);
    assert_eq!(exit, Some(0), "{stderr}");
    assert_eq!(stdout, "live: version 6 of hello at https://hello.example\n");
    assert!(stderr.contains("packed 2 files, ") && stderr.contains("done    code"), "{stderr}");
    let sent = fake.asked("POST", &artifacts());
    assert_eq!((sent.len(), sent[0].header("content-type")), (1, Some("application/zip")));
    assert_eq!(&sent[0].body[..4], b"PK\x03\x04");
    let deploy = fake.asked("POST", &deploys()).remove(0);
    assert_eq!(
        deploy.json(),
        json!({ "artifact": sha256(&sent[0].body), "message": "Faster", "check": { "event": { "a": 1 } } })
    );
    assert_eq!(fake.asked("GET", &operation_path()).len(), 1);
}

#[test]
fn code_that_the_server_has_is_not_sent_again() {
    for still_there in [true, false] {
        let fake = server(move |request, count| {
            if is(request, "GET", &format!("{HELLO}/versions")) {
                let hash = sha256(&zip());
                let version = json!({ "number": 4, "state": "live", "artifact": hash, "author": "a", "message": null, "created": "2026-11-01T00:00:00Z" });
                return Some(ok(json!({ "items": [version], "next": null })));
            }
            (is(request, "POST", &deploys()) && !still_there && count == 0).then(|| refused(404, "not_found"))
        });
        app(&fake);
        fs::write(fake.home.path().join("code.zip"), zip()).unwrap();
        let (exit, _, stderr) = fake.run(&["deploy", "code.zip"]);
        assert_eq!(exit, Some(0), "{stderr}");
        assert_eq!(fake.asked("POST", &artifacts()).len(), usize::from(!still_there));
        assert_eq!(fake.asked("POST", &deploys()).len(), if still_there { 1 } else { 2 });
    }
}

/// An archive of the app.
fn zip() -> Vec<u8> {
    artifact::archive_of(&[(
        "app.py",
        0o644,
        "def handler(event, context): return 1
",
    )])
    .unwrap()
}

#[test]
fn an_upload_that_breaks_off_begins_again() {
    for (times, exit) in [(2, 0), (9, 6)] {
        let fake = server(move |request, count| {
            (is(request, "POST", &artifacts()) && count < times).then_some(Reply::BreakOffInBody)
        });
        app(&fake);
        let mut noise = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        })
        .take(3_000_000)
        .collect();
        fs::write(fake.home.path().join("data.bin"), noise).unwrap();
        let (found, _, stderr) = fake.run(&["deploy"]);
        assert_eq!(found, Some(exit), "{stderr}");
        let sent = fake.asked("POST", &artifacts());
        assert_eq!(sent.len(), if exit == 0 { 3 } else { 4 });
        assert!(sent[0].body.len() > 1_000_000);
        assert_eq!(fake.asked("POST", &deploys()).len(), usize::from(exit == 0));
    }
}

#[test]
fn a_refused_upload_is_told_in_the_words_of_the_server() {
    for (status, code, exit) in
        [(403, "forbidden", 3), (413, "too_large", 2), (422, "invalid", 2), (503, "unavailable", 6)]
    {
        let fake = server(move |request, _| is(request, "POST", &artifacts()).then(|| refused(status, code)));
        app(&fake);
        let (found, _, stderr) = fake.run(&["deploy"]);
        assert_eq!(found, Some(exit), "{stderr}");
        assert!(stderr.contains(&format!("Detail {code}.")), "{stderr}");
    }
}

#[test]
fn code_that_cannot_run_is_not_sent() {
    let fake = server(|_, _| None);
    app(&fake);
    fs::rename(fake.home.path().join("app.py"), fake.home.path().join("main.py")).unwrap();
    let (exit, _, stderr) = fake.run(&["deploy"]);
    assert_eq!(exit, Some(2));
    assert!(stderr.contains("the file with the handler is missing: app.py or app/__init__.py"), "{stderr}");
    write(fake.home.path(), "code.zip", "no archive");
    let (exit, _, stderr) = fake.run(&["deploy", "code.zip"]);
    assert!(exit == Some(2) && stderr.contains("it is no zip archive"), "{stderr}");
    assert_eq!(fake.run(&["deploy", "nowhere"]).0, Some(4));
    assert!(fake.received().iter().all(|request| request.method == "GET"));
}

#[test]
fn variables_are_added_to_those_that_are_live() {
    let fake = server(|_, _| None);
    app(&fake);
    assert_eq!(fake.run(&["deploy", "--env", "LOG_LEVEL=debug", "--env", "A=b=c"]).0, Some(0));
    let sent = fake.asked("POST", &deploys())[0].json();
    assert_eq!(sent["environment"], json!({ "GREETING": "hello", "LOG_LEVEL": "debug", "A": "b=c" }));
    // Of a function that has no version yet.
    let fake = server(|request, _| {
        is(request, "GET", &format!("{HELLO}/environment")).then(|| refused(409, "nothing_deployed"))
    });
    app(&fake);
    assert_eq!(fake.run(&["deploy", "--env", "A=1"]).0, Some(0));
    assert_eq!(fake.asked("POST", &deploys())[0].json()["environment"], json!({ "A": "1" }));
}

#[test]
fn a_dry_run_says_what_would_be_sent() {
    let fake = server(|_, _| None);
    app(&fake);
    let (exit, stdout, _) = fake.run(&["deploy", "--dry-run"]);
    assert_eq!(exit, Some(0));
    assert!(stdout.contains("would go to hello; the code would be sent\n  app.py"), "{stdout}");
    assert!(!stdout.contains(".env") && !stdout.contains("pv.toml"), "{stdout}");
    let json = fake.json(&["deploy", "--dry-run"]);
    assert_eq!(
        (&json["exists"], &json["would_upload"], &json["files"][0]["path"]),
        (&json!(true), &json!(true), &json!("app.py"))
    );
    assert!(fake.received().iter().all(|request| request.method == "GET"));
}

/// A server on which the function is there once it was created.
fn without_function() -> Fake {
    server(|request, count| {
        if is(request, "GET", COMPONENTS) {
            let items = if count == 0 { json!([]) } else { json!([hello("ready")]) };
            return Some(ok(json!({ "items": items, "next": null })));
        }
        (is(request, "POST", COMPONENTS)).then(|| accepted(operation("create", "running")))
    })
}

#[test]
fn a_function_that_is_not_there_is_created_with_the_settings_of_pv_toml() {
    let fake = without_function();
    app(&fake);
    let (exit, _, stderr) = fake.run(&["deploy", "--region", "eu-central-1"]);
    assert!(exit == Some(2) && stderr.contains("nobody can be asked whether to create hello"), "{stderr}");
    let fake = without_function();
    app(&fake);
    let (exit, stdout, stderr) =
        fake.run(&["deploy", "--create", "--region", "eu-central-1", "-e", "staging"]);
    assert_eq!(exit, Some(0), "{stderr}");
    assert!(stdout.starts_with("live: version 6"), "{stdout}");
    assert_eq!(
        fake.asked("POST", COMPONENTS)[0].json(),
        json!({
            "kind": "function", "project": "shop", "name": "hello", "environment": "staging", "region": "eu-central-1", "settings": {
                "runtime": "python3.13", "handler": "app.handler", "architecture": "arm64", "memory_mb": 512, "timeout_seconds": 30,
            },
        })
    );
    // A name on the command line says nothing about how to make one.
    let fake = without_function();
    fs::write(fake.home.path().join("code.zip"), zip()).unwrap();
    assert_eq!(fake.run(&["deploy", "code.zip", "-f", "hello", "--create"]).0, Some(4));
}

#[test]
fn what_pv_toml_says_differently_is_said() {
    let fake = server(|_, _| None);
    app(&fake);
    let settings = "[function]\nname = \"hello\"\nruntime = \"python3.12\"\nhandler = \"app.handler\"\n";
    write(fake.home.path(), "pv.toml", settings);
    let (exit, _, stderr) = fake.run(&["deploy"]);
    assert_eq!(exit, Some(0));
    assert!(
        stderr.contains("pv.toml says runtime \"python3.12\", but the function has \"python3.13\""),
        "{stderr}"
    );
}

#[test]
fn a_version_that_does_not_go_live_says_why() {
    let failure = json!({
        "cause": "check_failed", "title": "The check failed.", "step": "check", "setting": null, "detail": "Timeout after 3 s",
        "next": "deploy_again", "next_title": "Correct the code and deploy again.",
    });
    for (state, failure, exit, words) in [
        ("failed", failure, 1, "The check failed (step: check)\n  Timeout after 3 s\n  Correct the code"),
        ("superseded", Value::Null, 5, "a newer deploy of hello overtook this one"),
        ("cancelled", Value::Null, 5, "somebody stopped"),
    ] {
        let fake = server(move |request, _| {
            let mut ended = operation("deploy", state);
            ended["failure"] = failure.clone();
            is(request, "GET", &operation_path()).then(|| ok(ended))
        });
        app(&fake);
        let (found, stdout, stderr) = fake.run(&["deploy"]);
        assert_eq!((found, stdout.as_str()), (Some(exit), ""), "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
        let (found, stdout, _) = fake.run(&["deploy", "--json"]);
        assert_eq!(found, Some(exit));
        assert_eq!(serde_json::from_str::<Value>(&stdout).unwrap()["state"], state);
    }
}

#[test]
fn nobody_has_to_wait() {
    let fake = server(|_, _| None);
    app(&fake);
    assert_eq!(fake.json(&["deploy", "--no-wait"])["id"], OPERATION);
    let (_, stdout, _) = fake.run(&["deploy", "--no-wait"]);
    assert_eq!(stdout, format!("started: deploy of hello; `pv wait {OPERATION}` waits for it\n"));
    assert!(fake.asked("GET", &operation_path()).is_empty());
}

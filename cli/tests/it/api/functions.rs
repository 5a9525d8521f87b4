//! `pv functions`.

use super::world::{COMPONENTS, HELLO, accepted, hello, is, ok, operation, refused, server};
use serde_json::json;

#[test]
fn functions_are_listed_and_databases_are_not() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["functions", "list"]);
    assert_eq!(exit, Some(0));
    assert_eq!(
        stdout,
        "NAME   ENVIRONMENT  REGION        STATE  ADDRESS\nhello  development  eu-central-1  ready  https://hello.example\n"
    );
    let all = fake.json(&["functions", "list", "--environment", "staging"]);
    assert_eq!(all[0]["settings"]["memory_mb"], 512);
    assert!(fake.asked("GET", COMPONENTS)[1].query.contains("environment=staging"));
}

#[test]
fn pages_are_turned() {
    let fake = server(|request, _| {
        let next = request.parameter(&request.query, "cursor").is_none().then_some("a/b=");
        is(request, "GET", COMPONENTS).then(|| ok(json!({ "items": [hello("ready")], "next": next })))
    });
    assert_eq!(fake.json(&["functions", "list"]).as_array().unwrap().len(), 2);
    assert!(fake.asked("GET", COMPONENTS)[1].query.contains("cursor=a%2Fb%3D"));
}

#[test]
fn one_is_shown() {
    let fake = server(|_, _| None);
    let (_, stdout, _) = fake.run(&["functions", "show", "hello"]);
    assert!(
        stdout.starts_with(
            "hello: ready (shop, development, eu-central-1)\n  address: https://hello.example\n"
        ),
        "{stdout}"
    );
    assert!(
        stdout.contains("\n  let in: 203.0.113.0/24\n") && stdout.contains("\n  database: none\n"),
        "{stdout}"
    );
    let (exit, _, stderr) = fake.run(&["functions", "show", "other"]);
    assert!(exit == Some(4) && stderr.contains("there is no function `other` in acme/shop"), "{stderr}");
    // A database is no function.
    assert_eq!(fake.run(&["functions", "show", "orders-db"]).0, Some(4));
}

#[test]
fn one_of_several_environments_is_asked_for() {
    let fake = server(|request, _| {
        let mut other = hello("ready");
        other["environment"] = "production".into();
        is(request, "GET", COMPONENTS).then(|| ok(json!({ "items": [hello("ready"), other], "next": null })))
    });
    let (exit, _, stderr) = fake.run(&["functions", "show", "hello"]);
    assert_eq!(exit, Some(2));
    assert!(stderr.contains("development, production") && stderr.contains("--environment"), "{stderr}");
}

#[test]
fn a_function_is_created_with_flags_and_settings() {
    let fake = server(|request, _| {
        is(request, "POST", COMPONENTS).then(|| accepted(operation("create", "running")))
    });
    let arguments = [
        "functions",
        "create",
        "hello",
        "--region",
        "eu-central-1",
        "--memory",
        "1024",
        "--runtime",
        "nodejs22.x",
        "--set",
        "exposure=private",
        "--set",
        "concurrency=20",
        "-e",
        "staging",
        "--reason",
        "Trial",
        "--yes",
    ];
    let (exit, stdout, stderr) = fake.run(&arguments);
    assert_eq!(exit, Some(0), "{stderr}");
    assert!(stdout.starts_with("hello is there; `pv deploy`"), "{stdout}");
    assert!(stderr.contains("done    code              2 s"), "{stderr}");
    let asked = fake.asked("POST", COMPONENTS);
    assert_eq!(
        asked[0].json(),
        json!({
            "kind": "function", "project": "shop", "name": "hello", "environment": "staging", "region": "eu-central-1",
            "reason": "Trial", "settings": {
                "memory_mb": 1024, "runtime": "nodejs22.x", "exposure": "private", "concurrency": 20,
            },
        })
    );
}

#[test]
fn a_dry_run_shows_the_plan_and_asks_for_no_more() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) =
        fake.run(&["functions", "create", "hello", "--region", "eu-central-1", "--dry-run"]);
    assert_eq!(exit, Some(0));
    assert_eq!(
        stdout,
        "create hello:\n  1 resource to add\n  note: nobody can connect: the allow-list is empty\n  \
         price: $1.23 a month (now $0.00)\n  it usually takes 2 min\n"
    );
    let asked = fake.asked("POST", COMPONENTS);
    assert_eq!((asked.len(), asked[0].query.as_str()), (1, "dry_run=true"));
    assert_eq!(fake.json(&["functions", "delete", "hello", "--dry-run"])["state"], "planned");
    assert_eq!(fake.asked("DELETE", HELLO)[0].query, "dry_run=true");
}

#[test]
fn where_nobody_can_be_asked_a_yes_must_be_given() {
    let fake = server(|_, _| None);
    let (exit, _, stderr) = fake.run(&["functions", "create", "hello", "--region", "eu-central-1"]);
    assert!(exit == Some(2) && stderr.contains("--yes"), "{stderr}");
    let (exit, _, stderr) = fake.run(&["functions", "delete", "hello"]);
    assert!(exit == Some(2) && stderr.contains("--confirm hello"), "{stderr}");
    let (exit, _, stderr) = fake.run(&["functions", "delete", "hello", "--confirm", "helo"]);
    assert!(exit == Some(2) && stderr.contains("`helo`"), "{stderr}");
    let (exit, _, stderr) = fake.run(&["functions", "create", "hello", "--yes"]);
    assert!(exit == Some(2) && stderr.contains("in which AWS region?"), "{stderr}");
    assert!(fake.received().iter().all(|request| request.method == "GET"));
}

#[test]
fn a_deletion_names_what_it_deletes() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) =
        fake.run(&["functions", "delete", "hello", "--confirm", "hello", "--reason", "Not needed"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "hello is deleted\n"));
    assert_eq!(fake.asked("DELETE", HELLO)[0].query, "confirm_name=hello&reason=Not%20needed");
    let fake = server(|request, _| is(request, "DELETE", HELLO).then(|| refused(409, "deletion_protected")));
    assert_eq!(fake.run(&["functions", "delete", "hello", "--confirm", "hello"]).0, Some(5));
}

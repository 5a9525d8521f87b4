//! `pv versions` and `pv rollback`.

use serde_json::json;

use super::world::{HELLO, is, ok, server};

fn roll_back(number: u32) -> String {
    format!("{HELLO}/versions/{number}/roll-back")
}

#[test]
fn versions_are_listed() {
    let fake = server(|_, _| None);
    let (exit, stdout, _) = fake.run(&["versions", "-f", "hello"]);
    assert_eq!(exit, Some(0));
    assert!(stdout.contains("\n4        live      2026-11-01 00:00 UTC  4444  Mika  Faster\n"), "{stdout}");
    assert_eq!(fake.json(&["versions", "-f", "hello"])[1]["number"], 4);
    let (exit, _, stderr) = fake.run(&["versions"]);
    assert!(exit == Some(2) && stderr.contains("Say its name"), "{stderr}");
}

#[test]
fn back_is_to_the_version_before_the_live_one() {
    let fake = server(|_, _| None);
    let (exit, stdout, stderr) = fake.run(&["rollback", "-f", "hello", "--message", "Orders fail"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "live: version 2 of hello\n"), "{stderr}");
    let asked = fake.asked("POST", &roll_back(2));
    assert_eq!(asked[0].json(), json!({ "what": "code_and_configuration", "message": "Orders fail" }));
}

#[test]
fn code_alone_goes_back_where_that_is_said() {
    let fake = server(|_, _| None);
    assert_eq!(fake.run(&["rollback", "2", "--code-only", "-f", "hello"]).0, Some(0));
    assert_eq!(fake.asked("POST", &roll_back(2))[0].json(), json!({ "what": "code" }));
    assert_eq!(fake.run(&["rollback", "2", "--code-only", "--all", "-f", "hello"]).0, Some(2));
    assert_eq!(fake.run(&["rollback", "77", "-f", "hello"]).0, Some(4));
    assert_eq!(fake.json(&["rollback", "-f", "hello", "--dry-run"])["version"], 2);
    assert_eq!(fake.asked("POST", &roll_back(2)).len(), 1);
}

#[test]
fn without_an_earlier_version_there_is_no_way_back() {
    let fake = server(|request, _| {
        is(request, "GET", &format!("{HELLO}/versions")).then(|| ok(json!({ "items": [], "next": null })))
    });
    assert_eq!(fake.run(&["rollback", "-f", "hello"]).0, Some(5));
}

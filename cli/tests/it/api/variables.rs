//! `pv env`.

use serde_json::json;

use super::world::{HELLO, is, refused, server};

fn path() -> String {
    format!("{HELLO}/environment")
}

#[test]
fn variables_are_listed_set_and_removed() {
    let fake = server(|_, _| None);
    assert_eq!(fake.run(&["env", "list", "-f", "hello"]).1, "GREETING=hello\nLOG_LEVEL=info\n");
    assert_eq!(fake.json(&["env", "list", "-f", "hello"])["version"], 4);
    let (exit, stdout, _) =
        fake.run(&["env", "set", "LOG_LEVEL=debug", "A=", "-f", "hello", "--message", "More"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "+ A=\n+ LOG_LEVEL=debug\n"));
    let (_, stdout, _) = fake.run(&["env", "unset", "GREETING", "-f", "hello"]);
    assert_eq!(stdout, "- GREETING\n");
    let sent = fake.asked("PUT", &path());
    let variables = json!({ "A": "", "GREETING": "hello", "LOG_LEVEL": "debug" });
    assert_eq!(sent[0].json(), json!({ "variables": variables, "message": "More" }));
    assert_eq!(sent[1].json(), json!({ "variables": { "LOG_LEVEL": "info" } }));
}

#[test]
fn what_changes_nothing_is_not_sent() {
    let fake = server(|_, _| None);
    assert_eq!(fake.run(&["env", "set", "LOG_LEVEL=info", "-f", "hello"]).1, "nothing changes\n");
    assert_eq!(fake.run(&["env", "set", "A=1", "-f", "hello", "--dry-run"]).1, "+ A=1\n");
    assert_eq!(fake.run(&["env", "unset", "NOT_THERE", "-f", "hello"]).0, Some(4));
    assert_eq!(fake.run(&["env", "set", "=1", "-f", "hello"]).0, Some(2));
    assert!(fake.asked("PUT", &path()).is_empty());
}

#[test]
fn a_function_without_code_has_no_variables() {
    let fake = server(|request, _| is(request, "GET", &path()).then(|| refused(409, "nothing_deployed")));
    let (exit, _, stderr) = fake.run(&["env", "list", "-f", "hello"]);
    assert!(exit == Some(5) && stderr.contains("pv deploy"), "{stderr}");
}

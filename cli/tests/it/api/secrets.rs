//! `pv secrets`.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::json;

use super::fake::Fake;
use super::questions::{at_question, read_until, start_at_terminal};
use super::world::{HELLO, is, ok, refused, server};

fn path(name: &str) -> String {
    format!("{HELLO}/secrets/{name}")
}

/// Runs a command with this on its standard input: exit code, standard output, standard error.
fn with_input(command: &mut Command, input: &[u8]) -> (Option<i32>, String, String) {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn set(fake: &Fake, input: &[u8]) -> (Option<i32>, String, String) {
    with_input(&mut fake.pv(&["secrets", "set", "API_KEY", "-f", "hello"]), input)
}

#[test]
fn names_are_listed_without_values() {
    let fake = server(|_, _| None);
    let (_, stdout, _) = fake.run(&["secrets", "list", "-f", "hello"]);
    assert!(
        stdout.contains("API_KEY") && stdout.contains("Mika") && stdout.contains("2026-11-01"),
        "{stdout}"
    );
    assert!(stdout.contains("outside of the portal"), "{stdout}");
    assert_eq!(fake.json(&["secrets", "list", "-f", "hello"])["secrets"][0]["name"], "API_KEY");
    let empty = server(|request, _| {
        is(request, "GET", &format!("{HELLO}/secrets")).then(|| ok(json!({ "secrets": [] })))
    });
    assert_eq!(empty.run(&["secrets", "list", "-f", "hello"]).1, "there are no secrets\n");
}

#[test]
fn a_value_comes_from_standard_input_and_is_shown_nowhere() {
    for (input, value) in [
        (&b"hunter2\n"[..], "hunter2"),
        (b"hunter2", "hunter2"),
        (b"-----BEGIN\nhunter2\n-----END\n", "-----BEGIN\nhunter2\n-----END"),
    ] {
        let fake = server(|_, _| None);
        let (exit, stdout, stderr) = set(&fake, input);
        assert_eq!((exit, stdout.as_str()), (Some(0), "API_KEY is set for hello\n"), "{stderr}");
        assert!(!stderr.contains("hunter2"), "{stderr}");
        let sent = fake.asked("PUT", &path("API_KEY"));
        assert_eq!(sent[0].json(), json!({ "value": value }));
        assert_eq!(
            sent[0].header("idempotency-key"),
            None,
            "it may be sent twice, and nobody has to keep it"
        );
    }
}

#[test]
fn a_value_is_typed_unseen() {
    let fake = server(|_, _| None);
    let mut command = fake.pv(&["secrets", "set", "API_KEY", "-f", "hello"]);
    let (exit, shown) = at_question(&mut command, "Value of API_KEY:", "hunter2\n");
    assert_eq!(exit, Some(0), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("Value of API_KEY:") && shown.contains("API_KEY is set"), "{shown}");
    assert_eq!(fake.asked("PUT", &path("API_KEY"))[0].json(), json!({ "value": "hunter2" }));
}

#[test]
fn a_signal_at_the_question_leaves_a_terminal_that_shows_what_is_typed() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let fake = server(|_, _| None);
        let mut command = fake.pv(&["secrets", "set", "API_KEY", "-f", "hello"]);
        let (mut screen, mut child) = start_at_terminal(&mut command);
        let shows = |screen: &File| tcgetattr(screen).unwrap().local_modes.contains(LocalModes::ECHO);
        read_until(&mut screen, "Value of API_KEY:");
        assert!(!shows(&screen));
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()), "a shell sees what ended it");
        assert!(shows(&screen));
        assert!(fake.asked("PUT", &path("API_KEY")).is_empty());
    }
}

#[test]
fn without_a_value_nothing_is_sent() {
    let fake = server(|_, _| None);
    for input in [&b""[..], b"\n", b"\xff\xfe"] {
        assert_eq!(set(&fake, input).0, Some(2), "{input:?}");
    }
    let mut dry = fake.pv(&["secrets", "set", "API_KEY", "-f", "hello", "--dry-run"]);
    assert_eq!(with_input(&mut dry, b"hunter2").1, "API_KEY would be set for hello\n");
    assert_eq!(fake.run(&["secrets", "set", "API_KEY", "hunter2", "-f", "hello"]).0, Some(2), "no argument");
    assert!(fake.asked("PUT", &path("API_KEY")).is_empty());
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_server() {
    let fake =
        server(|request, _| is(request, "PUT", &path("API_KEY")).then(|| refused(409, "secret_deleted")));
    let (exit, _, stderr) = set(&fake, b"hunter2");
    assert!(exit == Some(5) && stderr.contains("Detail secret_deleted"), "{stderr}");
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

#[test]
fn a_secret_is_removed() {
    let fake = server(|_, _| None);
    let dry = fake.run(&["secrets", "remove", "API_KEY", "-f", "hello", "--dry-run"]);
    assert_eq!(dry.1, "API_KEY would be removed from hello\n");
    assert!(fake.asked("DELETE", &path("API_KEY")).is_empty());
    let (exit, stdout, _) = fake.run(&["secrets", "remove", "API_KEY", "-f", "hello"]);
    assert_eq!((exit, stdout.as_str()), (Some(0), "API_KEY is removed from hello\n"));
    assert_eq!(fake.json(&["secrets", "remove", "API_KEY", "-f", "hello"])["removed"], true);
    let (exit, ..) = fake.run(&["secrets", "remove", "OTHER", "-f", "hello"]);
    assert_eq!(exit, Some(4));
}

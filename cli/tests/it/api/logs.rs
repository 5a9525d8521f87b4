//! `pv logs`.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::fake::{Reply, finish};
use super::questions::at_terminal;
use super::world::{HELLO, is, ok, refused, server};

fn path() -> String {
    format!("{HELLO}/logs")
}

fn line(id: &str, text: &str) -> Value {
    json!({ "id": id, "time": "2026-11-01T07:00:01.234Z", "version": 12, "text": text })
}

fn page(lines: &[Value], next: &str, complete: bool) -> Reply {
    ok(json!({ "lines": lines, "next": next, "complete": complete }))
}

#[test]
fn all_pages_until_now_are_shown() {
    let fake = server(|request, count| {
        is(request, "GET", &path()).then(|| match count {
            0 => page(&[line("1", "hello\n")], "n.1", false),
            1 => page(&[], "n.2", false),
            _ => {
                let mut last = line("2", "\u{1b}[31mred");
                last["version"] = Value::Null;
                page(&[line("1", "hello\n"), last], "n.3", true)
            }
        })
    });
    let (exit, stdout, stderr) =
        finish(fake.pv(&["logs", "hello", "-e", "development", "--since", "2h"]).env("TZ", "UTC"));
    assert_eq!((exit, stderr.as_str()), (Some(0), ""));
    assert_eq!(
        stdout,
        "2026-11-01 07:00:01.234  v12   hello\n2026-11-01 07:00:01.234        \u{1b}[31mred\n"
    );
    let asked = fake.asked("GET", &path());
    let parameters = ["since", "after", "limit"]
        .map(|name| asked.iter().map(|request| request.parameter(&request.query, name)).collect::<Vec<_>>());
    assert_eq!(parameters[1], [None, Some("n.1".to_owned()), Some("n.2".to_owned())]);
    assert_eq!(parameters[2], vec![Some("1000".to_owned()); 3]);
    assert!(
        parameters[0][0].as_ref().is_some_and(|since| since.ends_with('Z')) && parameters[0][1].is_none()
    );
}

#[test]
fn programs_get_a_document_for_each_line() {
    let fake = server(|request, _| {
        let mut second = line("2", "\u{1b}[2Jb\n");
        second["beyond"] = 1.into();
        is(request, "GET", &path()).then(|| page(&[line("1", "a"), second], "n", true))
    });
    let (exit, stdout, _) = fake.run(&["logs", "hello", "--json"]);
    assert_eq!(exit, Some(0));
    let documents: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!((&documents[1]["text"], &documents[1]["beyond"]), (&"\u{1b}[2Jb\n".into(), &1.into()));
}

#[test]
fn a_terminal_obeys_nothing_that_was_logged() {
    let fake = server(|request, _| {
        let attack = "\u{1b}]0;title\u{7}\u{1b}[2Jgone\n07:00:02.000  v12   forged";
        is(request, "GET", &path()).then(|| page(&[line("1", attack)], "n", true))
    });
    let (_, json) = at_terminal(&mut fake.pv(&["logs", "hello", "--json"]), "");
    assert!(json.lines().count() == 1 && !json.contains('\u{1b}'), "{json}");
    let (exit, shown) = at_terminal(fake.pv(&["logs", "hello"]).env("TZ", "UTC"), "");
    assert_eq!(exit, Some(0), "{shown}");
    let head = "2026-11-01 07:00:01.234  v12   ";
    let indent = " ".repeat(head.len());
    assert_eq!(shown, format!("{head}\\x1b]0;title\\x07\\x1b[2Jgone\n{indent}07:00:02.000  v12   forged\n"));
}

#[test]
fn following_outlives_a_restart_and_shows_no_line_twice() {
    let fake = server(|request, count| {
        is(request, "GET", &path()).then(|| match count {
            0 => page(&[line("1", "one"), line("2", "two")], "n.1", true),
            // More often than one request is repeated.
            1..=5 => Reply::BreakOff,
            6 => page(&[line("2", "two"), line("late", "late"), line("3", "three")], "n.2", true),
            7 => refused(503, "unavailable"),
            8 => page(&[line("late", "late"), line("3", "three"), line("4", "four")], "n.3", true),
            _ => refused(401, "unauthenticated"),
        })
    });
    let (exit, stdout, stderr) = fake.run(&["logs", "hello", "-f"]);
    assert!(exit == Some(3) && stderr.contains("pv login"), "{stderr}");
    let texts: Vec<_> = stdout.lines().map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(texts, ["one", "two", "late", "three", "four"]);
    let places: Vec<_> = fake
        .asked("GET", &path())
        .iter()
        .map(|request| request.parameter(&request.query, "after").unwrap_or_default())
        .collect();
    assert_eq!(places, ["", "n.1", "n.1", "n.1", "n.1", "n.1", "n.1", "n.2", "n.2", "n.3"]);
}

#[test]
fn following_ends_when_nobody_reads() {
    let fake = server(|request, count| {
        is(request, "GET", &path()).then(|| page(&[line(&count.to_string(), "again")], "n", true))
    });
    let mut child = fake.pv(&["logs", "hello", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.ends_with("again\n"), "{first}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_cannot_be_read_has_the_exit_code_of_its_reason() {
    let fake = server(|request, _| is(request, "GET", &path()).then(|| refused(403, "forbidden")));
    assert_eq!(fake.run(&["logs", "hello"]).0, Some(3));
    assert_eq!(fake.run(&["logs", "orders-db"]).0, Some(4), "a database is no function");
    assert_eq!(fake.run(&["logs", "hello", "--since", "soon"]).0, Some(2));
    let (exit, _, stderr) = fake.run(&["logs"]);
    assert!(exit == Some(2) && stderr.contains("Say its name"), "{stderr}");
    std::fs::write(
        fake.home.path().join("pv.toml"),
        "[function]\nname = \"hello\"\nruntime = \"python3.13\"\nhandler = \"app.handler\"\n",
    )
    .unwrap();
    let before = fake.asked("GET", &path()).len();
    assert_eq!(fake.run(&["logs"]).0, Some(3));
    assert_eq!(fake.asked("GET", &path()).len(), before + 1);
}

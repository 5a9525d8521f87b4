//! The commands that run no function, and exit codes.

use std::net::TcpListener;

use serde_json::Value;

use crate::support::{project, pv, python, run, scratch};

#[test]
fn the_version_is_text_or_json() {
    let version = env!("CARGO_PKG_VERSION");
    for arguments in [["--version"], ["version"]] {
        assert_eq!(run(&mut pv(&arguments)), (Some(0), format!("pv {version}\n"), String::new()));
    }
    assert_eq!(run(&mut pv(&["version", "--json"])).1, format!("{{\"version\":\"{version}\"}}\n"));
}

#[test]
fn sample_events_are_listed_and_shown() {
    let (_, list, _) = run(&mut pv(&["events", "list"]));
    let names: Vec<_> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(names, ["alb", "alb-post", "alb-multi-value", "scheduled", "empty"]);
    for name in names {
        let (exit, text, _) = run(&mut pv(&["events", "show", name]));
        assert_eq!((exit, serde_json::from_str::<Value>(&text).unwrap().is_object()), (Some(0), true));
    }
    let (exit, _, stderr) = run(&mut pv(&["events", "show", "sqs", "--json"]));
    assert_eq!(exit, Some(4));
    assert_eq!(serde_json::from_str::<Value>(&stderr).unwrap()["error"]["class"], "not_found");
}

#[test]
fn shells_and_manual_readers_are_served() {
    for shell in ["bash", "zsh", "fish"] {
        let (exit, text, _) = run(&mut pv(&["completions", shell]));
        assert_eq!(exit, Some(0));
        assert!(text.contains("multi-value") || text.contains("database-url"), "{shell}:\n{text}");
    }
    assert!(run(&mut pv(&["man"])).1.contains(".TH pv 1"));
    let folder = scratch().join("man");
    let (exit, ..) = run(&mut pv(&["man", "--folder", folder.to_str().unwrap()]));
    assert_eq!(exit, Some(0));
    let page = std::fs::read_to_string(folder.join("pv-events-show.1")).unwrap();
    assert!(page.contains("pv events show"), "{page}");
}

#[test]
fn the_exit_code_says_why_it_did_not_start() {
    let wrong = project(&[("pv.toml", "[function]\nnme = \"x\"\n")]);
    let empty = project(&[]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let right = python("", "");
    for (folder, arguments, expected, words) in [
        (
            &wrong,
            &[][..],
            2,
            "pv.toml:2:1: unknown key `nme` in [function]; did you mean `name`?\n 2 | nme = \"x\"\n   | ^^^",
        ),
        (&empty, &[], 4, "there is no pv.toml in"),
        (&right, &["--port", &port], 5, "Choose another with --port"),
        (&right, &["--database-url", "mysql://x"], 2, "postgres://user:password@host:5432/name"),
        (&right, &["--env", "x"], 2, "write it as NAME=value"),
    ] {
        let (exit, _, stderr) = run(pv(&["dev", folder.path().to_str().unwrap()]).args(arguments));
        assert_eq!(exit, Some(expected), "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
    }
}

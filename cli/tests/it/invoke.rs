//! `pv invoke --local`. `api/invoke.rs` is about functions on a server.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{example, pv, python, run};

#[test]
fn the_answer_goes_to_standard_output_and_the_log_elsewhere() {
    let folder = example("python-hello");
    let folder = folder.to_str().unwrap();
    let event = serde_json::json!({ "path": "/log" }).to_string();
    let mut command = pv(&["invoke", "--local", "--event", "-", "--folder", folder, "--json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(event.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["body"], "{\"logged\": true}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("hello from the log"));
}

#[test]
fn the_exit_code_says_what_went_wrong() {
    let code = "import time\ndef handler(event, context):\n    \
                if event['do'] == 'hang': time.sleep(600)\n    return 1 / event['do']\n";
    let folder = python(code, "timeout = 1");
    let path = folder.path().to_str().unwrap();
    for (event, expected, words) in [
        ("{\"do\": 2}", 0, ""),
        ("{\"do\": 0}", 1, "error: The function failed\n  ZeroDivisionError: division by zero"),
        ("{\"do\": \"hang\"}", 7, "error: The function took longer than 1 s"),
        ("{", 2, "is not JSON"),
    ] {
        let file = folder.path().join("event.json");
        std::fs::write(&file, event).unwrap();
        let (exit, stdout, stderr) =
            run(pv(&["invoke", "--local", "--event", file.to_str().unwrap(), "--folder", path])
                .env("NO_COLOR", "1"));
        assert_eq!(exit, Some(expected), "{event}: {stderr}");
        assert!(stderr.contains(words), "{stderr}");
        assert_eq!(stdout, if expected == 0 { "0.5\n" } else { "" });
    }
    let (exit, _, stderr) =
        run(&mut pv(&["invoke", "--local", "--event", "no-such-event", "--folder", path]));
    assert_eq!(exit, Some(4));
    assert!(stderr.contains("`pv events list` shows the samples"), "{stderr}");
}

//! What people see when their function is wrong.

use std::fs;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::support::{Dev, eventually, example, python};

const BROWSER: &str = "accept: text/html,application/xhtml+xml\r\n";

#[test]
fn an_error_has_a_page_with_the_way_to_it() {
    for (name, kind) in [("python-hello", "ValueError"), ("node-hello", "TypeError")] {
        let dev = Dev::start(&example(name), &[]);
        let json = dev.send("GET", "/error", "accept: application/json\r\n", b"");
        let error = &json.json()["error"];
        assert_eq!(
            (error["type"].as_str(), error["message"].as_str()),
            (Some(kind), Some("this path always fails"))
        );
        let own: Vec<_> =
            error["trace"].as_array().unwrap().iter().filter(|line| line["own"] == true).collect();
        assert_eq!(own.len(), 1, "{error}");
        let page = dev.send("GET", "/error", BROWSER, b"");
        assert_eq!(page.status, 502);
        assert!(page.head.contains("content-type: text/html"), "{}", page.head);
        assert!(
            page.body.contains(&format!("<strong>{kind}</strong> this path always fails")),
            "{}",
            page.body
        );
        assert_eq!(page.body.matches("<mark>").count(), 1, "{}", page.body);
    }
}

#[test]
fn code_that_cannot_be_loaded_is_loaded_once_it_is_right() {
    let folder = python("raise RuntimeError('<no database>')\n", "");
    let dev = Dev::start(folder.path(), &[]);
    let page = dev.send("GET", "/", BROWSER, b"");
    assert_eq!(page.status, 502);
    assert!(page.body.contains("The code cannot be loaded"), "{}", page.body);
    assert!(page.body.contains("<strong>RuntimeError</strong> &lt;no database&gt;"), "{}", page.body);
    let right = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n";
    fs::write(folder.path().join("app.py"), right).unwrap();
    eventually("it answers", || dev.get("/").body == "ok");
}

#[test]
fn a_process_that_ends_or_takes_too_long_is_replaced() {
    let code = "import os, time\ndef handler(event, context):\n    \
                if event['path'] == '/exit':\n        print('the last words', flush=True)\n        os._exit(3)\n    \
                if event['path'] == '/hang': time.sleep(600)\n    \
                return {'statusCode': 200, 'body': 'ok'}\n";
    let folder = python(&format!("{code}\n"), "timeout = 1");
    let dev = Dev::start(folder.path(), &[]);
    let exit = dev.get("/exit");
    assert_eq!((exit.status, exit.json()["error"]["type"].as_str()), (502, Some("Runtime.ExitError")));
    assert!(exit.body.contains("the last words"), "{}", exit.body);
    assert_eq!(dev.get("/").body, "ok");
    let hang = dev.get("/hang");
    assert_eq!((hang.status, hang.json()["error"]["type"].as_str()), (502, Some("Sandbox.Timedout")));
    assert_eq!(hang.json()["error"]["title"], "The function took longer than 1 s");
    assert_eq!(dev.get("/").body, "ok");
    let line = dev.wait_for(|line| line["type"] == "request" && line["path"] == "/hang");
    assert_eq!(line["status"], 502);
    let line = dev.wait_for(|line| line["type"] == "request" && line["path"] == "/");
    assert_eq!(line["cold"], true, "a new process answered");
}

#[test]
fn an_answer_that_a_load_balancer_does_not_understand_is_explained() {
    let code = "import json\ndef handler(event, context):\n    return json.loads(event['body'])\n";
    let folder = python(code, "");
    let dev = Dev::start(folder.path(), &[]);
    for (answer, expected) in [
        (r#"{"body": "hello"}"#, "The function's answer has no `statusCode`."),
        (r#""hello""#, "The function answered with a text, not with an object."),
        (r#"{"statusCode": 200, "body": {"a": 1}}"#, "`body` must be a text; it is an object."),
    ] {
        let page = dev.send("POST", "/", "content-type: application/json\r\n", answer.as_bytes());
        assert_eq!((page.status, page.json()["error"]["message"].as_str()), (502, Some(expected)));
    }
}

#[test]
fn nothing_stays_behind() {
    let code = "import os, subprocess\nchild = subprocess.Popen(['sleep', '600'])\ndef handler(event, context):\n    \
                return {'statusCode': 200, 'body': f'{os.getpid()} {child.pid}'}\n";
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let folder = python(code, "");
        let dev = Dev::start(folder.path(), &[]);
        let answer = dev.get("/").body;
        let processes: Vec<_> =
            answer.split(' ').map(|id| Pid::from_raw(id.parse().unwrap()).unwrap()).collect();
        assert!(processes.iter().all(|process| test_kill_process(*process).is_ok()));
        kill_process(dev.id(), signal).unwrap();
        assert_eq!(dev.end(), Some(0));
        for process in processes {
            eventually("the process is gone", || is_gone(process));
        }
    }
}

/// Whether a process has ended. One that nobody has waited for, because this container has no init, has ended too.
fn is_gone(process: Pid) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status"));
    test_kill_process(process).is_err() || status.is_ok_and(|status| status.contains("State:\tZ"))
}

//! The sample apps do what their README says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Dev, example, scratch};

fn says_hello(folder: &Path, greeting: &str) {
    let dev = Dev::start(folder, &["--env", "APP_VERSION=7"]);
    let hello = dev.get("/");
    assert_eq!((hello.status, hello.json()["greeting"].as_str()), (200, Some(greeting)));
    assert_eq!(hello.json()["version"], "7");
    assert!(hello.head.contains("content-type: application/json"), "{}", hello.head);
    assert_eq!(dev.get("/slow?ms=20").json()["slept_ms"], 20);
    assert_eq!(dev.get("/log").json()["logged"], true);
    let logged = dev.wait_for(|line| {
        line["type"] == "log"
            && line["message"].as_str().is_some_and(|text| text.contains("hello from the log"))
    });
    assert_eq!(logged["stream"], "stdout");
    let error = dev.get("/error");
    assert_eq!(
        (error.status, error.json()["error"]["message"].as_str()),
        (502, Some("this path always fails"))
    );
    let line = dev.wait_for(|line| line["type"] == "request" && line["path"] == "/error");
    assert_eq!((line["status"].as_u64(), line["cold"].as_bool()), (Some(502), Some(false)), "{line}");
    if cfg!(target_os = "linux") {
        assert!(line["memory_bytes"].as_u64().unwrap() > 1_000_000, "{line}");
    }
    assert_eq!(dev.get("/").status, 200, "the process goes on after an error");
}

#[test]
fn python() {
    says_hello(&example("python-hello"), "Hello from Python");
}

#[test]
fn node() {
    says_hello(&example("node-hello"), "Hello from Node.js");
}

/// Stands in for the driver: answers with how it was called, and its connections break after one request.
const DRIVER: &str = r#"
import json
from pg8000.exceptions import Error

class Connection:
    def __init__(self, user, **options):
        self.called = json.dumps({"user": user, **options})

    def run(self, statement):
        if statement == "SELECT 1":
            raise Error("network error")
        return [[1, self.called]]
"#;

#[test]
fn python_with_a_database() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["app.py", "pv.toml"] {
        fs::copy(example("python-database").join(file), folder.path().join(file)).unwrap();
    }
    let driver = folder.path().join("pg8000");
    fs::create_dir(&driver).unwrap();
    for (file, text) in
        [("__init__.py", ""), ("exceptions.py", "class Error(Exception): pass\n"), ("native.py", DRIVER)]
    {
        fs::write(driver.join(file), text).unwrap();
    }
    let dev = Dev::start(folder.path(), &["--database-url", "postgres://me:p%40ss@db.example:6432/visits"]);
    let first = dev.get("/").json();
    let called: serde_json::Value = serde_json::from_str(first["first"].as_str().unwrap()).unwrap();
    let expected = serde_json::json!({
        "user": "me", "password": "p@ss", "host": "db.example", "port": 6432, "database": "visits", "timeout": 10,
    });
    assert_eq!(called, expected);
    assert_eq!(dev.get("/").json(), first);
    dev.wait_for(|line| {
        line["type"] == "log" && line["message"].as_str().is_some_and(|text| text.contains("connecting anew"))
    });
    assert_eq!(dev.get("/else").status, 404);
}

/// A copy, so that the build's output is in cargo's folder for tests and not in the repository.
fn rust_copy() -> PathBuf {
    let folder = scratch().join("rust-hello");
    fs::create_dir_all(folder.join("src")).unwrap();
    for file in ["Cargo.toml", "Cargo.lock", "pv.toml", ".gitignore", "src/main.rs"] {
        fs::copy(example("rust-hello").join(file), folder.join(file)).unwrap();
    }
    folder
}

#[test]
fn rust_and_what_its_compiler_says() {
    let folder = rust_copy();
    says_hello(&folder, "Hello from Rust");

    let source = folder.join("src/main.rs");
    let right = fs::read_to_string(&source).unwrap();
    let dev = Dev::start(&folder, &[]);
    fs::write(&source, right.replace("fn answer(", "fn anser(")).unwrap();
    dev.wait_for(|line| line["type"] == "failed");
    let page = dev.get("/");
    assert_eq!((page.status, page.json()["error"]["type"].as_str()), (503, Some("BuildFailed")));
    assert!(page.body.contains("cannot find function `answer`"), "{}", page.body);
    fs::write(&source, right.replace("Hello from Rust", "Hello again")).unwrap();
    dev.wait_for(|line| line["type"] == "loaded");
    assert_eq!(dev.get("/").json()["greeting"], "Hello again");
}

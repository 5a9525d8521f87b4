//! A server that answers as it is told, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use crate::support;

/// The token of all tests. `Fake::run` finds it wherever it is shown.
pub(crate) const TOKEN: &str = "pv_do-not-show-this";

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Below `/api/v1`, without the query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A parameter of the query or of a form. Nothing in tests needs a code.
    pub(crate) fn parameter(&self, text: &str, name: &str) -> Option<String> {
        let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A status, more headers (each with its line end), and JSON.
    Json(u16, &'static str, Value),
    /// Nothing: the connection ends when the request has come.
    BreakOff,
    /// The connection ends in the middle of the body.
    BreakOffInBody,
}

/// How requests are answered: from the method and path, and how often they were asked before.
pub(crate) type Answers = dyn Fn(&Received, usize) -> Reply + Send + Sync;

/// A running server, and a home for `pv`.
pub(crate) struct Fake {
    address: String,
    received: Arc<Mutex<Vec<Received>>>,
    pub(crate) home: TempDir,
}

impl Fake {
    /// Starts it.
    pub(crate) fn start(answers: impl Fn(&Received, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, answers): (_, Arc<Answers>) = (Arc::clone(&received), Arc::new(answers));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, answers) = (Arc::clone(&log), Arc::clone(&answers));
                // What goes wrong here is seen by `pv`.
                thread::spawn(move || stream.and_then(|stream| serve(&stream, &log, &*answers)));
            }
        });
        Self { address, received, home: tempfile::tempdir().unwrap() }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `pv` without a token, which knows the server.
    pub(crate) fn stranger(&self, arguments: &[&str]) -> Command {
        let mut command = support::pv(arguments);
        let of_ci = ["PV_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
        let of_pv = ["PV_TOKEN", "PV_ORGANIZATION", "PV_PROJECT", "PV_REGION", "DISPLAY", "WAYLAND_DISPLAY"];
        for name in of_ci.into_iter().chain(of_pv) {
            command.env_remove(name);
        }
        command
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("PV_SERVER", self.url())
            .env_remove("SSH_CONNECTION");
        command
    }

    /// `pv` of somebody who is signed in.
    pub(crate) fn pv(&self, arguments: &[&str]) -> Command {
        let mut command = self.stranger(arguments);
        command.env("PV_TOKEN", TOKEN).current_dir(self.home.path());
        command
    }

    /// Runs it to its end: exit code, standard output, standard error. The token is in neither.
    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        finish(&mut self.pv(arguments))
    }

    /// Runs it to a good end, and answers with the document that it wrote.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let (exit, stdout, stderr) = finish(self.pv(arguments).arg("--json"));
        assert_eq!((exit, stderr.as_str()), (Some(0), ""), "{arguments:?}");
        assert_eq!(stdout.lines().count(), 1, "{stdout}");
        serde_json::from_str(&stdout).unwrap()
    }

    /// All that was asked so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What was asked of this method and path.
    pub(crate) fn asked(&self, method: &str, path: &str) -> Vec<Received> {
        self.received()
            .into_iter()
            .filter(|request| request.method == method && request.path == path)
            .collect()
    }
}

/// Runs a command to its end; the token is nowhere in what it wrote.
pub(crate) fn finish(command: &mut Command) -> (Option<i32>, String, String) {
    let (exit, stdout, stderr) = support::run(command);
    assert!(!stdout.contains(TOKEN) && !stderr.contains(TOKEN), "{stdout}\n{stderr}");
    (exit, stdout, stderr)
}

fn serve(stream: &TcpStream, log: &Mutex<Vec<Received>>, answers: &Answers) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let path = path.strip_prefix("/api/v1").unwrap().to_owned();
    let mut request = Received { method, path, query: query.to_owned(), headers, body: Vec::new() };
    let length: u64 = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let before = log.lock().unwrap();
    let same = |other: &&Received| other.method == request.method && other.path == request.path;
    let count = before.iter().filter(same).count();
    drop(before);
    let mut early = request.clone();
    // Whether it breaks off is known before the body; everything else is answered with the body in view.
    early.body = b"null".to_vec();
    if length > 0 && request.header("expect").is_some() {
        if let Reply::Json(status @ 400.., headers, body) = answers(&early, count) {
            log.lock().unwrap().push(request);
            return answer(writer, status, headers, &body);
        }
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        if let Reply::BreakOffInBody = answers(&early, count) {
            reader.take(length / 2).read_to_end(&mut request.body)?;
            log.lock().unwrap().push(request);
            return Ok(());
        }
    }
    reader.take(length).read_to_end(&mut request.body)?;
    log.lock().unwrap().push(request.clone());
    match answers(&request, count) {
        Reply::Json(status, headers, body) => answer(writer, status, headers, &body),
        Reply::BreakOff | Reply::BreakOffInBody => Ok(()),
    }
}

fn answer(mut writer: &TcpStream, status: u16, headers: &str, body: &Value) -> std::io::Result<()> {
    let kind = if status < 400 { "application/json" } else { "application/problem+json" };
    let body = if status == 204 { String::new() } else { body.to_string() };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    writer.write_all(head.as_bytes())?;
    writer.write_all(body.as_bytes())
}

//! What `pv dev` writes while it runs: one line for each thing that happens.

use std::time::Duration;

use serde_json::{Value, json};

use super::Problem;
use crate::clock;
use crate::output::{Format, Stream, Style};

/// Where the lines go, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    /// For whom.
    pub(crate) format: Format,
    /// Where.
    pub(crate) stream: Stream,
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Entry<'e> {
    /// Requests are answered at this address.
    Ready {
        /// `http://127.0.0.1:3000`
        url: &'e str,
    },
    /// The function, or its build, wrote a line.
    Log {
        /// `stdout` or `stderr`.
        stream: &'static str,
        /// The line.
        message: &'e str,
    },
    /// A request was answered.
    Request(&'e Request<'e>),
    /// Files have changed.
    Changed {
        /// One of them, from the folder of the project.
        file: &'e str,
    },
    /// The code is loaded.
    Loaded {
        /// From the change, or the start, until it could answer.
        took: Duration,
    },
    /// The code could not be loaded.
    Failed(&'e Problem),
    /// Something to know.
    Note {
        /// A sentence.
        message: &'e str,
    },
}

/// A request that was answered.
#[derive(Debug)]
pub(crate) struct Request<'e> {
    /// The method.
    pub(crate) method: &'e str,
    /// Path and query.
    pub(crate) path: &'e str,
    /// The status of the response.
    pub(crate) status: u16,
    /// From its arrival to its answer.
    pub(crate) took: Duration,
    /// The most memory of the process so far, in bytes.
    pub(crate) memory: Option<u64>,
    /// Whether a process was started for it. None where the function was not asked.
    pub(crate) cold: Option<bool>,
    /// What went wrong.
    pub(crate) problem: Option<&'e Problem>,
}

impl Console {
    /// Writes what happened.
    pub(crate) fn show(self, entry: &Entry<'_>) {
        match self.format {
            Format::Human => {
                let time = self.stream.paint(Style::Quiet, &clock::time_of_day());
                self.stream.line(format_args!("{time} {}", self.human(entry)));
            }
            Format::Json => {
                let mut value = json(entry);
                value["time"] = clock::now().to_string().into();
                self.stream.line(value);
            }
        }
    }

    fn human(self, entry: &Entry<'_>) -> String {
        match entry {
            Entry::Ready { url } => format!("ready at {url}  (Ctrl-C ends it)"),
            Entry::Log { message, .. } => self.log(message),
            Entry::Request(request) => self.request(request),
            Entry::Changed { file } => format!("{} changed, loading", printable(file)),
            Entry::Loaded { took } => format!("loaded in {}", milliseconds(*took)),
            Entry::Failed(problem) => self.problem(problem),
            Entry::Note { message } => (*message).to_owned(),
        }
    }

    /// Python's client keeps the lines of a trace together with carriage returns, so that they are one event of CloudWatch.
    fn log(self, message: &str) -> String {
        let bar = self.stream.paint(Style::Quiet, "|");
        let lines: Vec<_> = message.split('\r').map(|line| format!("{bar} {}", printable(line))).collect();
        lines.join("\n             ")
    }

    fn request(self, request: &Request<'_>) -> String {
        let style = match request.status {
            ..400 => Style::Success,
            400..500 => Style::Warning,
            _ => Style::Danger,
        };
        let status = self.stream.paint(style, &request.status.to_string());
        let memory = request.memory.map(|bytes| format!("  {} MB", bytes / 1_048_576)).unwrap_or_default();
        let start = match request.cold {
            Some(true) => "  cold",
            Some(false) => "  warm",
            None => "",
        };
        let (method, path) = (request.method, printable(request.path));
        let line = format!("{method} {path}  {status}  {}{memory}{start}", milliseconds(request.took));
        match request.problem {
            Some(problem) => format!("{line}\n  {}", self.problem(problem)),
            None => line,
        }
    }

    fn problem(self, problem: &Problem) -> String {
        let mut text = self.stream.paint(Style::Danger, &problem.title());
        for line in problem.details().trim_end().lines() {
            text.push_str("\n    ");
            text.push_str(&printable(line));
        }
        text
    }
}

fn json(entry: &Entry<'_>) -> Value {
    match entry {
        Entry::Ready { url } => json!({ "type": "ready", "url": url }),
        Entry::Log { stream, message } => json!({ "type": "log", "stream": stream, "message": message }),
        Entry::Request(request) => json!({
            "type": "request", "method": request.method, "path": request.path, "status": request.status,
            "duration_ms": whole_milliseconds(request.took), "memory_bytes": request.memory,
            "cold": request.cold, "error": request.problem.map(Problem::to_json),
        }),
        Entry::Changed { file } => json!({ "type": "changed", "file": file }),
        Entry::Loaded { took } => json!({ "type": "loaded", "duration_ms": whole_milliseconds(*took) }),
        Entry::Failed(problem) => json!({ "type": "failed", "error": problem.to_json() }),
        Entry::Note { message } => json!({ "type": "note", "message": message }),
    }
}

fn whole_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn milliseconds(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}

/// Without characters that steer a terminal, except tabs, and escapes, with which the app's own logger may colour its lines.
fn printable(text: &str) -> String {
    text.chars().filter(|char| !char.is_control() || matches!(char, '\t' | '\u{1b}')).collect()
}

//! What can go wrong with a function, for the page, the terminal and programs.

use std::process::ExitStatus;
use std::time::Duration;

use serde_json::{Value, json};

use super::report::{Line, Report};

/// When it went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// While the code was loaded.
    Init,
    /// While a request was answered.
    Invoke,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// The runtime reported an error.
    Reported {
        /// When.
        phase: Phase,
        /// The error.
        report: Report,
    },
    /// The process ended without an answer.
    Exited {
        /// When.
        phase: Phase,
        /// How it ended.
        status: ExitStatus,
        /// The last lines that it wrote.
        output: Vec<String>,
    },
    /// It took longer than it may.
    TimedOut {
        /// When.
        phase: Phase,
        /// How long it may take.
        limit: Duration,
    },
    /// It answered with more than Lambda takes.
    TooLarge {
        /// Most bytes.
        limit: usize,
    },
    /// The load balancer would not understand the answer.
    Rejected(crate::alb::Rejection),
    /// The build command failed.
    NotBuilt {
        /// The command.
        command: String,
        /// The last lines that it wrote.
        output: Vec<String>,
    },
    /// The process cannot be started, or `pv.toml` is wrong.
    NotStarted {
        /// What happened.
        message: String,
        /// What to do about it.
        advice: Option<String>,
    },
}

impl Problem {
    /// What happened, in a line.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Reported { phase: Phase::Init, .. } => "The code cannot be loaded".to_owned(),
            Self::Reported { phase: Phase::Invoke, .. } => "The function failed".to_owned(),
            Self::Exited { phase: Phase::Init, status, .. } => {
                format!("The function ended while its code was loaded ({status})")
            }
            Self::Exited { phase: Phase::Invoke, status, .. } => {
                format!("The function ended without an answer ({status})")
            }
            Self::TimedOut { phase: Phase::Init, limit } => {
                format!("The code was not loaded within {} s", limit.as_secs())
            }
            Self::TimedOut { phase: Phase::Invoke, limit } => {
                format!("The function took longer than {} s", limit.as_secs())
            }
            Self::TooLarge { .. } => "The function's answer is too large".to_owned(),
            Self::Rejected(_) => "A load balancer would not understand the answer".to_owned(),
            Self::NotBuilt { .. } => "The code does not build".to_owned(),
            Self::NotStarted { .. } => "The function cannot be started".to_owned(),
        }
    }

    /// A name for programs: the error's own, or one as Lambda's.
    pub(crate) fn kind(&self) -> &str {
        match self {
            Self::Reported { report, .. } => &report.kind,
            Self::Exited { .. } => "Runtime.ExitError",
            Self::TimedOut { .. } => "Sandbox.Timedout",
            Self::TooLarge { .. } => "Function.ResponseSizeTooLarge",
            Self::Rejected(_) => "BadGateway",
            Self::NotBuilt { .. } => "BuildFailed",
            Self::NotStarted { .. } => "NotStarted",
        }
    }

    /// What the error itself says.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Reported { report, .. } => report.message.clone(),
            Self::Exited { status, .. } => status.to_string(),
            Self::TimedOut { limit, .. } => {
                format!("Task timed out after {:.2} seconds", limit.as_secs_f64())
            }
            Self::TooLarge { limit } => format!("Lambda takes answers of at most {limit} bytes."),
            Self::Rejected(rejection) => rejection.to_string(),
            Self::NotBuilt { command, .. } => command.clone(),
            Self::NotStarted { message, .. } => message.clone(),
        }
    }

    /// The lines that lead to the cause: the trace, or the end of the output.
    pub(crate) fn lines(&self) -> Vec<Line> {
        match self {
            Self::Reported { report, .. } => report.trace.clone(),
            Self::Exited { output, .. } | Self::NotBuilt { output, .. } => {
                output.iter().map(|text| Line { text: text.clone(), own: false }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a terminal shows below the title, without what the process or its runtime has written itself: the trace, its output.
    pub(crate) fn details(&self) -> String {
        match self {
            Self::Reported { report, .. } => format!("{}: {}", report.kind, report.message),
            Self::Exited { .. } | Self::NotBuilt { .. } => self.advice(),
            Self::TimedOut { .. } | Self::TooLarge { .. } | Self::Rejected(_) | Self::NotStarted { .. } => {
                format!("{}\n{}", self.message(), self.advice())
            }
        }
    }

    /// How to go on.
    pub(crate) fn advice(&self) -> String {
        let text = match self {
            Self::Reported { phase: Phase::Invoke, .. } => {
                "Correct the code and save; the next request runs the new code. In the cloud the client gets a 502."
            }
            Self::Reported { phase: Phase::Init, .. } | Self::Exited { phase: Phase::Init, .. } => {
                "Correct the code and save; it is loaded again at once, and with each request."
            }
            Self::Exited { phase: Phase::Invoke, .. } => {
                "Look at the last lines that it wrote. The next request starts a new process. In the cloud the client gets a 502."
            }
            Self::TimedOut { .. } => {
                "The process was ended and the next request starts a new one. In the cloud the client gets a 502. \
                 Make it faster, or set `timeout` in [function] of pv.toml, in seconds."
            }
            Self::TooLarge { .. } => "Answer in pages, or put the file into a bucket and redirect to it.",
            Self::Rejected(rejection) => rejection.advice(),
            Self::NotBuilt { .. } => "Correct the code and save; it is built again at once.",
            Self::NotStarted { advice, .. } => return advice.clone().unwrap_or_default(),
        };
        text.to_owned()
    }

    /// Everything, for programs.
    pub(crate) fn to_json(&self) -> Value {
        let trace: Vec<_> =
            self.lines().into_iter().map(|line| json!({ "text": line.text, "own": line.own })).collect();
        json!({
            "title": self.title(), "type": self.kind(), "message": self.message(),
            "trace": trace, "advice": self.advice(),
        })
    }
}

impl From<crate::failure::Failure> for Problem {
    fn from(failure: crate::failure::Failure) -> Self {
        Self::NotStarted {
            message: failure.message().to_owned(),
            advice: failure.advice().map(str::to_owned),
        }
    }
}

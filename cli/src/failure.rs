//! Why a command failed, and the exit code that says so to a script.

use std::fmt;

/// The classes of failures. The number is the exit code; scripts rely on it, so a number never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The thing itself failed: the function threw, its code does not build.
    Failed = 1,
    /// The command was given wrongly, or `pv.toml` is wrong. Clap exits with the same number.
    Usage = 2,
    /// Nobody is signed in, or may not do this.
    Forbidden = 3,
    /// What was named does not exist.
    NotFound = 4,
    /// Something else holds what is needed, or changed it meanwhile.
    Conflict = 5,
    /// A server, a registry or the network cannot be reached.
    Unavailable = 6,
    /// It took longer than it may.
    TimedOut = 7,
}

impl Class {
    /// All of them, in the order of their numbers.
    const ALL: [Self; 7] = [
        Self::Failed,
        Self::Usage,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::Unavailable,
        Self::TimedOut,
    ];

    /// The exit code.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    /// The name in JSON.
    const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed_out",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Failed => "it failed: the function threw, the code does not build",
            Self::Usage => "the command or pv.toml is wrong",
            Self::Forbidden => "not signed in, or not allowed",
            Self::NotFound => "what was named does not exist",
            Self::Conflict => "something else holds it, or changed it meanwhile",
            Self::Unavailable => "a server, a registry or the network cannot be reached",
            Self::TimedOut => "it took longer than it may",
        }
    }
}

/// The exit codes as a section of a help text.
pub(crate) fn exit_codes() -> String {
    let rows = Class::ALL.map(|class| format!("  {}  {}", class.code(), class.words()));
    format!("Exit codes:\n  0  done\n{}", rows.join("\n"))
}

/// A failure as a person reads it: what happened, and what to do now.
#[derive(Debug)]
pub(crate) struct Failure {
    class: Class,
    message: String,
    advice: Option<String>,
    /// What the server said, for machines.
    problem: Option<Box<serde_json::Value>>,
}

impl Failure {
    /// A failure without advice. The message is a clause without a full stop, or several lines.
    pub(crate) fn new(class: Class, message: impl Into<String>) -> Self {
        Self { class, message: message.into(), advice: None, problem: None }
    }

    /// The same failure, and what to do now.
    #[must_use]
    pub(crate) fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same failure, with the document in which a server says why (RFC 9457).
    #[must_use]
    pub(crate) fn with_problem(mut self, problem: serde_json::Value) -> Self {
        self.problem = Some(problem).filter(|problem| !problem.is_null()).map(Box::new);
        self
    }

    /// Its class.
    pub(crate) const fn class(&self) -> Class {
        self.class
    }

    /// What happened, without the advice.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// What to do now.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// The failure for machines.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let mut error = serde_json::json!({
            "class": self.class.name(), "message": self.message, "advice": self.advice
        });
        if let Some(problem) = &self.problem {
            error["problem"] = serde_json::Value::clone(problem);
        }
        serde_json::json!({ "error": error })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        match &self.advice {
            Some(advice) => write!(formatter, "\n  {advice}"),
            None => Ok(()),
        }
    }
}

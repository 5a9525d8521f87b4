//! What commands write: results to standard output, everything else to standard error.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use crate::failure::Failure;

/// For whom the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A person.
    Human,
    /// A program: JSON, one document a line.
    Json,
}

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    format: Format,
}

impl Output {
    /// Output in this format.
    pub(crate) const fn new(format: Format) -> Self {
        Self { format }
    }

    /// For whom it is.
    pub(crate) const fn format(self) -> Format {
        self.format
    }

    /// The result of a command, in the words for a person or as JSON.
    pub(crate) fn result(self, human: impl fmt::Display, json: &Value) {
        match self.format {
            Format::Human => print(human),
            Format::Json => print(json),
        }
    }

    /// Why the command failed.
    pub(crate) fn failure(self, failure: &Failure) {
        match self.format {
            Format::Human => {
                complain(format_args!("{} {failure}", Stream::Stderr.paint(Style::Danger, "error:")))
            }
            Format::Json => complain(failure.to_json()),
        }
    }
}

/// Writes a line to standard output. A reader that has gone (`pv ... | head`) is no error.
pub(crate) fn print(text: impl fmt::Display) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Writes whole lines to standard output.
///
/// # Errors
/// The reader has gone. Whoever would write for ever ends then.
pub(crate) fn print_all(lines: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(lines.as_bytes())?;
    stdout.flush()
}

/// Writes a line to standard error.
pub(crate) fn complain(text: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Where a line goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// Results.
    Stdout,
    /// Everything else.
    Stderr,
}

/// What a colour says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    /// Less important than its neighbours.
    Quiet,
    /// It went well.
    Success,
    /// It needs a look.
    Warning,
    /// It failed.
    Danger,
}

impl Stream {
    /// Writes a line.
    pub(crate) fn line(self, text: impl fmt::Display) {
        match self {
            Self::Stdout => print(text),
            Self::Stderr => complain(text),
        }
    }

    /// The text in colour, where a person looks at this stream and has not set `NO_COLOR` (<https://no-color.org>).
    pub(crate) fn paint(self, style: Style, text: &str) -> String {
        if !self.has_colour() {
            return text.to_owned();
        }
        let code = match style {
            Style::Quiet => 2,
            Style::Success => 32,
            Style::Warning => 33,
            Style::Danger => 31,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Whether a person looks at this stream.
    pub(crate) fn is_terminal(self) -> bool {
        match self {
            Self::Stdout => io::stdout().is_terminal(),
            Self::Stderr => io::stderr().is_terminal(),
        }
    }

    fn has_colour(self) -> bool {
        self.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }
}

//! Questions to a person, and a line that is written again and again while something goes on.

mod unseen;

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use self::unseen::Unseen;
use crate::failure::{Class, Failure};
use crate::output::{Format, Output};

/// Whether somebody can be asked: who reads standard error and types into standard input is a person.
pub(crate) fn can_ask(output: Output) -> bool {
    output.format() == Format::Human && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a yes. Anything but `y` or `yes` is a no.
///
/// # Errors
/// The answer is no, or standard input cannot be read.
pub(crate) fn confirm(question: &str) -> Result<(), Failure> {
    let answer = ask(&format!("{question} [y/N] "))?;
    if matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes") { Ok(()) } else { Err(declined()) }
}

/// Asks for a name to be typed.
///
/// # Errors
/// Another name was typed, or standard input cannot be read.
pub(crate) fn confirm_name(question: &str, name: &str) -> Result<(), Failure> {
    if ask(&format!("{question} "))? == name { Ok(()) } else { Err(declined()) }
}

/// Asks for something that must not be seen on the screen.
///
/// # Errors
/// Standard input is no terminal, or cannot be read.
pub(crate) fn ask_unseen(question: &str) -> Result<String, Failure> {
    let cannot = |error| Failure::new(Class::Failed, format!("cannot ask: {error}"));
    let unseen = Unseen::begin().map_err(cannot)?;
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} ").and_then(|()| stderr.flush()).map_err(cannot)?;
    let answer = unseen.line();
    drop(unseen);
    // The line break was not seen either.
    let answer = writeln!(stderr).and(answer).map_err(cannot)?;
    Ok(answer.trim_end_matches(['\r', '\n']).to_owned())
}

fn declined() -> Failure {
    Failure::new(Class::Usage, "not confirmed: nothing has been changed")
}

fn ask(question: &str) -> Result<String, Failure> {
    let cannot = |error| Failure::new(Class::Failed, format!("cannot ask: {error}"));
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question}").and_then(|()| stderr.flush()).map_err(cannot)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(cannot)?;
    Ok(answer.trim().to_owned())
}

/// The last line of a terminal's standard error, which is written over. Elsewhere it is not written at all.
#[derive(Debug)]
pub(crate) struct StatusLine {
    on: bool,
}

impl StatusLine {
    /// A line for people at a terminal.
    pub(crate) fn new(output: Output) -> Self {
        Self { on: output.format() == Format::Human && io::stderr().is_terminal() }
    }

    /// Whether anybody sees it.
    pub(crate) const fn is_on(&self) -> bool {
        self.on
    }

    /// Writes the text over the one before.
    pub(crate) fn show(&self, text: &str) {
        if self.on {
            let mut stderr = io::stderr().lock();
            // Back to the first column; the rest of the old text is removed.
            let _ = write!(stderr, "\r{text}\u{1b}[K").and_then(|()| stderr.flush());
        }
    }

    /// Takes the text away.
    pub(crate) fn clear(&self) {
        self.show("");
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        self.clear();
    }
}

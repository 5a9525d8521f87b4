//! A terminal that does not show what is typed.

use std::io::{self, BufRead as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::retry_on_intr;
use rustix::process::getpgrp;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// While it lives, the terminal of standard input does not show what is typed. A signal that ends the process meanwhile leaves the
/// terminal as it was.
pub(super) struct Unseen(Before);

/// How the terminal was. None: it is so again.
type Before = Arc<Mutex<Option<Termios>>>;

impl Unseen {
    /// Begins.
    ///
    /// # Errors
    /// Standard input is no terminal, or signals cannot be heard.
    pub(super) fn begin() -> io::Result<Self> {
        let terminal = tcgetattr(io::stdin())?;
        let before = Before::default();
        restore_at_the_end(Arc::clone(&before))?;
        let mut now = terminal.clone();
        now.local_modes.remove(LocalModes::ECHO);
        *before.lock().unwrap_or_else(PoisonError::into_inner) = Some(terminal);
        // What was typed before the question was no answer to it.
        tcsetattr(io::stdin(), OptionalActions::Flush, &now)?;
        Ok(Self(before))
    }

    /// Reads a line.
    ///
    /// # Errors
    /// Standard input cannot be read.
    pub(super) fn line(&self) -> io::Result<String> {
        let stdin = io::stdin();
        // Reading in the background stops the process, before a signal that came meanwhile can end it.
        retry_on_intr(|| poll(&mut [PollFd::new(&stdin, PollFlags::IN)], None))?;
        let mut line = String::new();
        stdin.lock().read_line(&mut line)?;
        Ok(line)
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        restore(&self.0);
    }
}

/// From now on, signals that end the process do so when the terminal is as it was.
fn restore_at_the_end(before: Before) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::spawn(move || {
        for signal in &mut signals {
            restore(&before);
            // A shell has to see what ended the process, so there is no exit code instead.
            let _ = emulate_default_handler(signal);
        }
    });
    Ok(())
}

fn restore(before: &Mutex<Option<Termios>>) {
    let before = before.lock().unwrap_or_else(PoisonError::into_inner).take();
    // In the background the terminal is somebody else's, and changing it would stop the process.
    let is_others = || tcgetpgrp(io::stdin()).is_ok_and(|group| group != getpgrp());
    if let Some(before) = before
        && !is_others()
    {
        // A terminal that has gone shows nothing anyway.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
    }
}

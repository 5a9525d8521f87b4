//! Ctrl-C and its like: the step that runs is ended, and the command then ends what it started, in its own order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

static HAPPENED: AtomicBool = AtomicBool::new(false);
/// The process group of the step that runs. A service is not here: it ends when its owner is dropped.
static STEP: Mutex<Option<Pid>> = Mutex::new(None);

/// Listens for the signals from now on. A second one ends this process at once; what it started notices that.
pub(crate) fn install() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            if HAPPENED.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            if let Some(group) = current_step() {
                // An error means that it has ended already.
                let _ = kill_process_group(group, Signal::TERM);
            }
        }
    });
    Ok(())
}

/// Whether somebody asked this command to end.
pub(crate) fn happened() -> bool {
    HAPPENED.load(Ordering::SeqCst)
}

/// An error once somebody asked this command to end.
pub(crate) fn check() -> Result<()> {
    if happened() {
        bail!("interrupted");
    }
    Ok(())
}

/// Names the process group that a signal ends, or none.
pub(crate) fn set_step(group: Option<Pid>) {
    if let Ok(mut step) = STEP.lock() {
        *step = group;
    }
}

fn current_step() -> Option<Pid> {
    STEP.lock().ok().and_then(|step| *step)
}

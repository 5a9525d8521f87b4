//! `cargo xtask dev`: builds and restarts when a source file changes.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;

use crate::run::{self, Arguments};
use crate::{console, frontend, interrupt, project, stage, stamp};

/// What the server and the frontend are made from.
const SOURCES: [&str; 7] = ["app", "artifact", "frontend", "migrations", "public", "server", "style"];

/// Runs until Ctrl-C. A build that fails leaves what ran before running.
pub(crate) fn dev(arguments: &Arguments) -> Result<()> {
    let start = Instant::now();
    let place = arguments.place()?;
    let program = stage::build(frontend::Effort::Little)?;
    let mut seen = newest_change()?;
    let mut stage = place.start(&program)?;
    run::announce(&place, start.elapsed());
    while !interrupt::happened() {
        std::thread::sleep(Duration::from_millis(300));
        let newest = newest_change()?;
        if newest == seen {
            continue;
        }
        seen = newest;
        match stage::build(frontend::Effort::Little)
            .and_then(|program| place.start_server(&program, &mut stage))
        {
            Ok(()) => console::note(&format!("Running again at {}", place.address())),
            Err(error) if !interrupt::happened() => eprintln!("{error:#}"),
            Err(_) => {}
        }
    }
    run::end(stage);
    Ok(())
}

/// The time of the newest change, and how many files there are, which a removal changes.
fn newest_change() -> Result<(SystemTime, usize)> {
    let mut files: Vec<PathBuf> = Vec::new();
    for source in SOURCES {
        files.extend(stamp::files(&project::root().join(source))?);
    }
    let newest = files.iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max();
    Ok((newest.unwrap_or(SystemTime::UNIX_EPOCH), files.len()))
}

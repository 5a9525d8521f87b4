//! What the commands say: one plain line for each thing done, with the seconds it took.

use std::time::Instant;

use anyhow::{Context, Result};

/// Says what begins, does it, and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("          {name} ...");
    let start = Instant::now();
    let done = work().with_context(|| name.to_owned())?;
    println!("{:>7.1} s {name}: done", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Says what was found to be there already.
pub(crate) fn note(text: &str) {
    println!("          {text}");
}

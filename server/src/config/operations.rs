//! `[operations]`: the work in the background.

use std::time::Duration;

use super::Reader;

/// The work in the background.
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// Operations advanced at the same time by this process.
    pub workers: u32,
    /// How often a running operation looks at AWS at first.
    pub poll: Duration,
}

impl Operations {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let workers = reader.number("operations.workers", 1..=64);
        let poll = reader.number("operations.poll_milliseconds", 100..=60_000);
        Some(Self { workers: workers?, poll: Duration::from_millis(poll?.into()) })
    }
}

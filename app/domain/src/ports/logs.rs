//! What functions wrote.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::caller::Caller;
use crate::error::Result;
use crate::ids::{ComponentId, OrganizationId};

/// Most lines of one answer.
pub const LOG_LINES_MAX: u16 = 1000;

/// What functions wrote. Reading it is a right of its own, and each look leaves an entry in the audit trail; going on with it leaves
/// another one after an hour.
#[async_trait]
pub trait Logs: Send + Sync {
    /// Lines of a function, oldest first.
    ///
    /// # Errors
    /// [`Conflict::NoLogs`](crate::error::Conflict::NoLogs) for a component of a kind whose logs cannot be read here,
    /// [`Problem::OutOfRange`](crate::error::Problem::OutOfRange) at `limit`, and [`Error::NotFound`](crate::error::Error::NotFound) for a place that another
    /// session, or a look at another component, was given.
    async fn lines(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        look: LogLook,
    ) -> Result<LogLines>;
}

/// Which lines are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLook {
    /// Where to begin.
    pub begin: LogBegin,
    /// Most lines: 1-[`LOG_LINES_MAX`].
    pub limit: u16,
}

/// Where a look begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogBegin {
    /// With what was written since then.
    Since(Timestamp),
    /// Where an earlier answer ended: [`LogLines::next`].
    After(String),
}

/// Lines that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLines {
    /// The lines, perhaps none although [`LogLines::complete`] is false.
    pub lines: Vec<LogLine>,
    /// Where to go on: with the rest, or, when this was all, with what is written from now on. Lines of the last seconds are told once
    /// more, because others may come before them late: [`LogLine::id`] tells which were there.
    pub next: String,
    /// Whether this was all until now.
    pub complete: bool,
}

/// Something that was written at once: a line, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The same whenever the line is told.
    pub id: String,
    /// When it was written, to the millisecond.
    pub time: Timestamp,
    /// The version that wrote it. None where that is not known.
    pub version: Option<u32>,
    /// What was written. It may hold control characters, which a terminal would obey.
    pub text: String,
}

//! What functions wrote, as CloudWatch keeps it.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{CloudResult, Place};

/// Log groups of CloudWatch.
#[async_trait]
pub trait Logs: Send + Sync {
    /// What was written into a log group, oldest first. A group that does not exist has nothing. AWS shows an event some seconds after it was
    /// written, and may show a later one before it.
    async fn events(&self, place: &Place, group: &str, query: &LogQuery) -> CloudResult<LogPage>;
}

/// What is asked of [`Logs::events`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogQuery {
    /// From then on.
    pub from: Timestamp,
    /// Until then, that millisecond included. None: whatever there is.
    pub until: Option<Timestamp>,
    /// Where an earlier page of the same query ended: [`LogPage::next`]. AWS takes it for 24 hours.
    pub after: Option<String>,
    /// Most events: 1-10,000.
    pub limit: u16,
}

/// A page of events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    /// The events, perhaps none although there is a next page: AWS looks through a part of the group at a time.
    pub events: Vec<LogEvent>,
    /// Where the next page begins. None: there is no more.
    pub next: Option<String>,
}

/// Something that was written at once: a line, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// AWS's id of it: the same whenever it is told.
    pub id: String,
    /// When it was written, to the millisecond.
    pub time: Timestamp,
    /// Lambda's number of the version that wrote it. None where no published version did.
    pub version: Option<u64>,
    /// What was written, control characters and all.
    pub text: String,
}

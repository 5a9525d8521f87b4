//! What functions wrote, as tests plant it.

use async_trait::async_trait;
use domain::cloud::{CloudResult, LogEvent, LogPage, LogQuery, Logs, Place};

use super::FakeCloud;

impl FakeCloud {
    /// Writes something into a log group.
    pub fn write_log(&self, group: &str, event: LogEvent) {
        self.lock().written.entry(group.to_owned()).or_default().push(event);
    }
}

#[async_trait]
impl Logs for FakeCloud {
    async fn events(&self, place: &Place, group: &str, query: &LogQuery) -> CloudResult<LogPage> {
        self.call("FilterLogEvents", place, group, |world| {
            let asked = |event: &&LogEvent| {
                event.time >= query.from && query.until.is_none_or(|until| event.time <= until)
            };
            let mut found: Vec<LogEvent> =
                world.written.get(group).into_iter().flatten().filter(asked).cloned().collect();
            found.sort_by_key(|event| event.time);
            let begin = query.after.as_deref().and_then(|token| token.parse().ok()).unwrap_or(0);
            let end = found.len().min(begin + usize::from(query.limit));
            let next = (end < found.len()).then(|| end.to_string());
            Ok(LogPage { events: found.get(begin..end).unwrap_or_default().to_vec(), next })
        })
        .await
    }
}

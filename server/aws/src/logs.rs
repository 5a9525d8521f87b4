//! Log groups of CloudWatch.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_cloudwatchlogs::operation::filter_log_events::FilterLogEventsOutput;
use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;
use domain::cloud::{CloudResult, LogEvent, LogPage, LogQuery, Place};
use jiff::Timestamp;

use crate::errors::{is_refused_as, none_when};
use crate::gateway::Gateway;
use crate::limit::Service;

/// How often AWS is asked for one page at most. It may answer with nothing and a next page many times, where a group holds much and little
/// of it is asked for (<https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>).
const CALLS: usize = 3;

/// There is no group of that name.
const MISSING: &str = "ResourceNotFoundException";

/// CloudWatch's logs.
pub(crate) struct Logs(Arc<Gateway>);

impl Logs {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    async fn filter(
        &self,
        place: &Place,
        group: &str,
        query: &LogQuery,
        after: Option<String>,
        limit: usize,
    ) -> CloudResult<FilterLogEventsOutput> {
        self.0
            .call(Service::CloudWatchLogs, "FilterLogEvents", place, |clients| {
                clients
                    .cloudwatch_logs
                    .filter_log_events()
                    .log_group_name(group)
                    .start_time(query.from.as_millisecond())
                    .set_end_time(query.until.map(Timestamp::as_millisecond))
                    .set_next_token(after)
                    .limit(i32::try_from(limit).unwrap_or(i32::MAX))
                    .send()
            })
            .await
    }
}

#[async_trait]
impl domain::cloud::Logs for Logs {
    async fn events(&self, place: &Place, group: &str, query: &LogQuery) -> CloudResult<LogPage> {
        let wanted = usize::from(query.limit);
        let mut page = LogPage { events: Vec::new(), next: query.after.clone() };
        for _ in 0..CALLS {
            let left = wanted.saturating_sub(page.events.len());
            let answer = self.filter(place, group, query, page.next.take(), left).await;
            let Some(answer) = none_when(answer, |error| is_refused_as(error, &[MISSING]))? else {
                return Ok(LogPage::default());
            };
            page.events.extend(answer.events.unwrap_or_default().into_iter().filter_map(event));
            page.next = answer.next_token.filter(|token| !token.is_empty());
            if page.next.is_none() || page.events.len() >= wanted {
                break;
            }
        }
        Ok(page)
    }
}

/// An event. One without id or time cannot be told from another.
fn event(event: FilteredLogEvent) -> Option<LogEvent> {
    Some(LogEvent {
        id: event.event_id?,
        time: Timestamp::from_millisecond(event.timestamp?).ok()?,
        version: event.log_stream_name.as_deref().and_then(version),
        text: event.message.unwrap_or_default(),
    })
}

/// The version in the name of a stream: `YYYY/MM/DD/[VERSION]HASH`, or, in a group that several functions may share,
/// `YYYY/MM/DD/FUNCTION[VERSION][HASH]` (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html>).
/// `$LATEST` is no version.
fn version(stream: &str) -> Option<u64> {
    let (_, rest) = stream.split_once('[')?;
    let (version, _) = rest.split_once(']')?;
    version.parse().ok()
}

#[cfg(test)]
mod tests;

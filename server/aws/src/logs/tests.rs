use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::operation::filter_log_events::FilterLogEventsOutput;
use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;
use aws_smithy_mocks::mock;
use domain::cloud::{CloudError, LogPage, LogQuery};
use jiff::{Timestamp, ToSpan};

use super::version;
use crate::testing::{answer, cloud, place};

fn time() -> Timestamp {
    "2026-11-22T10:00:00.123Z".parse().unwrap()
}

fn query(limit: u16) -> LogQuery {
    LogQuery { from: time(), until: Some(time() + 1.minute()), after: None, limit }
}

fn event(id: &str, stream: &str) -> FilteredLogEvent {
    FilteredLogEvent::builder()
        .event_id(id)
        .timestamp(time().as_millisecond())
        .log_stream_name(stream)
        .message("hello\u{1b}[2J\n")
        .build()
}

#[tokio::test]
async fn empty_pages_are_no_end_and_what_is_found_is_put_together() {
    let first = mock!(Client::filter_log_events)
        .match_requests(|input| {
            let millis = time().as_millisecond();
            input.log_group_name() == Some("/aws/lambda/orders")
                && (input.start_time(), input.end_time()) == (Some(millis), Some(millis + 60_000))
                && (input.next_token(), input.limit()) == (None, Some(2))
        })
        .then_output(|| FilterLogEventsOutput::builder().next_token("a").build());
    let second = mock!(Client::filter_log_events)
        .match_requests(|input| (input.next_token(), input.limit()) == (Some("a"), Some(2)))
        .then_output(|| {
            let found = event("1", "2026/11/22/[12]0123abcd");
            FilterLogEventsOutput::builder().events(found).next_token("b").build()
        });
    let third = mock!(Client::filter_log_events)
        .match_requests(|input| (input.next_token(), input.limit()) == (Some("b"), Some(1)))
        .then_output(|| FilterLogEventsOutput::builder().events(event("2", "by hand")).build());
    let logs = cloud(&[&first, &second, &third]).logs;
    let page = logs.events(&place(), "/aws/lambda/orders", &query(2)).await.unwrap();
    let found: Vec<_> = page.events.iter().map(|event| (event.id.as_str(), event.version)).collect();
    assert_eq!((found.as_slice(), page.next), (&[("1", Some(12)), ("2", None)][..], None));
    assert_eq!((page.events[0].time, page.events[0].text.as_str()), (time(), "hello\u{1b}[2J\n"));
}

#[tokio::test]
async fn who_finds_nothing_for_long_goes_on_later() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let rule = mock!(Client::filter_log_events).then_output(|| {
        let asked = ASKED.fetch_add(1, Ordering::SeqCst);
        FilterLogEventsOutput::builder().next_token(format!("token-{asked}")).build()
    });
    let page = cloud(&[&rule]).logs.events(&place(), "group", &query(100)).await.unwrap();
    assert_eq!((page.events, page.next.as_deref()), (Vec::new(), Some("token-2")));
}

#[tokio::test]
async fn a_group_that_does_not_exist_has_nothing_and_other_refusals_are_told() {
    for (code, missing) in [("ResourceNotFoundException", true), ("InvalidParameterException", false)] {
        let rule = mock!(Client::filter_log_events)
            .then_http_response(move || answer(400, format!(r#"{{"__type":"{code}","message":"no"}}"#)));
        let found = cloud(&[&rule]).logs.events(&place(), "group", &query(1)).await;
        match found {
            Ok(page) => assert!(missing && page == LogPage::default(), "{page:?}"),
            Err(error) => assert!(!missing && matches!(error, CloudError::Refused { .. }), "{error:?}"),
        }
    }
}

#[test]
fn versions_stand_in_the_names_of_streams() {
    for (stream, expected) in [
        ("2026/11/22/[12]0123abcd", Some(12)),
        ("2026/11/22/orders[7][0123abcd]", Some(7)),
        ("2026/11/22/[$LATEST]0123abcd", None),
        ("by hand", None),
        ("[", None),
    ] {
        assert_eq!(version(stream), expected, "{stream}");
    }
}

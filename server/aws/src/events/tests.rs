use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::describe_stack_events::DescribeStackEventsOutput;
use aws_sdk_cloudformation::types::{ResourceStatus, StackEvent};
use aws_smithy_mocks::{Rule, mock};
use aws_smithy_types::DateTime;

use crate::testing::{cloud, error, place};

/// Pages of events with the numbers `from` down to 1, `per_page` on each; a number's token is `token(number)`.
fn pages(from: i64, per_page: usize, token: fn(i64) -> &'static str) -> Rule {
    mock!(Client::describe_stack_events).then_compute_output(move |input| {
        let newest: i64 = input.next_token().map_or(from, |next| next.parse().unwrap());
        let numbers: Vec<i64> = (1..=newest).rev().take(per_page).collect();
        let next = numbers.last().filter(|oldest| **oldest > 1).map(|oldest| (oldest - 1).to_string());
        let events = numbers.into_iter().map(|number| event(number, token(number))).collect();
        DescribeStackEventsOutput::builder().set_stack_events(Some(events)).set_next_token(next).build()
    })
}

fn event(number: i64, token: &str) -> StackEvent {
    StackEvent::builder()
        .event_id(number.to_string())
        .timestamp(DateTime::from_secs(number))
        .logical_resource_id("Cluster")
        .resource_type("AWS::RDS::DBCluster")
        .resource_status(ResourceStatus::CreateInProgress)
        .client_request_token(token)
        .build()
}

async fn numbers(rule: &Rule) -> Vec<i64> {
    let events = cloud(&[rule]).stacks.events(&place(), "stack", "ours").await.unwrap();
    events.iter().map(|event| event.event.parse().unwrap()).collect()
}

#[tokio::test]
async fn only_events_of_the_token_oldest_first_over_pages() {
    let rule = pages(30, 4, |number| if (6..=25).contains(&number) { "ours" } else { "other" });
    assert_eq!(numbers(&rule).await, (6..=25).collect::<Vec<_>>());
}

#[tokio::test]
async fn of_many_events_the_newest_200_are_kept() {
    assert_eq!(numbers(&pages(450, 100, |_| "ours")).await, (251..=450).collect::<Vec<_>>());
}

#[tokio::test]
async fn older_calls_are_not_read() {
    let rule = pages(900, 100, |number| if number > 850 { "ours" } else { "other" });
    assert_eq!(numbers(&rule).await, (851..=900).collect::<Vec<_>>());
    assert_eq!(rule.num_calls(), 2);
}

#[tokio::test]
async fn a_missing_stack_has_no_events() {
    let rule = mock!(Client::describe_stack_events)
        .then_http_response(|| error(400, "ValidationError", "Stack [stack] does not exist"));
    assert_eq!(numbers(&rule).await, Vec::<i64>::new());
}

#[tokio::test]
async fn an_event_keeps_awss_words() {
    let rule = pages(1, 1, |_| "ours");
    let events = cloud(&[&rule]).stacks.events(&place(), "stack", "ours").await.unwrap();
    assert_eq!(events[0].logical_id, "Cluster");
    assert_eq!(events[0].resource_type, "AWS::RDS::DBCluster");
    assert_eq!(events[0].status, "CREATE_IN_PROGRESS");
    assert_eq!(events[0].time.to_string(), "1970-01-01T00:00:01Z");
}

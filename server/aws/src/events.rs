//! Stack events: what happened to a stack, and in whose call.
//!
//! CloudFormation lists them newest first, about 100 on a page, and marks each with the `ClientRequestToken` of the call that
//! caused it (<https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html>).

use aws_sdk_cloudformation::operation::describe_stack_events::DescribeStackEventsOutput;
use aws_sdk_cloudformation::types::StackEvent;
use domain::cloud::{CloudResult, Place};
use domain::operation::Progress;

use crate::errors::{is_missing_stack, none_when};
use crate::gateway::Gateway;
use crate::limit::Service;
use crate::time::timestamp;

/// Most events kept of one call.
const MOST_EVENTS: usize = 200;
/// Most pages read. A call of ours makes far fewer than 1,000 events.
const MOST_PAGES: usize = 10;

/// Whose call a stack's events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A call with the token.
    Ours,
    /// Other calls.
    Foreign,
    /// No event is to be seen yet.
    Unknown,
}

/// The newest 200 events of calls with a token, oldest first. None of a stack that does not exist.
pub(crate) async fn of_token(
    gateway: &Gateway,
    place: &Place,
    stack: &str,
    token: &str,
) -> CloudResult<Vec<Progress>> {
    let mut found = Vec::new();
    let mut next = None;
    for _ in 0..MOST_PAGES {
        let page = page(gateway, place, stack, next).await?;
        let found_before = found.len();
        found.extend(page.stack_events().iter().filter(|event| is_of(event, token)).filter_map(progress));
        // The events of one call stand together: behind the last of them there are only older calls.
        let is_past = !found.is_empty() && found.len() == found_before;
        next = page.next_token;
        if is_past || found.len() >= MOST_EVENTS || next.is_none() {
            break;
        }
    }
    found.truncate(MOST_EVENTS);
    found.reverse();
    Ok(found)
}

/// Whether a call with the token made anything happen to the stack.
pub(crate) async fn origin(
    gateway: &Gateway,
    place: &Place,
    stack: &str,
    token: &str,
) -> CloudResult<Origin> {
    let mut origin = Origin::Unknown;
    let mut next = None;
    for _ in 0..MOST_PAGES {
        let page = page(gateway, place, stack, next).await?;
        if page.stack_events().iter().any(|event| is_of(event, token)) {
            return Ok(Origin::Ours);
        }
        if !page.stack_events().is_empty() {
            origin = Origin::Foreign;
        }
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    Ok(origin)
}

/// One page; an empty one for a stack that does not exist.
async fn page(
    gateway: &Gateway,
    place: &Place,
    stack: &str,
    next: Option<String>,
) -> CloudResult<DescribeStackEventsOutput> {
    let result = gateway
        .call(Service::CloudFormation, "DescribeStackEvents", place, |clients| {
            clients.cloudformation.describe_stack_events().stack_name(stack).set_next_token(next).send()
        })
        .await;
    let page = none_when(result, is_missing_stack)?;
    Ok(page.unwrap_or_else(|| DescribeStackEventsOutput::builder().build()))
}

fn is_of(event: &StackEvent, token: &str) -> bool {
    event.client_request_token() == Some(token)
}

/// None of what has no id or time, which CloudFormation's reference rules out.
fn progress(event: &StackEvent) -> Option<Progress> {
    Some(Progress {
        event: event.event_id()?.to_owned(),
        time: timestamp(event.timestamp()?)?,
        logical_id: event.logical_resource_id().unwrap_or_default().to_owned(),
        resource_type: event.resource_type().unwrap_or_default().to_owned(),
        status: event.resource_status().map(|status| status.as_str().to_owned()).unwrap_or_default(),
        reason: event.resource_status_reason().filter(|reason| !reason.is_empty()).map(ToOwned::to_owned),
    })
}

#[cfg(test)]
mod tests;

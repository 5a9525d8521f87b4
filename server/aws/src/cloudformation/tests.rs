use std::collections::BTreeMap;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::cancel_update_stack::CancelUpdateStackOutput;
use aws_sdk_cloudformation::operation::create_stack::CreateStackOutput;
use aws_sdk_cloudformation::operation::describe_stack_events::DescribeStackEventsOutput;
use aws_sdk_cloudformation::operation::describe_stacks::DescribeStacksOutput;
use aws_sdk_cloudformation::types::{
    Capability, OnFailure, Stack as Told, StackEvent, StackStatus as ToldStatus,
};
use aws_smithy_mocks::{Rule, mock};
use aws_smithy_types::DateTime;
use domain::cloud::{CloudError, StackRequest, StackStatus};

use crate::testing::{cloud, error, place};

fn request() -> StackRequest {
    StackRequest {
        stack: "acme-orders".to_owned(),
        template: "{}".to_owned(),
        tags: BTreeMap::from([("organization".to_owned(), "acme".to_owned())]),
        token: "token".to_owned(),
    }
}

fn stack(status: &str) -> Rule {
    let status = ToldStatus::from(status);
    mock!(Client::describe_stacks).then_output(move || {
        let told =
            Told::builder().stack_id("arn").stack_status(status.clone()).stack_status_reason("because");
        DescribeStacksOutput::builder().stacks(told.build()).build()
    })
}

fn missing_stack() -> Rule {
    mock!(Client::describe_stacks)
        .then_http_response(|| error(400, "ValidationError", "Stack with id acme-orders does not exist"))
}

fn already_exists() -> Rule {
    mock!(Client::create_stack)
        .then_http_response(|| error(400, "AlreadyExistsException", "Stack [acme-orders] already exists"))
}

fn event(number: i64, token: &str) -> StackEvent {
    StackEvent::builder()
        .event_id(number.to_string())
        .timestamp(DateTime::from_secs(number))
        .client_request_token(token)
        .build()
}

fn events(tokens: &'static [&'static str]) -> Rule {
    mock!(Client::describe_stack_events).then_output(move || {
        let events = tokens.iter().zip(1..).map(|(token, number)| event(number, token)).collect();
        DescribeStackEventsOutput::builder().set_stack_events(Some(events)).build()
    })
}

#[tokio::test]
async fn a_stack_is_described_in_the_domains_words() {
    let found = cloud(&[&stack("UPDATE_ROLLBACK_COMPLETE")]).stacks.describe(&place(), "acme-orders").await;
    let found = found.unwrap().unwrap();
    assert_eq!(found.status, StackStatus::UpdateRolledBack);
    assert_eq!(found.status_text, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(found.reason.as_deref(), Some("because"));
}

#[tokio::test]
async fn no_words_are_no_reason() {
    let rule = mock!(Client::describe_stacks).then_output(|| {
        let told =
            Told::builder().stack_id("arn").stack_status(ToldStatus::CreateComplete).stack_status_reason("");
        DescribeStacksOutput::builder().stacks(told.build()).build()
    });
    let found = cloud(&[&rule]).stacks.describe(&place(), "acme-orders").await.unwrap().unwrap();
    assert_eq!(found.reason, None);
}

#[tokio::test]
async fn a_missing_stack_is_none_and_another_validation_error_is_not() {
    assert_eq!(cloud(&[&missing_stack()]).stacks.describe(&place(), "acme-orders").await.unwrap(), None);
    let other = mock!(Client::describe_stacks)
        .then_http_response(|| error(400, "ValidationError", "1 validation error detected"));
    let refused = cloud(&[&other]).stacks.describe(&place(), "acme-orders").await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_stack_is_made_protected_tagged_and_rolled_back_on_failure() {
    let create = mock!(Client::create_stack)
        .match_requests(|input| {
            input.stack_name() == Some("acme-orders")
                && input.template_body() == Some("{}")
                && input.client_request_token() == Some("token")
                && input.enable_termination_protection() == Some(true)
                && input.on_failure() == Some(&OnFailure::Rollback)
                && input.capabilities() == [Capability::CapabilityNamedIam]
                && input
                    .tags()
                    .iter()
                    .map(|tag| (tag.key(), tag.value()))
                    .eq([(Some("organization"), Some("acme"))])
        })
        .then_output(|| CreateStackOutput::builder().build());
    cloud(&[&create]).stacks.create(&place(), &request()).await.unwrap();
}

#[tokio::test]
async fn a_template_that_no_call_takes_is_refused_without_a_call() {
    let template = "x".repeat(51_201);
    let refused = cloud(&[]).stacks.create(&place(), &StackRequest { template, ..request() }).await;
    assert!(matches!(refused, Err(CloudError::Refused { code, .. }) if code == "TemplateTooLarge"));
}

#[tokio::test]
async fn creating_again_after_a_lost_answer_is_success() {
    let cloud = cloud(&[&already_exists(), &events(&["token", "other"])]);
    cloud.stacks.create(&place(), &request()).await.unwrap();
}

#[tokio::test]
async fn a_stack_of_somebody_else_is_not_taken_for_ours() {
    let cloud = cloud(&[&already_exists(), &events(&["other"])]);
    let refused = cloud.stacks.create(&place(), &request()).await;
    assert!(matches!(refused, Err(CloudError::Refused { code, .. }) if code == "AlreadyExistsException"));
}

#[tokio::test]
async fn a_stack_without_events_yet_is_asked_for_again() {
    let cloud = cloud(&[&already_exists(), &events(&[])]);
    let unknown = cloud.stacks.create(&place(), &request()).await;
    assert!(matches!(unknown, Err(CloudError::Transient(_))), "{unknown:?}");
}

#[tokio::test]
async fn deleting_what_is_gone_and_unprotecting_it_is_success() {
    let gone = || error(400, "ValidationError", "Stack [acme-orders] does not exist");
    let delete = mock!(Client::delete_stack).then_http_response(gone);
    let protect = mock!(Client::update_termination_protection).then_http_response(gone);
    let cloud = cloud(&[&delete, &protect]);
    cloud.stacks.delete(&place(), "acme-orders", "token").await.unwrap();
    cloud.stacks.protect(&place(), "acme-orders", false).await.unwrap();
    cloud.stacks.protect(&place(), "acme-orders", true).await.unwrap_err();
}

#[tokio::test]
async fn cancelling_twice_or_too_late_is_success() {
    let refused =
        || error(400, "ValidationError", "CancelUpdateStack cannot be called from current stack status");
    for status in ["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"] {
        let cancel = mock!(Client::cancel_update_stack).then_http_response(refused);
        let cloud = cloud(&[&cancel, &stack(status)]);
        cloud.stacks.cancel_update(&place(), "acme-orders", "token").await.unwrap();
    }
    let cancel = mock!(Client::cancel_update_stack).then_http_response(refused);
    let cloud = cloud(&[&cancel, &stack("DELETE_IN_PROGRESS")]);
    cloud.stacks.cancel_update(&place(), "acme-orders", "token").await.unwrap_err();
}

#[tokio::test]
async fn cancelling_names_the_stack_and_the_token() {
    let cancel = mock!(Client::cancel_update_stack)
        .match_requests(|input| {
            input.stack_name() == Some("acme-orders") && input.client_request_token() == Some("token")
        })
        .then_output(|| CancelUpdateStackOutput::builder().build());
    cloud(&[&cancel]).stacks.cancel_update(&place(), "acme-orders", "token").await.unwrap();
}

#[tokio::test]
async fn continuing_a_rollback_twice_is_success() {
    let refused = mock!(Client::continue_update_rollback)
        .then_http_response(|| error(400, "ValidationError", "cannot be called from current stack status"));
    let stacks = cloud(&[&refused, &stack("UPDATE_ROLLBACK_IN_PROGRESS")]).stacks;
    stacks.continue_rollback(&place(), "acme-orders", "token").await.unwrap();
    let stacks = cloud(&[&refused, &stack("UPDATE_COMPLETE")]).stacks;
    stacks.continue_rollback(&place(), "acme-orders", "token").await.unwrap_err();
}

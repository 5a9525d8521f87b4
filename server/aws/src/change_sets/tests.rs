use std::collections::BTreeMap;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::create_change_set::CreateChangeSetOutput;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::operation::describe_stack_events::DescribeStackEventsOutput;
use aws_sdk_cloudformation::types::{
    Change, ChangeAction, ChangeSetStatus, ChangeSetType, ExecutionStatus, Replacement,
    ResourceChange as Told, StackEvent,
};
use aws_smithy_mocks::{Rule, mock};
use domain::cloud::{ChangeSet, CloudError, StackRequest};
use domain::plan::{ResourceAction, ResourceChange};

use crate::testing::{cloud, error, place};

fn change_set(status: &str, execution: &str, reason: &'static str) -> Rule {
    let (status, execution) = (ChangeSetStatus::from(status), ExecutionStatus::from(execution));
    mock!(Client::describe_change_set).then_output(move || {
        DescribeChangeSetOutput::builder()
            .status(status.clone())
            .execution_status(execution.clone())
            .status_reason(reason)
            .build()
    })
}

fn missing() -> Rule {
    mock!(Client::describe_change_set)
        .then_http_response(|| error(404, "ChangeSetNotFound", "ChangeSet [change] does not exist"))
}

fn refused_execution(code: &'static str) -> Rule {
    mock!(Client::execute_change_set).then_http_response(move || error(400, code, "no"))
}

fn event_of(token: &'static str) -> Rule {
    mock!(Client::describe_stack_events).then_output(move || {
        let event = StackEvent::builder().client_request_token(token).build();
        DescribeStackEventsOutput::builder().stack_events(event).build()
    })
}

async fn described(rule: &Rule) -> Option<ChangeSet> {
    cloud(&[rule]).change_sets.describe(&place(), "stack", "change").await.unwrap()
}

async fn executed(rules: &[&Rule]) -> Result<(), CloudError> {
    cloud(rules).change_sets.execute(&place(), "stack", "change", "token").await
}

#[tokio::test]
async fn every_pair_of_statuses_has_a_meaning() {
    let empty = "The submitted information didn't contain changes. Submit different information.";
    let table = [
        ("CREATE_PENDING", "UNAVAILABLE", "", Some(ChangeSet::Preparing)),
        ("CREATE_IN_PROGRESS", "UNAVAILABLE", "", Some(ChangeSet::Preparing)),
        ("CREATE_COMPLETE", "UNAVAILABLE", "", Some(ChangeSet::Preparing)),
        ("CREATE_COMPLETE", "AVAILABLE", "", Some(ChangeSet::Ready(vec![]))),
        ("CREATE_COMPLETE", "EXECUTE_IN_PROGRESS", "", Some(ChangeSet::Executed)),
        ("CREATE_COMPLETE", "EXECUTE_COMPLETE", "", Some(ChangeSet::Executed)),
        ("CREATE_COMPLETE", "EXECUTE_FAILED", "", Some(ChangeSet::Executed)),
        ("CREATE_COMPLETE", "OBSOLETE", "", Some(ChangeSet::Failed("OBSOLETE".to_owned()))),
        ("FAILED", "UNAVAILABLE", empty, Some(ChangeSet::Empty)),
        ("FAILED", "UNAVAILABLE", "No updates are to be performed.", Some(ChangeSet::Empty)),
        ("FAILED", "UNAVAILABLE", "No such type", Some(ChangeSet::Failed("No such type".to_owned()))),
        ("FAILED", "UNAVAILABLE", "", Some(ChangeSet::Failed("FAILED".to_owned()))),
        ("DELETE_PENDING", "UNAVAILABLE", "", None),
        ("DELETE_IN_PROGRESS", "AVAILABLE", "", None),
        ("DELETE_COMPLETE", "AVAILABLE", "", None),
        ("DELETE_FAILED", "AVAILABLE", "", Some(ChangeSet::Failed("DELETE_FAILED".to_owned()))),
    ];
    for (status, execution, reason, expected) in table {
        assert_eq!(described(&change_set(status, execution, reason)).await, expected, "{status} {execution}");
    }
}

#[tokio::test]
async fn a_missing_change_set_or_stack_is_none() {
    assert_eq!(described(&missing()).await, None);
    let stack = mock!(Client::describe_change_set)
        .then_http_response(|| error(400, "ValidationError", "Stack [stack] does not exist"));
    assert_eq!(described(&stack).await, None);
}

#[tokio::test]
async fn the_changes_of_all_pages_are_there() {
    let table = [
        (ChangeAction::Add, None, ResourceAction::Add),
        (ChangeAction::Remove, None, ResourceAction::Remove),
        (ChangeAction::Modify, Some(Replacement::False), ResourceAction::Change),
        (ChangeAction::Modify, Some(Replacement::True), ResourceAction::Replace),
        (ChangeAction::Modify, Some(Replacement::Conditional), ResourceAction::MayReplace),
        (ChangeAction::Dynamic, None, ResourceAction::MayReplace),
        (ChangeAction::from("Tomorrow"), None, ResourceAction::MayReplace),
    ];
    let told = table.clone();
    let rule = mock!(Client::describe_change_set).then_compute_output(move |input| {
        let page: usize = input.next_token().map_or(0, |next| next.parse().unwrap());
        let (action, replacement, _) = told[page].clone();
        let change = Told::builder()
            .action(action)
            .set_replacement(replacement)
            .logical_resource_id(page.to_string())
            .resource_type("AWS::RDS::DBCluster");
        DescribeChangeSetOutput::builder()
            .status(ChangeSetStatus::CreateComplete)
            .execution_status(ExecutionStatus::Available)
            .changes(Change::builder().resource_change(change.build()).build())
            .set_next_token((page + 1 < told.len()).then(|| (page + 1).to_string()))
            .build()
    });
    let expected = table.iter().zip(0..).map(|((_, _, action), number)| ResourceChange {
        logical_id: number.to_string(),
        resource_type: "AWS::RDS::DBCluster".to_owned(),
        action: *action,
    });
    assert_eq!(described(&rule).await, Some(ChangeSet::Ready(expected.collect())));
}

#[tokio::test]
async fn a_change_set_is_made_for_an_existing_stack_and_once() {
    let request = StackRequest {
        stack: "stack".to_owned(),
        template: "{}".to_owned(),
        tags: BTreeMap::new(),
        token: "token".to_owned(),
    };
    let create = mock!(Client::create_change_set)
        .match_requests(|input| {
            input.change_set_type() == Some(&ChangeSetType::Update)
                && input.client_token() == Some("token")
                && input.change_set_name() == Some("change")
        })
        .sequence()
        .output(|| CreateChangeSetOutput::builder().build())
        .http_response(|| error(400, "AlreadyExistsException", "ChangeSet change already exists"))
        .build();
    let cloud = cloud(&[&create]);
    cloud.change_sets.create(&place(), "change", &request).await.unwrap();
    cloud.change_sets.create(&place(), "change", &request).await.unwrap();
}

#[tokio::test]
async fn executing_again_after_a_lost_answer_is_success() {
    let running = change_set("CREATE_COMPLETE", "EXECUTE_IN_PROGRESS", "");
    executed(&[&refused_execution("InvalidChangeSetStatus"), &running]).await.unwrap();
    executed(&[&refused_execution("ChangeSetNotFound"), &missing(), &event_of("token")]).await.unwrap();
}

#[tokio::test]
async fn a_change_set_that_was_never_executed_is_refused() {
    let obsolete = change_set("CREATE_COMPLETE", "OBSOLETE", "");
    let refused = executed(&[&refused_execution("InvalidChangeSetStatus"), &obsolete]).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    let refused = executed(&[&refused_execution("ChangeSetNotFound"), &missing(), &event_of("other")]).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn removing_what_is_gone_is_success() {
    for (status, code, message) in [
        (404, "ChangeSetNotFound", "ChangeSet [change] does not exist"),
        (400, "ValidationError", "Stack [stack] does not exist"),
    ] {
        let rule = mock!(Client::delete_change_set).then_http_response(move || error(status, code, message));
        cloud(&[&rule]).change_sets.delete(&place(), "stack", "change").await.unwrap();
    }
}

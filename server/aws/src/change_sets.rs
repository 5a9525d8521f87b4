//! Change sets of existing stacks.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, Change, ChangeAction, ChangeSetStatus, ChangeSetType, ExecutionStatus, Replacement,
};
use domain::cloud::{ChangeSet, CloudError, CloudResult, Place, StackRequest};
use domain::plan::{ResourceAction, ResourceChange};

use crate::cloudformation::{check_size, tags};
use crate::errors::{done_when, is_missing_stack, is_refused_as, none_when};
use crate::events::{self, Origin};
use crate::gateway::Gateway;
use crate::limit::Service;

/// AWS's code; the SDK calls it `ChangeSetNotFoundException`.
const NOT_FOUND: &str = "ChangeSetNotFound";

/// Change sets of CloudFormation.
pub(crate) struct ChangeSets(Arc<Gateway>);

impl ChangeSets {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// One page. None when the change set or its stack does not exist.
    async fn page(
        &self,
        place: &Place,
        stack: &str,
        change_set: &str,
        next: Option<String>,
    ) -> CloudResult<Option<DescribeChangeSetOutput>> {
        let result = self
            .0
            .call(Service::CloudFormation, "DescribeChangeSet", place, |clients| {
                clients
                    .cloudformation
                    .describe_change_set()
                    .stack_name(stack)
                    .change_set_name(change_set)
                    .set_next_token(next)
                    .send()
            })
            .await;
        none_when(result, is_gone)
    }

    /// Whether a refused execution was begun by an earlier call whose answer was lost.
    async fn was_begun(
        &self,
        place: &Place,
        stack: &str,
        change_set: &str,
        token: &str,
    ) -> CloudResult<bool> {
        match domain::cloud::ChangeSets::describe(self, place, stack, change_set).await? {
            Some(found) => Ok(found == ChangeSet::Executed),
            // CloudFormation removes a change set once its execution is complete.
            None => Ok(events::origin(&self.0, place, stack, token).await? == Origin::Ours),
        }
    }
}

#[async_trait]
impl domain::cloud::ChangeSets for ChangeSets {
    async fn create(&self, place: &Place, change_set: &str, request: &StackRequest) -> CloudResult<()> {
        check_size(&request.template)?;
        let result = self
            .0
            .call(Service::CloudFormation, "CreateChangeSet", place, |clients| {
                clients
                    .cloudformation
                    .create_change_set()
                    .stack_name(&request.stack)
                    .change_set_name(change_set)
                    .change_set_type(ChangeSetType::Update)
                    .template_body(&request.template)
                    .capabilities(Capability::CapabilityNamedIam)
                    .set_tags(Some(tags(&request.tags)))
                    .client_token(&request.token)
                    .send()
            })
            .await;
        done_when(result.map(drop), |error| is_refused_as(error, &["AlreadyExistsException"]))
    }

    async fn describe(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<Option<ChangeSet>> {
        let Some(first) = self.page(place, stack, change_set, None).await? else { return Ok(None) };
        let mut changes = changes(&first);
        let mut next = first.next_token().map(ToOwned::to_owned);
        while next.is_some() {
            let Some(page) = self.page(place, stack, change_set, next).await? else { return Ok(None) };
            changes.extend(self::changes(&page));
            next = page.next_token;
        }
        Ok(described(&first, changes))
    }

    async fn execute(&self, place: &Place, stack: &str, change_set: &str, token: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "ExecuteChangeSet", place, |clients| {
                clients
                    .cloudformation
                    .execute_change_set()
                    .stack_name(stack)
                    .change_set_name(change_set)
                    .client_request_token(token)
                    .send()
            })
            .await;
        match result {
            Err(error) if is_refused_as(&error, REPEATED) => {
                if self.was_begun(place, stack, change_set, token).await? { Ok(()) } else { Err(error) }
            }
            other => other.map(drop),
        }
    }

    async fn delete(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "DeleteChangeSet", place, |clients| {
                clients
                    .cloudformation
                    .delete_change_set()
                    .stack_name(stack)
                    .change_set_name(change_set)
                    .send()
            })
            .await;
        done_when(result.map(drop), is_gone)
    }
}

/// What an execution may be refused with that was begun before.
const REPEATED: &[&str] = &[NOT_FOUND, "InvalidChangeSetStatus", "TokenAlreadyExistsException"];

fn is_gone(error: &CloudError) -> bool {
    is_missing_stack(error) || is_refused_as(error, &[NOT_FOUND])
}

/// What a change set is
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html>). None when it is being deleted.
fn described(told: &DescribeChangeSetOutput, changes: Vec<ResourceChange>) -> Option<ChangeSet> {
    let reason = told.status_reason().unwrap_or_default();
    let found = match (told.status(), told.execution_status()) {
        (
            Some(
                ChangeSetStatus::DeletePending
                | ChangeSetStatus::DeleteInProgress
                | ChangeSetStatus::DeleteComplete,
            ),
            _,
        ) => return None,
        // Whether it went well, the stack tells, and its events tell why not.
        (
            _,
            Some(
                ExecutionStatus::ExecuteInProgress
                | ExecutionStatus::ExecuteComplete
                | ExecutionStatus::ExecuteFailed,
            ),
        ) => ChangeSet::Executed,
        (Some(ChangeSetStatus::Failed), _) if says_empty(reason) => ChangeSet::Empty,
        (Some(status @ (ChangeSetStatus::Failed | ChangeSetStatus::DeleteFailed)), _) => {
            ChangeSet::Failed(if reason.is_empty() { status.as_str() } else { reason }.to_owned())
        }
        (_, Some(ExecutionStatus::Obsolete)) => ChangeSet::Failed("OBSOLETE".to_owned()),
        (Some(ChangeSetStatus::CreateComplete), Some(ExecutionStatus::Available)) => {
            ChangeSet::Ready(changes)
        }
        _ => ChangeSet::Preparing,
    };
    Some(found)
}

/// CloudFormation has no status for it.
fn says_empty(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

fn changes(page: &DescribeChangeSetOutput) -> Vec<ResourceChange> {
    page.changes().iter().filter_map(change).collect()
}

fn change(told: &Change) -> Option<ResourceChange> {
    let told = told.resource_change()?;
    Some(ResourceChange {
        logical_id: told.logical_resource_id().unwrap_or_default().to_owned(),
        resource_type: told.resource_type().unwrap_or_default().to_owned(),
        action: match (told.action(), told.replacement()) {
            (Some(ChangeAction::Add | ChangeAction::Import), _) => ResourceAction::Add,
            (Some(ChangeAction::Remove), _) => ResourceAction::Remove,
            (Some(ChangeAction::Modify), Some(Replacement::True)) => ResourceAction::Replace,
            (Some(ChangeAction::Modify), Some(Replacement::False) | None) => ResourceAction::Change,
            // "Conditional", "Dynamic", and what a later SDK may know: AWS does not rule a replacement out.
            _ => ResourceAction::MayReplace,
        },
    })
}

#[cfg(test)]
mod tests;

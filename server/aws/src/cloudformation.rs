//! Stacks.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_cloudformation::types::{Capability, OnFailure, Output, Tag};
use domain::cloud::{CloudError, CloudResult, Place, Stack, StackRequest, StackStatus};
use domain::operation::Progress;

use crate::errors::{Reason, done_when, is_missing_stack, is_refused_as, none_when, transient};
use crate::events::{self, Origin};
use crate::gateway::Gateway;
use crate::limit::Service;
use crate::status::stack_status;

/// Most bytes of a template that is sent with the call
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>).
const LARGEST_TEMPLATE: usize = 51_200;
/// AWS saw the token before: the call was made.
const TOKEN_SEEN: &str = "TokenAlreadyExistsException";

/// Stacks of CloudFormation.
pub(crate) struct Stacks(Arc<Gateway>);

impl Stacks {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// Takes a refusal as success when the stack is in a state that the call would have led to.
    async fn done_in(
        &self,
        place: &Place,
        stack: &str,
        result: CloudResult<()>,
        states: &[StackStatus],
    ) -> CloudResult<()> {
        let Err(error) = done_when(result, |error| is_refused_as(error, &[TOKEN_SEEN])) else {
            return Ok(());
        };
        if !is_refused_as(&error, &["ValidationError"]) {
            return Err(error);
        }
        match domain::cloud::Stacks::describe(self, place, stack).await? {
            Some(found) if states.contains(&found.status) => Ok(()),
            _ => Err(error),
        }
    }
}

#[async_trait]
impl domain::cloud::Stacks for Stacks {
    async fn describe(&self, place: &Place, stack: &str) -> CloudResult<Option<Stack>> {
        let result = self
            .0
            .call(Service::CloudFormation, "DescribeStacks", place, |clients| {
                clients.cloudformation.describe_stacks().stack_name(stack).send()
            })
            .await;
        let answer = none_when(result, is_missing_stack)?;
        answer.and_then(|answer| answer.stacks?.into_iter().next()).map(described).transpose()
    }

    async fn create(&self, place: &Place, request: &StackRequest) -> CloudResult<()> {
        check_size(&request.template)?;
        let result = self
            .0
            .call(Service::CloudFormation, "CreateStack", place, |clients| {
                clients
                    .cloudformation
                    .create_stack()
                    .stack_name(&request.stack)
                    .template_body(&request.template)
                    .capabilities(Capability::CapabilityNamedIam)
                    .enable_termination_protection(true)
                    .on_failure(OnFailure::Rollback)
                    .set_tags(Some(tags(&request.tags)))
                    .client_request_token(&request.token)
                    .send()
            })
            .await;
        match result {
            Err(error) if is_refused_as(&error, &["AlreadyExistsException", TOKEN_SEEN]) => {
                // Perhaps it is our own, and the answer to the first call was lost.
                match events::origin(&self.0, place, &request.stack, &request.token).await? {
                    Origin::Ours => Ok(()),
                    Origin::Foreign => Err(error),
                    Origin::Unknown => Err(transient(Reason::Incomplete("the first event of the stack"))),
                }
            }
            other => other.map(drop),
        }
    }

    async fn delete(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "DeleteStack", place, |clients| {
                clients.cloudformation.delete_stack().stack_name(stack).client_request_token(token).send()
            })
            .await;
        done_when(result.map(drop), |error| is_missing_stack(error) || is_refused_as(error, &[TOKEN_SEEN]))
    }

    async fn cancel_update(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "CancelUpdateStack", place, |clients| {
                clients
                    .cloudformation
                    .cancel_update_stack()
                    .stack_name(stack)
                    .client_request_token(token)
                    .send()
            })
            .await;
        let ended = [
            StackStatus::RollingBack,
            StackStatus::UpdateRolledBack,
            StackStatus::RollbackFailed,
            StackStatus::Complete,
        ];
        self.done_in(place, stack, result.map(drop), &ended).await
    }

    async fn continue_rollback(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "ContinueUpdateRollback", place, |clients| {
                clients
                    .cloudformation
                    .continue_update_rollback()
                    .stack_name(stack)
                    .client_request_token(token)
                    .send()
            })
            .await;
        let continued = [StackStatus::RollingBack, StackStatus::UpdateRolledBack];
        self.done_in(place, stack, result.map(drop), &continued).await
    }

    async fn protect(&self, place: &Place, stack: &str, protected: bool) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::CloudFormation, "UpdateTerminationProtection", place, |clients| {
                clients
                    .cloudformation
                    .update_termination_protection()
                    .stack_name(stack)
                    .enable_termination_protection(protected)
                    .send()
            })
            .await;
        done_when(result.map(drop), |error| !protected && is_missing_stack(error))
    }

    async fn events(&self, place: &Place, stack: &str, token: &str) -> CloudResult<Vec<Progress>> {
        events::of_token(&self.0, place, stack, token).await
    }
}

/// Refuses what CloudFormation takes from S3 only.
pub(crate) fn check_size(template: &str) -> CloudResult<()> {
    let size = template.len();
    if size <= LARGEST_TEMPLATE {
        return Ok(());
    }
    Err(CloudError::Refused {
        code: "TemplateTooLarge".to_owned(),
        message: format!("the template has {size} bytes; a call takes {LARGEST_TEMPLATE}"),
    })
}

/// Tags as the SDK takes them.
pub(crate) fn tags(tags: &BTreeMap<String, String>) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect()
}

fn described(told: aws_sdk_cloudformation::types::Stack) -> CloudResult<Stack> {
    let status = told.stack_status.ok_or_else(|| transient(Reason::Incomplete("the stack's status")))?;
    Ok(Stack {
        id: told.stack_id.ok_or_else(|| transient(Reason::Incomplete("the stack's id")))?,
        status: stack_status(&status),
        status_text: status.as_str().to_owned(),
        reason: told.stack_status_reason.filter(|reason| !reason.is_empty()),
        outputs: told.outputs.into_iter().flatten().filter_map(output).collect(),
    })
}

fn output(told: Output) -> Option<(String, String)> {
    Some((told.output_key?, told.output_value?))
}

#[cfg(test)]
mod tests;

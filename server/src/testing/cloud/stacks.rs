//! CloudFormation's stacks.

use async_trait::async_trait;
use domain::cloud::{CloudResult, Place, Stack, StackRequest, StackStatus, Stacks};
use domain::operation::Progress;

use super::FakeCloud;
use super::world::{FakeStack, Goal, refused};

#[async_trait]
impl Stacks for FakeCloud {
    async fn describe(&self, place: &Place, stack: &str) -> CloudResult<Option<Stack>> {
        self.call("DescribeStacks", place, stack, |world| {
            let Some(index) = world.find(place, stack) else { return Ok(None) };
            world.look(index);
            let made = &world.stacks[index];
            if !made.exists() && made.id != stack {
                return Ok(None);
            }
            Ok(Some(Stack {
                id: made.id.clone(),
                status: made.status,
                status_text: format!("{:?}", made.status),
                reason: made.reason.clone(),
                outputs: made.outputs.clone(),
            }))
        })
        .await
    }

    async fn create(&self, place: &Place, request: &StackRequest) -> CloudResult<()> {
        self.call("CreateStack", place, &request.stack, |world| {
            if let Some(index) = world.find(place, &request.stack) {
                return if world.stacks[index].created_with == request.token {
                    Ok(())
                } else {
                    Err(refused(
                        "AlreadyExistsException",
                        format!("Stack [{}] already exists", request.stack),
                    ))
                };
            }
            let template = serde_json::from_str(&request.template)
                .map_err(|_| refused("ValidationError", "Template format error: JSON not well-formed."))?;
            let number = world.stacks.len() + 1;
            world.stacks.push(FakeStack {
                id: format!(
                    "arn:aws:cloudformation:{}:{}:stack/{}/{number}",
                    place.region, place.account, request.stack
                ),
                account: place.account.clone(),
                region: place.region.clone(),
                name: request.stack.clone(),
                status: StackStatus::Working,
                reason: None,
                template,
                outputs: std::collections::BTreeMap::new(),
                protected: true,
                created_with: request.token.clone(),
                work: None,
                events: Vec::new(),
            });
            world.begin(number - 1, Goal::Create, &request.token);
            Ok(())
        })
        .await
    }

    async fn delete(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        self.call("DeleteStack", place, stack, |world| {
            let Some(index) = world.find(place, stack) else { return Ok(()) };
            let made = &world.stacks[index];
            if !made.exists() || made.status == StackStatus::Deleting {
                return Ok(());
            }
            if made.protected {
                return Err(refused(
                    "ValidationError",
                    format!("Stack [{stack}] cannot be deleted while TerminationProtection is enabled"),
                ));
            }
            world.begin(index, Goal::Delete, token);
            Ok(())
        })
        .await
    }

    async fn cancel_update(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        self.call("CancelUpdateStack", place, stack, |world| {
            let index = world.require(place, stack)?;
            let updating =
                world.stacks[index].work.as_ref().is_some_and(|work| matches!(work.goal, Goal::Update(_)));
            if !updating {
                return Err(refused(
                    "ValidationError",
                    "CancelUpdateStack cannot be called from current stack status",
                ));
            }
            world.begin(index, Goal::RollBackUpdate, token);
            Ok(())
        })
        .await
    }

    async fn continue_rollback(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()> {
        self.call("ContinueUpdateRollback", place, stack, |world| {
            let index = world.require(place, stack)?;
            if world.stacks[index].status != StackStatus::RollbackFailed {
                return Err(refused("ValidationError", "the stack is not in UPDATE_ROLLBACK_FAILED state"));
            }
            world.begin(index, Goal::RollBackUpdate, token);
            Ok(())
        })
        .await
    }

    async fn protect(&self, place: &Place, stack: &str, protected: bool) -> CloudResult<()> {
        self.call("UpdateTerminationProtection", place, stack, |world| {
            let index = world.require(place, stack)?;
            world.stacks[index].protected = protected;
            Ok(())
        })
        .await
    }

    async fn events(&self, place: &Place, stack: &str, token: &str) -> CloudResult<Vec<Progress>> {
        self.call("DescribeStackEvents", place, stack, |world| {
            let Some(index) = world.find(place, stack) else { return Ok(Vec::new()) };
            let of_token = world.stacks[index].events.iter().filter(|(made_by, _)| made_by == token);
            Ok(of_token.map(|(_, event)| event.clone()).collect())
        })
        .await
    }
}

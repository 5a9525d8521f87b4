//! CloudFormation's change sets.

use async_trait::async_trait;
use domain::cloud::{ChangeSet, ChangeSets, CloudResult, Place, StackRequest, StackStatus};
use domain::plan::{ResourceAction, ResourceChange};

use super::FakeCloud;
use super::template;
use super::world::{FakeChangeSet, Goal, refused};

#[async_trait]
impl ChangeSets for FakeCloud {
    async fn create(&self, place: &Place, change_set: &str, request: &StackRequest) -> CloudResult<()> {
        self.call("CreateChangeSet", place, &request.stack, |world| {
            let index = world.require(place, &request.stack)?;
            let stack = &world.stacks[index];
            let key = (stack.id.clone(), change_set.to_owned());
            if world.change_sets.contains_key(&key) {
                return Ok(());
            }
            if !matches!(stack.status, StackStatus::Complete | StackStatus::UpdateRolledBack) {
                return Err(refused(
                    "ValidationError",
                    format!("Stack:{} is in {:?} state and can not be updated.", stack.id, stack.status),
                ));
            }
            let wanted = serde_json::from_str(&request.template)
                .map_err(|_| refused("ValidationError", "Template format error: JSON not well-formed."))?;
            let mut changes = template::diff(&stack.template, &wanted);
            if let Some(replaced) = &world.replaced_type {
                changes.retain(|change| change.resource_type != *replaced);
                let resources = template::resources(&wanted);
                changes.extend(
                    resources.into_iter().filter(|resource| resource.resource_type == *replaced).map(
                        |resource| ResourceChange {
                            logical_id: resource.logical_id,
                            resource_type: resource.resource_type,
                            action: ResourceAction::Replace,
                        },
                    ),
                );
            }
            world.change_sets.insert(key, FakeChangeSet { template: wanted, changes, executed: false });
            Ok(())
        })
        .await
    }

    async fn describe(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<Option<ChangeSet>> {
        self.call("DescribeChangeSet", place, stack, |world| {
            let Some(index) = world.find(place, stack) else { return Ok(None) };
            let key = (world.stacks[index].id.clone(), change_set.to_owned());
            Ok(world.change_sets.get(&key).map(|made| {
                if made.executed {
                    ChangeSet::Executed
                } else if made.changes.is_empty() {
                    ChangeSet::Empty
                } else {
                    ChangeSet::Ready(made.changes.clone())
                }
            }))
        })
        .await
    }

    async fn execute(&self, place: &Place, stack: &str, change_set: &str, token: &str) -> CloudResult<()> {
        self.call("ExecuteChangeSet", place, stack, |world| {
            let index = world.require(place, stack)?;
            let stack_id = world.stacks[index].id.clone();
            let key = (stack_id.clone(), change_set.to_owned());
            let Some(set) = world.change_sets.get_mut(&key) else {
                return Err(refused("ChangeSetNotFound", format!("ChangeSet [{change_set}] does not exist")));
            };
            if set.executed || set.changes.is_empty() {
                return Err(refused("InvalidChangeSetStatus", "the change set cannot be executed"));
            }
            set.executed = true;
            let wanted = set.template.clone();
            world.change_sets.retain(|(of, name), _| *of != stack_id || name == change_set);
            world.begin(index, Goal::Update(wanted), token);
            Ok(())
        })
        .await
    }

    async fn delete(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<()> {
        self.call("DeleteChangeSet", place, stack, |world| {
            if let Some(index) = world.find(place, stack) {
                let key = (world.stacks[index].id.clone(), change_set.to_owned());
                world.change_sets.remove(&key);
            }
            Ok(())
        })
        .await
    }
}

//! Targets of load balancers.

use async_trait::async_trait;
use domain::cloud::{CloudResult, Place, Targets};

use super::FakeCloud;
use super::functions::arn;
use super::world::{World, refused};

impl FakeCloud {
    /// The targets that are registered in a group.
    pub fn targets(&self, target_group_arn: &str) -> Vec<String> {
        let world = self.lock();
        world.targets.get(target_group_arn).into_iter().flatten().cloned().collect()
    }
}

impl World {
    /// Whether an alias lets the group invoke it.
    fn allows(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> bool {
        let at_place = self.functions.iter().filter(|(key, _)| key.is_at(place));
        at_place.flat_map(|(key, made)| made.permissions.iter().map(move |of| (key, of))).any(
            |(key, (alias, group))| {
                group == target_group_arn && format!("{}:{alias}", arn(place, &key.name)) == target_arn
            },
        )
    }
}

#[async_trait]
impl Targets for FakeCloud {
    async fn registered(&self, place: &Place, target_group_arn: &str) -> CloudResult<Vec<String>> {
        self.call("DescribeTargetHealth", place, target_group_arn, |world| {
            Ok(world.targets.get(target_group_arn).into_iter().flatten().cloned().collect())
        })
        .await
    }

    async fn register(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()> {
        self.call("RegisterTargets", place, target_group_arn, |world| {
            if !world.allows(place, target_group_arn, target_arn) {
                return Err(refused(
                    "AccessDenied",
                    format!("elasticloadbalancing principal does not have permission to invoke {target_arn}"),
                ));
            }
            world.targets.entry(target_group_arn.to_owned()).or_default().insert(target_arn.to_owned());
            Ok(())
        })
        .await
    }

    async fn deregister(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()> {
        self.call("DeregisterTargets", place, target_group_arn, |world| {
            if let Some(targets) = world.targets.get_mut(target_group_arn) {
                targets.remove(target_arn);
            }
            Ok(())
        })
        .await
    }
}

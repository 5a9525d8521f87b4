//! Lambda's aliases.

use async_trait::async_trait;
use domain::cloud::{AliasStatus, Aliases, CloudResult, Place};
use domain::function::Traffic;

use super::FakeCloud;
use super::function::{FakeAlias, busy, missing};
use super::functions::arn;

impl FakeCloud {
    /// Where an alias points.
    pub fn traffic(&self, function: &str, alias: &str) -> Option<Traffic> {
        self.of_function(function, |made| made.aliases.get(alias).map(|alias| alias.traffic)).flatten()
    }
}

#[async_trait]
impl Aliases for FakeCloud {
    async fn describe(&self, place: &Place, function: &str, alias: &str) -> CloudResult<Option<AliasStatus>> {
        self.call("GetAlias", place, function, |world| {
            let Ok(made) = world.function(place, function) else { return Ok(None) };
            Ok(made.aliases.get(alias).map(|found| AliasStatus {
                arn: format!("{}:{alias}", arn(place, function)),
                traffic: found.traffic,
                revision: found.revision.to_string(),
            }))
        })
        .await
    }

    async fn point(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        traffic: &Traffic,
        revision: Option<&str>,
    ) -> CloudResult<()> {
        let api = if revision.is_some() { "UpdateAlias" } else { "CreateAlias" };
        self.call(api, place, function, |world| {
            let made = world.function(place, function)?;
            let canary = traffic.canary.map(|(version, _)| version);
            for version in [traffic.version].into_iter().chain(canary) {
                if !made.versions.contains_key(&version) {
                    return Err(missing(&format!("{function}:{version}")));
                }
            }
            let found = made.aliases.get(alias);
            if found.map(|found| found.revision.to_string()).as_deref() == revision {
                let revision = found.map_or(1, |found| found.revision + 1);
                made.aliases.insert(alias.to_owned(), FakeAlias { traffic: *traffic, revision });
                Ok(())
            } else if found.is_some_and(|found| found.traffic == *traffic) {
                Ok(())
            } else {
                Err(busy())
            }
        })
        .await
    }

    async fn allow_load_balancer(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        target_group_arn: &str,
    ) -> CloudResult<()> {
        self.call("AddPermission", place, function, |world| {
            let made = world.function(place, function)?;
            if !made.aliases.contains_key(alias) {
                return Err(missing(&format!("{function}:{alias}")));
            }
            made.permissions.insert((alias.to_owned(), target_group_arn.to_owned()));
            Ok(())
        })
        .await
    }
}

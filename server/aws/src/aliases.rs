//! Aliases of functions.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_lambda::operation::get_alias::GetAliasOutput;
use aws_sdk_lambda::types::AliasRoutingConfiguration;
use domain::cloud::{AliasStatus, CloudError, CloudResult, Place};
use domain::function::{Share, Traffic};

use crate::errors::{Reason, done_when, is_refused_as, none_when, transient};
use crate::functions::{CHANGED, CONFLICT, MISSING};
use crate::gateway::Gateway;
use crate::limit::Service;

/// Aliases of Lambda.
pub(crate) struct Aliases(Arc<Gateway>);

impl Aliases {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    async fn create(&self, place: &Place, function: &str, alias: &str, traffic: &Traffic) -> CloudResult<()> {
        self.0
            .call(Service::Lambda, "CreateAlias", place, |clients| {
                clients
                    .lambda
                    .create_alias()
                    .function_name(function)
                    .name(alias)
                    .function_version(traffic.version.to_string())
                    .routing_config(routing(traffic))
                    .send()
            })
            .await
            .map(drop)
    }

    async fn update(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        traffic: &Traffic,
        revision: &str,
    ) -> CloudResult<()> {
        self.0
            .call(Service::Lambda, "UpdateAlias", place, |clients| {
                clients
                    .lambda
                    .update_alias()
                    .function_name(function)
                    .name(alias)
                    .function_version(traffic.version.to_string())
                    .routing_config(routing(traffic))
                    .revision_id(revision)
                    .send()
            })
            .await
            .map(drop)
    }

    /// After a change that somebody else was before: whether it is done nevertheless, such as by the same call, whose answer was lost.
    async fn settle(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        traffic: &Traffic,
        reason: Reason,
    ) -> CloudResult<()> {
        let found = domain::cloud::Aliases::describe(self, place, function, alias).await?;
        if found.is_some_and(|found| found.traffic == *traffic) { Ok(()) } else { Err(transient(reason)) }
    }
}

#[async_trait]
impl domain::cloud::Aliases for Aliases {
    async fn describe(&self, place: &Place, function: &str, alias: &str) -> CloudResult<Option<AliasStatus>> {
        let result = self
            .0
            .call(Service::Lambda, "GetAlias", place, |clients| {
                clients.lambda.get_alias().function_name(function).name(alias).send()
            })
            .await;
        let told = none_when(result, |error| is_refused_as(error, &[MISSING]))?;
        told.map(status).transpose()
    }

    async fn point(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        traffic: &Traffic,
        revision: Option<&str>,
    ) -> CloudResult<()> {
        let result = match revision {
            Some(revision) => self.update(place, function, alias, traffic, revision).await,
            None => self.create(place, function, alias, traffic).await,
        };
        match result {
            Err(CloudError::Refused { code, message }) if code == CONFLICT || code == CHANGED => {
                self.settle(place, function, alias, traffic, Reason::Busy { code, message }).await
            }
            other => other,
        }
    }

    async fn allow_load_balancer(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        target_group_arn: &str,
    ) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::Lambda, "AddPermission", place, |clients| {
                clients
                    .lambda
                    .add_permission()
                    .function_name(function)
                    .qualifier(alias)
                    .statement_id(statement_id(target_group_arn))
                    .action("lambda:InvokeFunction")
                    .principal("elasticloadbalancing.amazonaws.com")
                    .source_arn(target_group_arn)
                    .send()
            })
            .await;
        done_when(result.map(drop), |error| is_refused_as(error, &[CONFLICT]))
    }
}

/// One name for each target group: a statement that exists is the one that should be made. The last part of a target group's ARN is
/// 16 hexadecimal digits.
fn statement_id(target_group_arn: &str) -> String {
    let id = target_group_arn.rsplit('/').next().unwrap_or(target_group_arn);
    format!("load-balancer-{id}")
}

/// No weights take away those that are there.
fn routing(traffic: &Traffic) -> AliasRoutingConfiguration {
    let weight =
        |(version, share): (u64, Share)| (version.to_string(), f64::from(share.as_percent()) / 100.0);
    let weights: HashMap<_, _> = traffic.canary.map(weight).into_iter().collect();
    AliasRoutingConfiguration::builder().set_additional_version_weights(Some(weights)).build()
}

fn status(told: GetAliasOutput) -> CloudResult<AliasStatus> {
    let traffic = traffic(&told).ok_or_else(|| CloudError::Refused {
        code: "UnnumberedVersion".to_owned(),
        message: "the alias points to a version without a number".to_owned(),
    })?;
    Ok(AliasStatus {
        traffic,
        arn: told.alias_arn.ok_or_else(|| transient(Reason::Incomplete("the ARN")))?,
        revision: told.revision_id.ok_or_else(|| transient(Reason::Incomplete("the revision")))?,
    })
}

/// Lambda knows one additional version at most.
fn traffic(told: &GetAliasOutput) -> Option<Traffic> {
    let version = told.function_version()?.parse().ok()?;
    let weights = told.routing_config().and_then(|routing| routing.additional_version_weights());
    match weights.and_then(|weights| weights.iter().next()) {
        None => Some(Traffic::all(version)),
        Some((canary, weight)) => Some(Traffic::split(version, canary.parse().ok()?, share(*weight))),
    }
}

/// The nearest whole percent of a fraction; less than nothing is nothing.
fn share(weight: f64) -> Share {
    let percent = (0..=100u8).find(|percent| f64::from(*percent) + 0.5 > weight * 100.0);
    percent.map_or(Share::ALL, Share::percent)
}

#[cfg(test)]
mod tests;

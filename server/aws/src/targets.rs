//! Targets of load balancers.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_elasticloadbalancingv2::types::TargetDescription;
use domain::cloud::{CloudResult, Place};

use crate::errors::{done_when, is_refused_as, none_when};
use crate::gateway::Gateway;
use crate::limit::Service;

const NO_GROUP: &str = "TargetGroupNotFound";
const NOT_REGISTERED: &str = "InvalidTarget";

/// Targets of Elastic Load Balancing.
pub(crate) struct Targets(Arc<Gateway>);

impl Targets {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }
}

#[async_trait]
impl domain::cloud::Targets for Targets {
    async fn registered(&self, place: &Place, target_group_arn: &str) -> CloudResult<Vec<String>> {
        let result = self
            .0
            .call(Service::ElasticLoadBalancing, "DescribeTargetHealth", place, |clients| {
                clients.load_balancing.describe_target_health().target_group_arn(target_group_arn).send()
            })
            .await;
        let answer = none_when(result, |error| is_refused_as(error, &[NO_GROUP]))?;
        let told = answer.and_then(|answer| answer.target_health_descriptions).unwrap_or_default();
        Ok(told.into_iter().filter_map(|told| told.target?.id).collect())
    }

    async fn register(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()> {
        self.0
            .call(Service::ElasticLoadBalancing, "RegisterTargets", place, |clients| {
                clients
                    .load_balancing
                    .register_targets()
                    .target_group_arn(target_group_arn)
                    .targets(target(target_arn))
                    .send()
            })
            .await
            .map(drop)
    }

    async fn deregister(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::ElasticLoadBalancing, "DeregisterTargets", place, |clients| {
                clients
                    .load_balancing
                    .deregister_targets()
                    .target_group_arn(target_group_arn)
                    .targets(target(target_arn))
                    .send()
            })
            .await;
        done_when(result.map(drop), |error| is_refused_as(error, &[NO_GROUP, NOT_REGISTERED]))
    }
}

fn target(arn: &str) -> TargetDescription {
    TargetDescription::builder().id(arn).build()
}

#[cfg(test)]
mod tests;

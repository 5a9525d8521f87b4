//! Functions and their published versions.

mod status;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_lambda::operation::list_versions_by_function::ListVersionsByFunctionOutput;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{Environment, LogType, VpcConfig};
use domain::cloud::{
    CloudError, CloudResult, CodeLocation, FunctionStatus, Invocation, Place, Reconfiguration,
};
use domain::function::ArtifactHash;

use crate::errors::{Reason, done_when, is_refused_as, none_when, transient};
use crate::gateway::Gateway;
use crate::limit::Service;

/// There is no function, version or alias of that name.
pub(crate) const MISSING: &str = "ResourceNotFoundException";
/// AWS works on the function, or what should be made exists.
pub(crate) const CONFLICT: &str = "ResourceConflictException";
/// It was changed since the revision was read.
pub(crate) const CHANGED: &str = "PreconditionFailedException";

/// The longest that a function may run (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>), with something for the way.
const INVOKE_TIMEOUT: Duration = Duration::from_secs(900 + 20);

/// Functions of Lambda.
pub(crate) struct Functions(Arc<Gateway>);

impl Functions {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    async fn page_of_versions(
        &self,
        place: &Place,
        function: &str,
        marker: Option<String>,
    ) -> CloudResult<ListVersionsByFunctionOutput> {
        self.0
            .call(Service::Lambda, "ListVersionsByFunction", place, |clients| {
                clients.lambda.list_versions_by_function().function_name(function).set_marker(marker).send()
            })
            .await
    }
}

#[async_trait]
impl domain::cloud::Functions for Functions {
    async fn describe(&self, place: &Place, function: &str) -> CloudResult<Option<FunctionStatus>> {
        let result = self
            .0
            // It tells more than `GetFunctionConfiguration`, and AWS takes far more of it.
            .call(Service::LambdaGetFunction, "GetFunction", place, |clients| {
                clients.lambda.get_function().function_name(function).send()
            })
            .await;
        let told = none_when(result, |error| is_refused_as(error, &[MISSING]))?;
        told.map(|told| status::read(told.configuration)).transpose()
    }

    async fn update_code(
        &self,
        place: &Place,
        function: &str,
        code: &CodeLocation,
        revision: &str,
    ) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::Lambda, "UpdateFunctionCode", place, |clients| {
                clients
                    .lambda
                    .update_function_code()
                    .function_name(function)
                    .s3_bucket(&code.bucket)
                    .s3_key(&code.key)
                    .revision_id(revision)
                    .send()
            })
            .await;
        result.map(drop).map_err(later_when_busy)
    }

    async fn reconfigure(
        &self,
        place: &Place,
        function: &str,
        change: &Reconfiguration,
        revision: &str,
    ) -> CloudResult<()> {
        let (environment, network) = match change {
            Reconfiguration::Environment(environment) => {
                let variables = environment.variables().clone().into_iter().collect();
                (Some(Environment::builder().set_variables(Some(variables)).build()), None)
            }
            // Lists that are there and empty: lists that are missing leave the network as it is.
            Reconfiguration::LeaveNetwork => {
                let nowhere =
                    VpcConfig::builder().set_subnet_ids(Some(vec![])).set_security_group_ids(Some(vec![]));
                (None, Some(nowhere.build()))
            }
        };
        let result = self
            .0
            .call(Service::Lambda, "UpdateFunctionConfiguration", place, |clients| {
                clients
                    .lambda
                    .update_function_configuration()
                    .function_name(function)
                    .set_environment(environment)
                    .set_vpc_config(network)
                    .revision_id(revision)
                    .send()
            })
            .await;
        result.map(drop).map_err(|error| without_values(later_when_busy(error), change))
    }

    async fn publish(
        &self,
        place: &Place,
        function: &str,
        code: &ArtifactHash,
        description: &str,
    ) -> CloudResult<u64> {
        let published = self
            .0
            .call(Service::Lambda, "PublishVersion", place, |clients| {
                clients
                    .lambda
                    .publish_version()
                    .function_name(function)
                    .code_sha256(status::hash_as_lambda_has_it(code))
                    .description(description)
                    .send()
            })
            .await
            .map_err(later_when_busy)?;
        let number = published.version.as_deref().and_then(status::number);
        number.ok_or_else(|| transient(Reason::Incomplete("the number of the version")))
    }

    async fn invoke(
        &self,
        place: &Place,
        function: &str,
        qualifier: &str,
        payload: &[u8],
    ) -> CloudResult<Invocation> {
        let result = self
            .0
            .call(Service::LambdaInvoke, "Invoke", place, |clients| {
                clients
                    .lambda
                    .invoke()
                    .function_name(function)
                    .qualifier(qualifier)
                    .payload(Blob::new(payload))
                    .log_type(LogType::Tail)
                    .customize()
                    .config_override(once_and_patiently())
                    .send()
            })
            .await;
        result.map(status::invocation).map_err(later_when_busy).map_err(throttled)
    }

    async fn published(&self, place: &Place, function: &str) -> CloudResult<Vec<u64>> {
        let mut numbers = Vec::new();
        let mut marker = None;
        loop {
            let page = self.page_of_versions(place, function, marker).await;
            let Some(page) = none_when(page, |error| is_refused_as(error, &[MISSING]))? else {
                return Ok(numbers);
            };
            let versions = page.versions.unwrap_or_default();
            numbers.extend(versions.iter().filter_map(|told| status::number(told.version()?)));
            marker = page.next_marker;
            if marker.is_none() {
                return Ok(numbers);
            }
        }
    }

    async fn unpublish(&self, place: &Place, function: &str, version: u64) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::Lambda, "DeleteFunction", place, |clients| {
                clients.lambda.delete_function().function_name(function).qualifier(version.to_string()).send()
            })
            .await;
        done_when(result.map(drop), |error| is_refused_as(error, &[MISSING]))
    }
}

/// A function does things: it is not run again because its answer was slow or lost.
fn once_and_patiently() -> aws_sdk_lambda::config::Builder {
    let timeouts =
        TimeoutConfig::builder().operation_attempt_timeout(INVOKE_TIMEOUT).operation_timeout(INVOKE_TIMEOUT);
    aws_sdk_lambda::Config::builder().retry_config(RetryConfig::disabled()).timeout_config(timeouts.build())
}

/// A function that Lambda works on takes no other change until it is done; one that was changed since is looked at again.
fn later_when_busy(error: CloudError) -> CloudError {
    match error {
        CloudError::Refused { code, message } if code == CONFLICT || code == CHANGED => {
            transient(Reason::Busy { code, message })
        }
        other => other,
    }
}

/// Lambda turns a request away as long as too many run. That the SDK did not get through to it is another thing.
fn throttled(error: CloudError) -> CloudError {
    match error {
        CloudError::Transient(source) if is_turned_away(source.as_ref()) => CloudError::Throttled(source),
        other => other,
    }
}

fn is_turned_away(source: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(source.downcast_ref(), Some(Reason::Answered { code, .. }) if code == "TooManyRequestsException")
}

/// AWS's words may repeat what was asked for, and variables may be secrets.
fn without_values(error: CloudError, change: &Reconfiguration) -> CloudError {
    /// Shorter values are no secrets, and are parts of words.
    const SHORTEST_SECRET: usize = 4;
    match (error, change) {
        (CloudError::Refused { code, message }, Reconfiguration::Environment(environment)) => {
            let values = environment.variables().values().filter(|value| value.len() >= SHORTEST_SECRET);
            let message = values.fold(message, |message, value| message.replace(value.as_str(), "***"));
            CloudError::Refused { code, message }
        }
        (error, _) => error,
    }
}

#[cfg(test)]
mod tests;

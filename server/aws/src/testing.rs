//! Canned AWS for the unit tests of this crate.

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_smithy_mocks::{Rule, RuleMode, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use domain::account::RoleArn;
use domain::cloud::{Cloud, CloudResult, Place};
use domain::component::Region;
use domain::ids::AwsAccountId;
use domain::organization::Name;

use crate::clients::Clients;
use crate::gateway::Gateway;
use crate::limit::Limits;
use crate::session::Sessions;

/// A place with a component and an operation.
pub(crate) fn place() -> Place {
    Place {
        account: AwsAccountId::try_from("222222222222".to_owned()).unwrap(),
        role_arn: RoleArn::parse("arn:aws:iam::222222222222:role/provisioner-deploy").unwrap(),
        external_id: "external-id".to_owned(),
        region: Region::parse("eu-central-1").unwrap(),
        organization: Name::parse("acme").unwrap(),
        component: Some("018f3b6e-0000-7000-8000-000000000001".parse().unwrap()),
        operation: Some("018f3b6e-0000-7000-8000-000000000002".parse().unwrap()),
    }
}

/// One session for all places, with canned clients.
struct Canned(Arc<Clients>);

#[async_trait]
impl Sessions for Canned {
    async fn open(&self, _: &Place) -> CloudResult<Arc<Clients>> {
        Ok(Arc::clone(&self.0))
    }

    fn forget(&self, _: &Place) {}
}

/// The ports over canned answers. A call that no rule answers fails the test.
pub(crate) fn cloud(rules: &[&Rule]) -> Cloud {
    let sessions = Arc::new(Canned(Arc::new(clients(rules))));
    crate::cloud(Arc::new(Gateway::new(sessions, Arc::new(Limits::default()))))
}

/// Clients with canned answers, which try once.
pub(crate) fn clients(rules: &[&Rule]) -> Clients {
    Clients {
        cloudformation: mock_client!(aws_sdk_cloudformation, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        cloudwatch: mock_client!(aws_sdk_cloudwatch, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        cloudwatch_logs: mock_client!(aws_sdk_cloudwatchlogs, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        lambda: mock_client!(aws_sdk_lambda, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        load_balancing: mock_client!(aws_sdk_elasticloadbalancingv2, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        rds: mock_client!(aws_sdk_rds, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        s3: mock_client!(aws_sdk_s3, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
        secrets_manager: mock_client!(aws_sdk_secretsmanager, RuleMode::MatchAny, rules, |config| {
            config.retry_config(RetryConfig::disabled())
        }),
    }
}

/// An error as the query protocol of CloudFormation, RDS and STS sends it.
pub(crate) fn error(status: u16, code: &str, message: &str) -> HttpResponse {
    answer(
        status,
        format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>request</RequestId></ErrorResponse>"
        ),
    )
}

/// An error as Lambda's protocol sends it.
pub(crate) fn rest_error(status: u16, code: &'static str, message: &str) -> HttpResponse {
    let mut response = answer(status, format!(r#"{{"Type":"User","message":"{message}"}}"#));
    response.headers_mut().insert("x-amzn-errortype", code);
    response
}

/// An answer with a status and a body.
pub(crate) fn answer(status: u16, body: impl Into<SdkBody>) -> HttpResponse {
    HttpResponse::new(StatusCode::try_from(status).unwrap(), body.into())
}

//! How often AWS is called: one rate for each account, region and service, shared by everything in this process.
//!
//! AWS counts requests by account and region. What an account's stacks make CloudFormation do there counts too, so the
//! rates stay far below the point where AWS starts to refuse. A call that is early waits its turn.

use std::num::NonZeroU32;
use std::time::Duration;

use domain::cloud::{CloudError, CloudResult, Place};
use domain::component::Region;
use domain::ids::AwsAccountId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::errors::{Reason, transient};

/// A service whose calls are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    CloudFormation,
    CloudWatch,
    /// `FilterLogEvents`.
    CloudWatchLogs,
    ElasticLoadBalancing,
    /// All calls but those that run a function, and those that have a limit of their own.
    Lambda,
    /// `GetFunction`.
    LambdaGetFunction,
    LambdaInvoke,
    Rds,
    S3,
    SecretsManager,
    Sts,
}

impl Service {
    /// Its name in spans, as IAM policies have it.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::CloudFormation => "cloudformation",
            Self::CloudWatch => "cloudwatch",
            Self::CloudWatchLogs => "logs",
            Self::ElasticLoadBalancing => "elasticloadbalancing",
            Self::Lambda | Self::LambdaGetFunction | Self::LambdaInvoke => "lambda",
            Self::Rds => "rds",
            Self::S3 => "s3",
            Self::SecretsManager => "secretsmanager",
            Self::Sts => "sts",
        }
    }
}

/// Requests per second; twice as many may come at once, where nothing else is said.
///
/// AWS publishes none for CloudFormation and RDS ("Rate exceeded" is all it says:
/// <https://repost.aws/knowledge-center/cloudformation-rate-exceeded-error>): ten lets about ten operations of one account
/// be polled every second or two.
const CLOUDFORMATION: u32 = 10;
/// AWS takes 50 a second of `GetMetricData`, and 9 of `DescribeAlarms`
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html>).
const CLOUDWATCH: u32 = 4;
/// AWS takes 5 a second of `FilterLogEvents` in some regions, 10 or 25 in others
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html>). Whoever follows a log asks once a second.
const CLOUDWATCH_LOGS: u32 = 3;
/// How many may come at once.
const CLOUDWATCH_LOGS_BURST: u32 = 2;
// As for Lambda, below.
const _: () = assert!(CLOUDWATCH_LOGS + CLOUDWATCH_LOGS_BURST <= 5);
/// AWS's buckets hold 40 requests that read, fewer that change, and fill again slowly
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html>). A deploy needs two or three.
const ELASTIC_LOAD_BALANCING: u32 = 4;
/// AWS takes 15 a second for all that is not an invocation, `GetFunction` or `GetPolicy` together, and never more
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>). A deploy needs five.
const LAMBDA: u32 = 10;
/// How many may come at once.
const LAMBDA_BURST: u32 = 5;
// A full bucket, and what drips into it meanwhile, come within one second.
const _: () = assert!(LAMBDA + LAMBDA_BURST <= 15);
/// AWS takes 100 a second of `GetFunction` (the same page): somebody waits while a function is looked at.
const LAMBDA_GET_FUNCTION: u32 = 30;
/// AWS counts invocations by concurrency, 1000 at first. A version is tried once or twice before it gets traffic.
const LAMBDA_INVOKE: u32 = 10;
/// See [`CLOUDFORMATION`].
const RDS: u32 = 10;
/// AWS takes 3,500 that write to one prefix
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html>). A deploy writes one archive.
const S3: u32 = 10;
/// AWS allows 10,000 of `GetSecretValue` and 50 that write
/// (<https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>). A secret is read and written when a person
/// asks for it.
const SECRETS_MANAGER: u32 = 10;
/// AWS says that it throttles STS, not at which rate
/// (<https://aws.amazon.com/blogs/security/how-to-monitor-and-query-iam-resources-at-scale-part-2/>). One session serves many
/// calls: few are needed.
const STS: u32 = 20;

/// How long a call waits for its turn. The next activation tries again after that.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

type Limiter = DefaultKeyedRateLimiter<(AwsAccountId, Region)>;

/// The rates. They remember each account and region that was ever called: as many as are registered.
pub(crate) struct Limits {
    cloudformation: Limiter,
    cloudwatch: Limiter,
    cloudwatch_logs: Limiter,
    elastic_load_balancing: Limiter,
    lambda: Limiter,
    lambda_get_function: Limiter,
    lambda_invoke: Limiter,
    rds: Limiter,
    s3: Limiter,
    secrets_manager: Limiter,
    sts: Limiter,
    longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cloudformation: limiter(CLOUDFORMATION),
            cloudwatch: limiter(CLOUDWATCH),
            cloudwatch_logs: limiter_with_burst(CLOUDWATCH_LOGS, CLOUDWATCH_LOGS_BURST),
            elastic_load_balancing: limiter(ELASTIC_LOAD_BALANCING),
            lambda: limiter_with_burst(LAMBDA, LAMBDA_BURST),
            lambda_get_function: limiter(LAMBDA_GET_FUNCTION),
            lambda_invoke: limiter(LAMBDA_INVOKE),
            rds: limiter(RDS),
            s3: limiter(S3),
            secrets_manager: limiter(SECRETS_MANAGER),
            sts: limiter(STS),
            longest_wait: LONGEST_WAIT,
        }
    }
}

impl Limits {
    /// Waits for the turn of a call.
    ///
    /// # Errors
    /// [`CloudError::Transient`] when the turn does not come within 20 s.
    pub(crate) async fn turn(&self, service: Service, place: &Place) -> CloudResult<()> {
        let limiter = match service {
            Service::CloudFormation => &self.cloudformation,
            Service::CloudWatch => &self.cloudwatch,
            Service::CloudWatchLogs => &self.cloudwatch_logs,
            Service::ElasticLoadBalancing => &self.elastic_load_balancing,
            Service::Lambda => &self.lambda,
            Service::LambdaGetFunction => &self.lambda_get_function,
            Service::LambdaInvoke => &self.lambda_invoke,
            Service::Rds => &self.rds,
            Service::S3 => &self.s3,
            Service::SecretsManager => &self.secrets_manager,
            Service::Sts => &self.sts,
        };
        let key = (place.account.clone(), place.region.clone());
        tokio::time::timeout(self.longest_wait, limiter.until_key_ready(&key))
            .await
            .map_err(|_| self.refusal(service))
    }

    fn refusal(&self, service: Service) -> CloudError {
        transient(Reason::OwnLimit { service: service.prefix(), seconds: self.longest_wait.as_secs() })
    }
}

fn limiter(per_second: u32) -> Limiter {
    limiter_with_burst(per_second, per_second.saturating_mul(BURST))
}

fn limiter_with_burst(per_second: u32, burst: u32) -> Limiter {
    let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_second(number(per_second)).allow_burst(number(burst)))
}

/// How many seconds' worth of requests may come at once.
const BURST: u32 = 2;

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::testing::place;

    #[tokio::test]
    async fn a_call_above_the_rate_waits_and_is_made() {
        let limits = Limits::default();
        let started = Instant::now();
        for _ in 0..=2 * RDS {
            limits.turn(Service::Rds, &place()).await.unwrap();
        }
        assert!(started.elapsed() >= Duration::from_millis(50), "{:?}", started.elapsed());
    }

    #[tokio::test]
    async fn functions_are_looked_at_and_invoked_while_lambda_is_busy() {
        let limits = Limits { longest_wait: Duration::ZERO, ..Limits::default() };
        while limits.turn(Service::Lambda, &place()).await.is_ok() {}
        limits.turn(Service::LambdaGetFunction, &place()).await.unwrap();
        limits.turn(Service::LambdaInvoke, &place()).await.unwrap();
    }

    #[tokio::test]
    async fn a_busy_account_does_not_slow_another_account_region_or_service() {
        let limits = Limits { longest_wait: Duration::ZERO, ..Limits::default() };
        let busy = place();
        while limits.turn(Service::Rds, &busy).await.is_ok() {}
        let account = AwsAccountId::try_from("333333333333".to_owned()).unwrap();
        limits.turn(Service::Rds, &Place { account, ..place() }).await.unwrap();
        let region = Region::parse("us-west-2").unwrap();
        limits.turn(Service::Rds, &Place { region, ..place() }).await.unwrap();
        limits.turn(Service::CloudFormation, &busy).await.unwrap();
    }

    #[tokio::test]
    async fn a_turn_that_does_not_come_is_tried_again_later() {
        let limits = Limits { longest_wait: Duration::ZERO, ..Limits::default() };
        while limits.turn(Service::Sts, &place()).await.is_ok() {}
        assert!(matches!(limits.turn(Service::Sts, &place()).await, Err(CloudError::Transient(_))));
    }
}

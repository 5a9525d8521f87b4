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
    Rds,
    SecretsManager,
    Sts,
}

impl Service {
    /// Its name in spans, as IAM policies have it.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::CloudFormation => "cloudformation",
            Self::Rds => "rds",
            Self::SecretsManager => "secretsmanager",
            Self::Sts => "sts",
        }
    }
}

/// Requests per second; twice as many may come at once.
///
/// AWS publishes none for CloudFormation and RDS ("Rate exceeded" is all it says:
/// <https://repost.aws/knowledge-center/cloudformation-rate-exceeded-error>): ten lets about ten operations of one account
/// be polled every second or two.
const CLOUDFORMATION: u32 = 10;
/// See [`CLOUDFORMATION`].
const RDS: u32 = 10;
/// AWS allows 10,000 of `GetSecretValue`
/// (<https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>). A secret is read when a person
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
    rds: Limiter,
    secrets_manager: Limiter,
    sts: Limiter,
    longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cloudformation: limiter(CLOUDFORMATION),
            rds: limiter(RDS),
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
            Service::Rds => &self.rds,
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
    let rate = NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_second(rate).allow_burst(rate.saturating_mul(BURST)))
}

/// How many seconds' worth of requests may come at once.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

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

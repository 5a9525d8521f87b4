//! The clients of one session.

use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::config::retry::RetryPartition;
use domain::cloud::Place;

/// A client for each service, all of one session.
pub(crate) struct Clients {
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) cloudwatch: aws_sdk_cloudwatch::Client,
    pub(crate) cloudwatch_logs: aws_sdk_cloudwatchlogs::Client,
    pub(crate) lambda: aws_sdk_lambda::Client,
    pub(crate) load_balancing: aws_sdk_elasticloadbalancingv2::Client,
    pub(crate) rds: aws_sdk_rds::Client,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) secrets_manager: aws_sdk_secretsmanager::Client,
}

impl Clients {
    /// Clients that are as `home` is, but for a place and with its credentials.
    pub(crate) fn new(home: &SdkConfig, place: &Place, credentials: Credentials) -> Self {
        let config = home
            .to_builder()
            .region(aws_config::Region::new(place.region.as_str().to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            // The session is the cache. The SDK's own one is shared with `home` and would keep every session for ever.
            .identity_cache(IdentityCache::no_cache())
            .build();
        // Retries are paid from a budget: one account that is throttled must not use up that of the others.
        let budget =
            |service: &str| RetryPartition::new(format!("{service}-{}-{}", place.account, place.region));
        Self {
            cloudformation: aws_sdk_cloudformation::Client::from_conf(
                aws_sdk_cloudformation::config::Builder::from(&config)
                    .retry_partition(budget("cloudformation"))
                    .build(),
            ),
            cloudwatch: aws_sdk_cloudwatch::Client::from_conf(
                aws_sdk_cloudwatch::config::Builder::from(&config)
                    .retry_partition(budget("cloudwatch"))
                    .build(),
            ),
            cloudwatch_logs: aws_sdk_cloudwatchlogs::Client::from_conf(
                aws_sdk_cloudwatchlogs::config::Builder::from(&config)
                    .retry_partition(budget("logs"))
                    .build(),
            ),
            lambda: aws_sdk_lambda::Client::from_conf(
                aws_sdk_lambda::config::Builder::from(&config).retry_partition(budget("lambda")).build(),
            ),
            load_balancing: aws_sdk_elasticloadbalancingv2::Client::from_conf(
                aws_sdk_elasticloadbalancingv2::config::Builder::from(&config)
                    .retry_partition(budget("elasticloadbalancing"))
                    .build(),
            ),
            rds: aws_sdk_rds::Client::from_conf(
                aws_sdk_rds::config::Builder::from(&config).retry_partition(budget("rds")).build(),
            ),
            s3: aws_sdk_s3::Client::from_conf(
                aws_sdk_s3::config::Builder::from(&config)
                    .retry_partition(budget("s3"))
                    // Buckets as host names need a name server that knows them, which no local endpoint has.
                    .force_path_style(home.endpoint_url().is_some())
                    .build(),
            ),
            secrets_manager: aws_sdk_secretsmanager::Client::from_conf(
                aws_sdk_secretsmanager::config::Builder::from(&config)
                    .retry_partition(budget("secretsmanager"))
                    .build(),
            ),
        }
    }
}

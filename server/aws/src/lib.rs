//! AWS, as the domain's [`Cloud`] port. The only crate that knows an AWS SDK.
//!
//! A call goes through `gateway`: it opens a session in the target account (`session`), keeps to the rate of the
//! account (`limit`), sends, and says what came of it in the domain's words (`errors`).

mod aliases;
mod artifacts;
mod change_sets;
mod clients;
mod cloudformation;
mod errors;
mod events;
mod functions;
mod gateway;
mod limit;
mod logs;
mod metrics;
mod rds;
mod secrets;
mod session;
mod status;
mod targets;
#[cfg(test)]
mod testing;
mod time;

use std::sync::Arc;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use domain::clock::Clock;
use domain::cloud::Cloud;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::gateway::Gateway;
use crate::limit::Limits;
use crate::session::AssumedRoles;

/// How the server reaches AWS.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where all services answer, for the local stand-in. None: AWS's regional endpoints.
    pub endpoint: Option<Url>,
    /// Who the server is before it assumes a role.
    pub home: HomeCredentials,
}

/// Who the server is before it assumes a role.
#[derive(Clone, Debug)]
pub enum HomeCredentials {
    /// The SDK's default chain: environment, profile, web identity, container, instance
    /// (<https://docs.aws.amazon.com/sdk-for-rust/latest/dg/credproviders.html>).
    DefaultChain,
    /// A key pair, for the local stand-in.
    Static {
        /// The access key id.
        access_key_id: String,
        /// The secret access key.
        secret_access_key: SecretString,
    },
}

/// Most attempts of one call, the first included.
const ATTEMPTS: u32 = 3;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// Over all attempts and the pauses between them.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(30);

/// Prepares the ports. Calls nothing of AWS but what the default credential chain needs to find the home region.
pub async fn connect(settings: Settings, clock: Arc<dyn Clock>) -> Cloud {
    let home = home(settings).await;
    let limits = Arc::new(Limits::default());
    let sessions = Arc::new(AssumedRoles::new(home, Arc::clone(&limits), clock));
    cloud(Arc::new(Gateway::new(sessions, limits)))
}

fn cloud(gateway: Arc<Gateway>) -> Cloud {
    Cloud {
        stacks: Arc::new(cloudformation::Stacks::new(Arc::clone(&gateway))),
        change_sets: Arc::new(change_sets::ChangeSets::new(Arc::clone(&gateway))),
        databases: Arc::new(rds::Databases::new(Arc::clone(&gateway))),
        secrets: Arc::new(secrets::Secrets::new(Arc::clone(&gateway))),
        functions: Arc::new(functions::Functions::new(Arc::clone(&gateway))),
        aliases: Arc::new(aliases::Aliases::new(Arc::clone(&gateway))),
        targets: Arc::new(targets::Targets::new(Arc::clone(&gateway))),
        artifacts: Arc::new(artifacts::Artifacts::new(Arc::clone(&gateway))),
        metrics: Arc::new(metrics::Metrics::new(Arc::clone(&gateway))),
        logs: Arc::new(logs::Logs::new(gateway)),
    }
}

async fn home(settings: Settings) -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .operation_timeout(OPERATION_TIMEOUT)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .app_name(AppName::new("provisioner").expect("the name has only letters"))
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeouts);
    if let Some(endpoint) = settings.endpoint {
        loader = loader.endpoint_url(endpoint.as_str().trim_end_matches('/'));
    }
    if let HomeCredentials::Static { access_key_id, secret_access_key } = settings.home {
        // Any region: each call names its own. Without one the SDK would look for it in the instance's metadata.
        loader = loader.region(Region::from_static("us-east-1")).credentials_provider(Credentials::new(
            access_key_id,
            secret_access_key.expose_secret(),
            None,
            None,
            "settings",
        ));
    }
    loader.load().await
}

//! From the configuration to what runs: database, key, services. Wiring only.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::clock::Clock;
use domain::cloud::Cloud;
use domain::ports::Ports;
use domain::trial::address::Web;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::db::Database;
use crate::random::Random;
use crate::service::housekeeping::stored_signing_key;
use crate::service::{self, Context, Wake};
use crate::tasks::reconcile::Settings;
use crate::tasks::{ExpireAllowList, Prune, Reconciler, RefreshWindows, SignHeads, Task, TidyUp};

/// How long a version that is rolled out may take to answer the path of a guard. The page of a roll-out says so as well.
const GUARD_ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The key that signs heads cannot be used.
    #[error("audit.signing_key_file: {0} holds no Ed25519 private key (PKCS #8, PEM)")]
    SigningKey(String, #[source] ed25519_dalek::pkcs8::Error),
    /// The database cannot be used.
    #[error("the database cannot be used")]
    Database(#[from] domain::Error),
}

/// Connects to the database, brings its schema up to date, and finds the key that signs heads of audit trails.
///
/// # Errors
/// [`StartError`].
pub async fn context(config: &Config, clock: Arc<dyn Clock>) -> Result<Context, StartError> {
    let configured = config.audit.signing_key_file.as_deref().map(read_key).transpose()?;
    let db = Database::connect(config.database.url.expose_secret()).await?;
    db.migrate().await?;
    let random = Arc::new(Random::from_system());
    let signer = match configured {
        Some(key) => key,
        None => stored_signing_key(&db, &random, clock.now()).await?,
    };
    Ok(Context { db, clock, random, wake: Wake::new(), signer: Arc::new(signer) })
}

/// AWS, as it is configured.
pub async fn cloud(config: &Config, clock: Arc<dyn Clock>) -> Cloud {
    let home = match &config.aws.key {
        None => aws::HomeCredentials::DefaultChain,
        Some(key) => aws::HomeCredentials::Static {
            access_key_id: key.id.clone(),
            secret_access_key: key.secret.clone(),
        },
    };
    aws::connect(aws::Settings { endpoint: config.aws.endpoint.clone(), home }, clock).await
}

/// The services behind the ports.
pub fn ports(config: &Config, context: &Context, cloud: &Cloud, web: Arc<dyn Web>) -> Ports {
    let context = || context.clone();
    Ports {
        organizations: Arc::new(service::organizations::Organizations::new(context())),
        members: Arc::new(service::members::Members::new(context())),
        sessions: Arc::new(service::sessions::Sessions::new(context(), config.sessions, config.tokens)),
        command_lines: Arc::new(service::command_lines::CommandLines::new(context())),
        trusts: Arc::new(service::trusts::Trusts::new(context(), config.trusts.clone())),
        accounts: Arc::new(service::accounts::Accounts::new(context())),
        components: Arc::new(service::components::Components::new(context(), cloud.clone())),
        changes: Arc::new(service::changes::Changes::new(context())),
        deploys: Arc::new(service::deploys::Deploys::new(context())),
        secrets: Arc::new(service::secrets::Secrets::new(context(), cloud.clone())),
        metrics: Arc::new(service::metrics::Metrics::new(context(), cloud.clone())),
        logs: Arc::new(service::logs::Logs::new(context(), cloud.clone())),
        trials: Arc::new(service::trials::Trials::new(context(), cloud.clone(), web)),
        operations: Arc::new(service::operations::Operations::new(context())),
        audit: Arc::new(service::audit::AuditLog::new(context())),
    }
}

/// The background work.
pub fn tasks(config: &Config, context: &Context, cloud: &Cloud) -> Vec<Arc<dyn Task>> {
    let settings = Settings {
        at_once: usize::try_from(config.operations.workers).unwrap_or(1),
        pause: config.operations.poll,
        answers_within: GUARD_ANSWERS_WITHIN,
    };
    let context = || context.clone();
    vec![
        Arc::new(Reconciler::new(context(), cloud.clone(), settings)),
        Arc::new(ExpireAllowList::new(context())),
        Arc::new(RefreshWindows::new(context())),
        Arc::new(Prune::new(context(), cloud.clone())),
        Arc::new(SignHeads::new(context(), config.audit.head_interval)),
        Arc::new(TidyUp::new(context(), config.sessions, config.tokens)),
    ]
}

fn read_key(file: &Path) -> Result<SigningKey, StartError> {
    SigningKey::read_pkcs8_pem_file(file)
        .map_err(|error| StartError::SigningKey(file.display().to_string(), error))
}

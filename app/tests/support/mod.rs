//! A world for tests and the preview: sample data behind fake ports. No rights are checked here, and nothing lasts.

#![allow(dead_code, unused_imports, unreachable_pub, reason = "tests and the preview each use a part of it")]

mod changes;
mod deploys;
mod function_sample;
mod operations;
mod ports;
mod rollouts;
mod sample;
mod secrets;
mod trials;
mod trusts;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use app::page::{AppState, AssetAddress, Settings, render_errors};
use app::routes::Body;
use axum::Router;
use axum::extract::Request;
use domain::account::TargetAccount;
use domain::audit::AuditEntry;
use domain::caller::Caller;
use domain::clock::{Clock, FixedClock};
use domain::component::{Component, Release};
use domain::error::Error;
use domain::function::{Secret, Version};
use domain::grant::Grant;
use domain::operation::Operation;
use domain::organization::{Organization, Project};
use domain::session::Session;
use domain::trial::address::Reached;
use domain::trial::{SavedEvent, Trial};
use domain::trust::Trust;
use jiff::Timestamp;

pub use function_sample::{artifact, reached, trial};
pub use ports::ports;
pub use sample::{entry, id, now, operator, person, sample};

/// Everything there is.
#[derive(Default)]
pub struct World {
    pub organizations: Vec<Organization>,
    pub projects: Vec<Project>,
    pub grants: Vec<Grant>,
    pub sessions: Vec<Session>,
    pub trusts: Vec<Trust>,
    pub accounts: Vec<TargetAccount>,
    pub components: Vec<Component>,
    pub versions: Vec<Version>,
    pub secrets: Vec<Secret>,
    pub releases: Vec<Release>,
    pub operations: Vec<Operation>,
    pub entries: Vec<AuditEntry>,
    pub events: Vec<SavedEvent>,
    /// What came of trying a function; a good end when none.
    pub trial: Option<Trial>,
    /// Whether functions did nothing.
    pub is_quiet: bool,
    /// What its address answered; a good answer when none.
    pub reached: Option<Reached>,
    /// What the next change is answered with, if anything.
    pub refusal: Option<Error>,
    /// What was asked for, as `port.method`.
    pub calls: Vec<String>,
}

/// The world, shared by its ports.
pub type Shared = Arc<Mutex<World>>;

pub fn shared(world: World) -> Shared {
    Arc::new(Mutex::new(world))
}

pub fn lock(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().expect("no test panics while it holds the world")
}

impl World {
    /// Notes a call, and refuses it when the test says so.
    pub fn call(&mut self, name: &str) -> domain::Result<()> {
        self.calls.push(name.to_owned());
        self.refusal.take().map_or(Ok(()), Err)
    }
}

/// The state of a router over a world whose time stands still.
pub fn state(world: &Shared, now: Timestamp) -> AppState {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(now));
    AppState {
        ports: ports(world),
        settings: Arc::new(Settings {
            public_url: "https://provisioner.example".to_owned(),
            version: "0.1.0".to_owned(),
            asset: AssetAddress::new(|name| format!("/{name}")),
            stand_in_port: None,
        }),
        clock,
    }
}

/// All pages, asked for by `caller`.
pub fn pages(state: AppState, caller: Option<Caller>) -> Router {
    let small = app::routes::router(state.clone(), Body::Form);
    small
        .merge(app::routes::router(state.clone(), Body::File))
        .merge(app::routes::router(state.clone(), Body::Event))
        .layer(axum::middleware::from_fn_with_state(state, render_errors))
        .layer(axum::middleware::from_fn(move |mut request: Request, next: axum::middleware::Next| {
            if let Some(caller) = caller.clone() {
                request.extensions_mut().insert(caller);
            }
            next.run(request)
        }))
}

/// Outputs of a finished stack.
pub fn outputs(name: &str) -> BTreeMap<String, String> {
    let host = format!("aoba-shop-{name}.cluster-c1x2y3.ap-northeast-1.rds.amazonaws.com");
    [
        ("Endpoint", host.clone()),
        ("ReaderEndpoint", host.replace("cluster-", "cluster-ro-")),
        ("Port", "5432".to_owned()),
        ("Database", "app".to_owned()),
        ("SecretArn", "arn:aws:secretsmanager:ap-northeast-1:210987654321:secret:rds-1".to_owned()),
        ("ClusterId", format!("aoba-shop-{name}")),
        ("SecurityGroupId", "sg-0123456789abcdef0".to_owned()),
        ("KeyArn", "arn:aws:kms:ap-northeast-1:210987654321:key/1".to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// Outputs of the finished stack of a function.
pub fn function_outputs(name: &str) -> BTreeMap<String, String> {
    let host = format!("aoba-shop-production-{name}-1a2b3c4d.functions.example");
    [
        ("FunctionName", format!("aoba-shop-production-{name}-1a2b3c4d")),
        ("Url", format!("https://{host}")),
        ("Host", host),
        ("CodeBucket", "provisioner-aoba-artifacts".to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

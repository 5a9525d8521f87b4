//! HTTP: the layers around every request, and the routes.
//!
//! Pages are handlers of the crate `app`. What stands here is what they cannot do: sign-in, sessions, static files, streams, exports, health.

mod api;
mod assets;
mod client;
mod events;
mod export;
mod health;
pub mod issuers;
mod limits;
mod observe;
pub mod oidc;
mod problem;
mod request_id;
pub mod routes;
mod security;
mod session;
mod sign_in;

use std::sync::Arc;
use std::time::Duration;

use app::page::{AppState, Settings};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use domain::ports::Ports;
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use self::issuers::Issuers;
use self::limits::Limits;
use self::oidc::Issuer;
use crate::config::Config;
use crate::service::Context;
use crate::tasks::Board;

/// How long a body may be silent.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Longest time for a request with a file: 50 MB at half a megabit a second.
const FILE_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// Largest request with a file, in bytes: the largest archive, and some room for the form around it.
const FILE_LIMIT: usize = artifact::MAX_BYTES + 1024 * 1024;

/// Longest time for a request that waits for a function: 15 minutes of its own, and time to start and to arrive.
const EVENT_TIMEOUT: Duration = Duration::from_secs(16 * 60);

/// Largest request with an event, in bytes. In a form, each byte may be sent as three.
const EVENT_LIMIT: usize = 3 * domain::trial::PAYLOAD_MAX_BYTES + 1024 * 1024;

/// What the router is made of.
#[derive(Clone)]
pub struct Parts {
    /// The configuration, checked.
    pub config: Arc<Config>,
    /// Database, clock, randomness, signals.
    pub context: Context,
    /// The services.
    pub ports: Ports,
    /// Who says who people are.
    pub issuer: Arc<Issuer>,
    /// Who says whose job a job is.
    pub issuers: Arc<Issuers>,
    /// How the background tasks are doing.
    pub board: Board,
    /// The figures for `/metrics`.
    pub metrics: PrometheusHandle,
    /// Cancelled when the server ends: live streams end then.
    pub stop: CancellationToken,
}

/// The state of the handlers here.
#[derive(Clone)]
struct Server {
    config: Arc<Config>,
    context: Context,
    ports: Ports,
    issuer: Arc<Issuer>,
    issuers: Arc<Issuers>,
    board: Board,
    metrics: PrometheusHandle,
    stop: CancellationToken,
    limits: Limits,
    app: AppState,
}

impl Server {
    fn new(parts: Parts) -> Self {
        let settings = Settings {
            public_url: parts.config.server.public_url.as_str().trim_end_matches('/').to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            asset: assets::address(),
            stand_in_port: parts.config.aws.endpoint.as_ref().and_then(url::Url::port),
        };
        let app = AppState {
            ports: parts.ports.clone(),
            settings: Arc::new(settings),
            clock: Arc::clone(&parts.context.clock),
        };
        let limits = Limits::new(&parts.config.server);
        let Parts { config, context, ports, issuer, issuers, board, metrics, stop } = parts;
        Self { config, context, ports, issuer, issuers, board, metrics, stop, limits, app }
    }
}

/// The whole server. Every route stands in [`routes::rows`].
///
/// # Errors
/// When the public address cannot be an origin.
pub fn router(parts: Parts) -> Result<Router, tower_http::csrf::ConfigError> {
    let server = Server::new(parts);
    let people = with_people(routes::for_people(&server), &server)?;
    let files = with_people(routes::for_files(&server), &server)?.layer(DefaultBodyLimit::disable());
    let events = with_people(routes::for_events(&server), &server)?.layer(DefaultBodyLimit::disable());
    let machines = routes::for_machines(&server);
    let config = &server.config.server;
    let small = bounded(people.merge(machines), config.request_timeout, config.body_limit);
    let large = bounded(files, FILE_TIMEOUT, FILE_LIMIT);
    let long = bounded(events, EVENT_TIMEOUT, EVENT_LIMIT);
    Ok(around(small.merge(large).merge(long).merge(api::router(&server)), &server))
}

/// Serves nothing but `/metrics`, for the address that is for nothing else.
pub fn metrics_router(parts: Parts) -> Router {
    health::metrics_router(Server::new(parts))
}

/// What surrounds routes that know who asks, and whose errors are pages. The last layer is the first to see a request.
fn with_people(routes: Router, server: &Server) -> Result<Router, tower_http::csrf::ConfigError> {
    let origin = server.config.server.public_url.origin().ascii_serialization();
    Ok(routes
        .layer(CsrfLayer::new().add_trusted_origin(origin)?)
        .layer(from_fn_with_state(server.clone(), limits::pace))
        .layer(from_fn(session::insist))
        .layer(from_fn(problem::details))
        .layer(from_fn_with_state(server.app.clone(), app::page::render_errors))
        .layer(from_fn_with_state(server.clone(), session::recognize)))
}

/// How long a request may take, and how large it may be.
fn bounded(routes: Router, timeout: Duration, limit: usize) -> Router {
    routes
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        // The limit is nearer to the handlers, so that they see its error as it is and answer with 413.
        .layer(RequestBodyLimitLayer::new(limit))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
}

/// What surrounds every route. The last layer is the first to see a request.
fn around(routes: Router, server: &Server) -> Router {
    routes
        .layer(from_fn_with_state(server.clone(), limits::take_on))
        .layer(from_fn(problem::for_programs))
        // What failed outside of `with_people` gets a page as well, only without a name on it.
        .layer(from_fn_with_state(server.app.clone(), app::page::render_errors))
        // Pages are small and made for one reader: a better level would take longer than all the rest. Files are compressed at build time.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(server.clone(), security::headers))
        .layer(from_fn(observe::observe))
        .layer(from_fn_with_state(server.clone(), client::locate))
        .layer(from_fn_with_state(server.clone(), request_id::identify))
}

//! Whether the server is well: for those who run it.

use std::sync::Arc;

use app::page::PageError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::Error;
use http::{HeaderMap, StatusCode, header};
use secrecy::ExposeSecret;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::Server;
use super::oidc::IssuerStatus;
use crate::telemetry::metrics;

/// `GET /healthz`: the process answers.
pub(super) async fn process() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the server can do its work. Others it depends on are named, but it works without them as far as it can.
pub(super) async fn readiness(State(server): State<Server>) -> Response {
    let database = match server.context.db.ping().await {
        Ok(()) => "ready",
        Err(_) => "unreachable",
    };
    let migrations = match server.context.db.pending_migrations().await {
        Ok(pending) if pending.is_empty() => "applied",
        Ok(_) => "pending",
        Err(_) => "unknown",
    };
    let issuer = match server.issuer.status() {
        IssuerStatus::Ready => "ready",
        IssuerStatus::Unreachable => "unreachable",
        IssuerStatus::Broken => "broken",
    };
    let tasks: Vec<_> = server
        .board
        .statuses()
        .into_iter()
        .map(|(name, status)| json!({ "task": name, "failures_in_a_row": status.failures_in_a_row }))
        .collect();
    let ready = database == "ready" && migrations == "applied";
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let details = json!({ "ready": ready, "database": database, "migrations": migrations, "issuer": issuer, "tasks": tasks });
    (status, axum::Json(details)).into_response()
}

/// `GET /metrics`, for those who know the token. Without a token in the configuration, there is no such page.
pub(super) async fn metrics(State(server): State<Server>, headers: HeaderMap) -> Response {
    let Some(token) = &server.config.telemetry.metrics_token else {
        return PageError(Error::NotFound).into_response();
    };
    let given = headers.get(header::AUTHORIZATION).map_or(&b""[..], |value| value.as_bytes());
    let expected = format!("Bearer {}", token.expose_secret());
    if !bool::from(given.ct_eq(expected.as_bytes())) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    figures(&server)
}

/// The same without a token, on the address that is for nothing else.
pub(super) fn metrics_router(server: Server) -> axum::Router {
    axum::Router::new()
        .route(
            "/metrics",
            axum::routing::get(async move |State(server): State<Arc<Server>>| figures(&server)),
        )
        .with_state(Arc::new(server))
}

fn figures(server: &Server) -> Response {
    let text = metrics::render(&server.metrics, &server.board);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

//! One span, one line in the log, and one set of figures for each request.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;
use tracing::Instrument as _;

use super::request_id::RequestId;

/// Runs the request inside its span. The query is left out everywhere: it can hold sign-in codes.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let method = known(request.method());
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("none", MatchedPath::as_str).to_owned();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let span = tracing::info_span!(
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        request_id = id,
        http.request.method = method,
        http.route = route,
        url.path = request.uri().path(),
        http.response.status_code = tracing::field::Empty,
    );
    let started = Instant::now();
    let in_work = InWork::begin();
    let response = next.run(request).instrument(span.clone()).await;
    drop(in_work);
    let took = started.elapsed();
    let status = response.status().as_u16();
    span.record("http.response.status_code", status);
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
    let milliseconds = took.as_secs_f64() * 1000.0;
    span.in_scope(|| {
        if is_probe(&labels[1].1) {
            tracing::debug!(status, milliseconds, "answered");
        } else {
            tracing::info!(status, milliseconds, "answered");
        }
    });
    response
}

/// Machines ask these every few seconds: their answers would bury those to people.
fn is_probe(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | "/metrics")
}

/// Counts a request that is in work. A client that goes away drops it too.
struct InWork;

impl InWork {
    fn begin() -> Self {
        metrics::gauge!("http_requests_in_work").increment(1);
        Self
    }
}

impl Drop for InWork {
    fn drop(&mut self) {
        metrics::gauge!("http_requests_in_work").decrement(1);
    }
}

/// A made-up method must not become a label of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

//! What functions did.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::function::{Durations, Measured, Point, Series, Span};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::components::OfComponent;
use super::sent::{Answer, Asked, Tenant};

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    /// `hour`, `day` or `week`; a day when left out.
    #[serde(default)]
    #[param(value_type = String)]
    span: Span,
}

/// What was counted of a function.
#[derive(Serialize, ToSchema)]
pub(super) struct MetricsView {
    /// When the first period begins.
    from: Option<Timestamp>,
    /// The length of a period, in minutes.
    period_minutes: u16,
    /// The function as a whole first, then versions: the live one and the two before it.
    series: Vec<SeriesView>,
}

/// What was counted of a function or of one version.
#[derive(Serialize, ToSchema)]
struct SeriesView {
    /// The version; null for the function as a whole.
    version: Option<u32>,
    /// By period, oldest first. Periods in which nothing was counted are left out.
    points: Vec<PointView>,
}

/// What was counted in one period.
#[derive(Serialize, ToSchema)]
struct PointView {
    /// When it began.
    at: Timestamp,
    requests: u64,
    /// Requests in which the code failed. An answer with a bad HTTP status is none.
    errors: u64,
    /// Requests that AWS turned away. Counted for the function as a whole.
    throttles: u64,
    /// Most requests at the same time. Counted for the function as a whole.
    concurrency: Option<u64>,
    /// How often the code was started.
    cold_starts: u64,
    duration_ms: Option<DurationsView>,
}

/// How long requests took, in milliseconds.
#[derive(Serialize, ToSchema)]
struct DurationsView {
    p50: f64,
    p95: f64,
    p99: f64,
}

impl From<Durations> for DurationsView {
    fn from(durations: Durations) -> Self {
        let Durations { p50, p95, p99 } = durations;
        Self { p50, p95, p99 }
    }
}

impl From<Point> for PointView {
    fn from(point: Point) -> Self {
        let Point { at, requests, errors, throttles, concurrency, cold_starts, duration } = point;
        let duration_ms = duration.map(DurationsView::from);
        Self { at, requests, errors, throttles, concurrency, cold_starts, duration_ms }
    }
}

impl From<Measured> for MetricsView {
    fn from(measured: Measured) -> Self {
        let view = |version, series: Series| SeriesView {
            version,
            points: series.points.into_iter().map(PointView::from).collect(),
        };
        let versions = measured.versions.into_iter().map(|(number, series)| view(Some(number), series));
        Self {
            from: measured.times.first().copied(),
            period_minutes: measured.span.period_minutes(),
            series: std::iter::once(view(None, measured.whole)).chain(versions).collect(),
        }
    }
}

/// What a function did in the last hour, day or week, as AWS counted it: one or two minutes late.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/metrics",
    tag = "functions",
    params(OfComponent, How),
    responses((status = 200, body = MetricsView), (status = 404), (status = 409), (status = 503, description = "AWS does not answer"))
)]
pub(super) async fn show(tenant: Tenant, Asked(how): Asked<How>) -> Answer {
    let component = tenant.component()?;
    let metrics = &tenant.ports().metrics;
    let measured = metrics.function(&tenant.caller, tenant.id(), component, how.span).await?;
    Ok(Json(MetricsView::from(measured)).into_response())
}

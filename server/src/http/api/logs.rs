//! What functions wrote.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::ports::{LogBegin, LogLine, LogLines, LogLook};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::components::OfComponent;
use super::sent::{Answer, Asked, Tenant};
use crate::http::problem::ApiError;

/// How far back, when nothing is said.
const RECENT: SignedDuration = SignedDuration::from_mins(15);

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// What was written since then (RFC 3339); the last 15 minutes when left out. Not with `after`.
    since: Option<Timestamp>,
    /// `next` of an earlier answer: goes on where that ended.
    after: Option<String>,
    /// Most lines, 1-1000; 100 when left out.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 1000)]
    limit: u16,
}

const fn usual_limit() -> u16 {
    100
}

/// Lines that were found.
#[derive(Serialize, ToSchema)]
pub(super) struct LogsView {
    /// Oldest first; perhaps none although `complete` is false.
    lines: Vec<LineView>,
    /// To be sent as `after`: goes on with the rest, or, when this was all, with what is written from now on. Lines of the last 15 seconds
    /// are told once more, because others may come before them late.
    next: String,
    /// Whether this was all until now.
    complete: bool,
}

/// Something that was written at once: a line, or several.
#[derive(Serialize, ToSchema)]
struct LineView {
    /// The same whenever the line is told.
    id: String,
    /// To the millisecond.
    time: Timestamp,
    /// The version that wrote it; null where that is not known.
    version: Option<u32>,
    /// As it was written, control characters and all.
    text: String,
}

impl From<LogLine> for LineView {
    fn from(line: LogLine) -> Self {
        let LogLine { id, time, version, text } = line;
        Self { id, time, version, text }
    }
}

impl From<LogLines> for LogsView {
    fn from(found: LogLines) -> Self {
        let LogLines { lines, next, complete } = found;
        Self { lines: lines.into_iter().map(LineView::from).collect(), next, complete }
    }
}

/// What a function wrote. Each look is in the audit trail, and, while it goes on with `after`, once more every hour.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/logs",
    tag = "functions",
    params(OfComponent, Which),
    responses((status = 200, body = LogsView), (status = 403), (status = 404), (status = 409), (status = 422), (status = 503, description = "AWS does not answer"))
)]
pub(super) async fn show(tenant: Tenant, Asked(which): Asked<Which>) -> Answer {
    let component = tenant.component()?;
    let begin = match (which.since, which.after) {
        (None, None) => LogBegin::Since(tenant.server.context.now() - RECENT),
        (Some(since), None) => LogBegin::Since(since),
        (None, Some(after)) => LogBegin::After(after),
        (Some(_), Some(_)) => {
            return Err(ApiError::Malformed("Send `since` or `after`, not both.".to_owned()));
        }
    };
    let look = LogLook { begin, limit: which.limit };
    let found = tenant.ports().logs.lines(&tenant.caller, tenant.id(), component, look).await?;
    Ok(Json(LogsView::from(found)).into_response())
}

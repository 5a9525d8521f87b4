//! Functions, run once with an event.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::ports::NewInvocation;
use domain::trial::{Ending, FunctionErrorClass, Report, Trial};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::components::OfComponent;
use super::sent::{Answer, Sent, Tenant};

/// A run as somebody asks for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Invocation {
    /// The event: any JSON, at most 6 MB.
    #[schema(value_type = Object)]
    payload: Value,
    /// Which version; left out: what is live, as traffic gets it.
    version: Option<u32>,
}

/// What came of a run.
#[derive(Serialize, ToSchema)]
pub(super) struct InvocationView {
    /// `answered`, `failed` (the function reported an error), `throttled` (nothing ran), `refused` (AWS does not run it) or `silent` (no answer in
    /// time: it may have run).
    outcome: &'static str,
    /// The version that ran.
    version: Option<u32>,
    /// What it answered. JSON, or a text where it was none.
    #[schema(value_type = Object)]
    response: Option<Value>,
    error: Option<ErrorView>,
    report: Option<ReportView>,
    /// The end of the log of this request, at most 4 kB.
    log: String,
    /// Whether the log has more before that.
    log_cut: bool,
}

/// Why a run failed.
#[derive(Serialize, ToSchema)]
struct ErrorView {
    /// `thrown`, `not_loaded`, `timed_out`, `ended`, `too_large`, or `refused`.
    class: &'static str,
    /// The error's own type, such as `ValueError`.
    r#type: String,
    message: String,
    /// The lines that lead to it.
    trace: Vec<String>,
}

/// What Lambda measured.
#[derive(Serialize, ToSchema)]
struct ReportView {
    duration_ms: f64,
    billed_ms: f64,
    memory_mb: u32,
    memory_used_mb: u32,
    /// How long the code took to start, where it was started for this request.
    cold_start_ms: Option<f64>,
}

impl From<Report> for ReportView {
    fn from(report: Report) -> Self {
        let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        Self {
            duration_ms: milliseconds(report.duration),
            billed_ms: milliseconds(report.billed),
            memory_mb: report.memory_mb,
            memory_used_mb: report.memory_used_mb,
            cold_start_ms: report.cold_start.map(milliseconds),
        }
    }
}

impl From<Trial> for InvocationView {
    fn from(trial: Trial) -> Self {
        let (outcome, response, error) = match trial.ending {
            Ending::Answered(answer) => {
                let response = serde_json::from_str(&answer).unwrap_or(Value::String(answer));
                ("answered", Some(response), None)
            }
            Ending::Failed(error) => {
                let class = class(error.class());
                let error =
                    ErrorView { class, r#type: error.kind, message: error.message, trace: error.trace };
                ("failed", None, Some(error))
            }
            Ending::Refused { code, message } => {
                let error = ErrorView { class: "refused", r#type: code, message, trace: Vec::new() };
                ("refused", None, Some(error))
            }
            Ending::Throttled => ("throttled", None, None),
            Ending::Silent => ("silent", None, None),
        };
        Self {
            outcome,
            version: trial.version,
            response,
            error,
            report: trial.report.map(ReportView::from),
            log: trial.log.text,
            log_cut: trial.log.is_cut,
        }
    }
}

const fn class(class: FunctionErrorClass) -> &'static str {
    match class {
        FunctionErrorClass::Thrown => "thrown",
        FunctionErrorClass::NotLoaded => "not_loaded",
        FunctionErrorClass::TimedOut => "timed_out",
        FunctionErrorClass::Ended => "ended",
        FunctionErrorClass::TooLarge => "too_large",
    }
}

/// Runs a function once, and waits for its end: as long as its `timeout_seconds`, and some seconds more. A function that fails is no error of the
/// request. Stands in the audit trail, without the event.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/invocations",
    tag = "functions",
    params(OfComponent),
    request_body = Invocation,
    responses((status = 200, body = InvocationView), (status = 403), (status = 409), (status = 413), (status = 422), (status = 429))
)]
pub(super) async fn invoke(tenant: Tenant, Sent(body): Sent<Invocation>) -> Answer {
    let component = tenant.component()?;
    let new = NewInvocation { version: body.version, payload: body.payload.to_string() };
    let trial = tenant.ports().trials.invoke(&tenant.caller, tenant.id(), component, new).await?;
    Ok(Json(InvocationView::from(trial)).into_response())
}

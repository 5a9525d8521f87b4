//! Figures for Prometheus.

use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

use crate::tasks::Board;

/// Upper bounds of the histogram of answer times, in seconds: fine where the goals are (10 ms), coarse where it is slow.
const ANSWER_TIMES: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// How often old samples are merged.
const UPKEEP: Duration = Duration::from_secs(5);

/// Makes the recorder of this process. Once.
///
/// # Errors
/// When there is one already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = builder()?.install_recorder()?;
    metrics::describe_histogram!("http_request_duration_seconds", "Time to the head of the answer");
    metrics::describe_gauge!("http_requests_in_work", "Requests that are being answered");
    metrics::describe_counter!(
        "http_requests_shed_total",
        "Requests answered with 503 because too many were in work"
    );
    metrics::describe_counter!("http_requests_paced_total", "Requests answered with 429");
    metrics::describe_counter!("sign_ins_total", "Sign-ins by outcome");
    metrics::describe_counter!(
        "operations_ended_total",
        "Operations that ended in this process, by change and outcome"
    );
    metrics::describe_gauge!("task_failures_in_a_row", "Newest activations of a background task that failed");
    metrics::describe_gauge!("task_activations", "Activations of a background task since the start");
    Ok(handle)
}

/// A recorder that nothing writes to, for tests.
///
/// # Errors
/// Never in practice: the bounds are not empty.
pub fn detached() -> Result<PrometheusHandle, BuildError> {
    Ok(builder()?.build_recorder().handle())
}

/// Merges old samples until `stop` is cancelled, so that memory does not grow between two scrapes.
pub async fn keep_small(handle: PrometheusHandle, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(UPKEEP)).await.is_some() {
        handle.run_upkeep();
    }
}

/// All figures as text, those of the tasks taken now.
pub fn render(handle: &PrometheusHandle, board: &Board) -> String {
    for (task, status) in board.statuses() {
        metrics::gauge!("task_failures_in_a_row", "task" => task).set(status.failures_in_a_row);
        // Exact up to 2^53 activations.
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        metrics::gauge!("task_activations", "task" => task).set(status.activations as f64);
    }
    handle.render()
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    let matcher = Matcher::Full("http_request_duration_seconds".to_owned());
    PrometheusBuilder::new().set_buckets_for_metric(matcher, &ANSWER_TIMES)
}

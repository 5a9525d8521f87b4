//! What the server tells about itself: logs, traces, metrics.

pub mod metrics;
mod traces;

use std::io::IsTerminal as _;

use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use crate::config::{LogFormat, Telemetry};

/// Sends what is left of the traces when the server ends.
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = &self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "the last traces could not be sent");
        }
    }
}

/// Why telemetry could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not one.
    #[error("telemetry.log_level cannot be used")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// The exporter of traces could not be made.
    #[error("telemetry.otlp_endpoint cannot be used")]
    Traces(#[from] opentelemetry_otlp::ExporterBuildError),
    /// It was set up before.
    #[error("logging is set up already")]
    Twice(#[from] tracing_subscriber::util::TryInitError),
}

/// Starts logs (to standard error) and, where configured, traces. Once per process.
///
/// # Errors
/// [`TelemetryError`].
pub fn start(config: &Telemetry) -> Result<Guard, TelemetryError> {
    let filter = EnvFilter::try_new(&config.log_level)?;
    let provider = config.otlp_endpoint.as_ref().map(traces::provider).transpose()?;
    let logs: Box<dyn Layer<_> + Send + Sync> = match config.log_format {
        LogFormat::Json => fmt::layer::<Registry>()
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .with_writer(std::io::stderr)
            .boxed(),
        LogFormat::Text => fmt::layer()
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr)
            .boxed(),
    };
    let traces = provider.as_ref().map(traces::layer);
    tracing_subscriber::registry().with(logs).with(traces).with(filter).try_init()?;
    Ok(Guard(provider))
}

//! `[telemetry]`: what the server tells about itself.

use std::net::SocketAddr;

use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{Reader, http_url};

/// What the server tells about itself.
#[derive(Clone, Debug)]
pub struct Telemetry {
    /// How a line of the log looks.
    pub log_format: LogFormat,
    /// What is logged, in the form of `tracing_subscriber::EnvFilter`.
    pub log_level: String,
    /// Where traces go (OTLP over HTTP).
    pub otlp_endpoint: Option<Url>,
    /// A second address that serves `/metrics` only.
    pub metrics_listen: Option<SocketAddr>,
    /// Who sends it may read `/metrics` on the main address.
    pub metrics_token: Option<SecretString>,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For machines.
    Json,
    /// For people.
    Text,
}

impl Telemetry {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let log_format = reader.parsed("telemetry.log_format", "\"json\" or \"text\"", |text| match text {
            "json" => Some(LogFormat::Json),
            "text" => Some(LogFormat::Text),
            _ => None,
        });
        let log_level = reader.parsed(
            "telemetry.log_level",
            "a level, such as \"info\" or \"info,server=debug\"",
            |text| EnvFilter::try_new(text).ok().map(|_| text.to_owned()),
        );
        let otlp_endpoint = reader.optional(
            "telemetry.otlp_endpoint",
            "an http address, such as \"http://127.0.0.1:4318\"",
            |text| http_url(text).filter(|url| url.scheme() == "http"),
        );
        let metrics_listen = reader.optional(
            "telemetry.metrics_listen",
            "an address and port, such as \"127.0.0.1:9090\"",
            |text| text.parse().ok(),
        );
        let metrics_token = metrics_token(reader);
        Some(Self {
            log_format: log_format?,
            log_level: log_level?,
            otlp_endpoint: otlp_endpoint?,
            metrics_listen: metrics_listen?,
            metrics_token: metrics_token?,
        })
    }
}

fn metrics_token(reader: &mut Reader<'_>) -> Option<Option<SecretString>> {
    const KEY: &str = "telemetry.metrics_token";
    let token = reader.secret(KEY)?;
    match token.expose_secret().len() {
        0 => Some(None),
        1..16 => {
            reader.mistake(KEY, "must have at least 16 characters");
            None
        }
        _ => Some(Some(token)),
    }
}

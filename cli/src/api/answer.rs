//! What a server answered.

use std::time::Duration;

use serde_json::Value;
use ureq::Body;
use ureq::http::{HeaderMap, Response};

/// Most bytes of an answer: a page of 200 operations with long progress is a few MB.
const MOST: u64 = 64 * 1024 * 1024;

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// The body; null when it is not JSON.
    pub(super) body: Value,
    /// After how long to ask again.
    pub(super) retry_after: Option<Duration>,
    /// Under what the server's log has the request.
    pub(super) request_id: Option<String>,
    /// To where the server redirects.
    pub(super) location: Option<String>,
}

impl Answer {
    /// Reads the rest of an answer.
    pub(super) fn read(response: Response<Body>) -> Result<Self, ureq::Error> {
        let (head, mut body) = response.into_parts();
        let bytes = body.with_config().limit(MOST).read_to_vec()?;
        let text = |name| header(&head.headers, name).map(str::to_owned);
        Ok(Self {
            status: head.status.as_u16(),
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
            // The other form, a date, is not what the server sends.
            retry_after: header(&head.headers, "retry-after")
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
            request_id: text("x-request-id"),
            location: text("location"),
        })
    }

    /// Whether it was done.
    pub(super) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The stable code of a refusal.
    pub(super) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

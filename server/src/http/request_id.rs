//! One id for each request: in the response, the log, the trace and the audit trail.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

use super::Server;

/// The header, in requests and responses.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the request.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

/// Takes the id that a proxy gave when it is harmless, and makes one otherwise.
pub(super) async fn identify(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let given =
        request.headers().get(HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_harmless(id));
    let id = given.map_or_else(|| server.context.new_id().simple().to_string(), ToOwned::to_owned);
    let value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("none"));
    request.headers_mut().insert(HEADER, value.clone());
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    response.headers_mut().insert(HEADER, value);
    response
}

fn is_harmless(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

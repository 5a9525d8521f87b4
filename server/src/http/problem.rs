//! Errors as RFC 9457 problem details, for callers that ask for JSON instead of a page.

use app::page::PageError;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Error;
use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

/// The body of an error. `type` is absent, which means `about:blank`: `code` says what happened.
#[derive(Serialize)]
struct Problem<'a> {
    title: &'a str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    field: &'a str,
    problem: &'a domain::error::Problem,
}

/// Turns errors into problem details where the request prefers JSON. Pages are written by [`app::page::render_errors`] outside of this.
pub(super) async fn details(request: Request, next: Next) -> Response {
    let wanted = wants_json(request.headers());
    let mut response = next.run(request).await;
    let status = response.status();
    if !wanted || !(status.is_client_error() || status.is_server_error()) || is_json(response.headers()) {
        return response;
    }
    let error = response.extensions_mut().remove::<PageError>().map(|PageError(error)| error);
    if let Some(Error::Internal(source) | Error::Unavailable { source, .. }) = &error {
        tracing::error!(error = source.as_ref() as &dyn std::error::Error, "a request failed");
    }
    let problem = Problem {
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        code: error.as_ref().map_or("http", Error::code),
        errors: error.as_ref().map(fields).unwrap_or_default(),
    };
    let mut answer = (status, axum::Json(&problem)).into_response();
    for (name, value) in response.headers() {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(Error::TooManyRequests { retry_after_seconds }) = error {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    }
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer
}

fn fields(error: &Error) -> Vec<Field<'_>> {
    match error {
        Error::Invalid(fields) => {
            fields.iter().map(|error| Field { field: &error.field, problem: &error.problem }).collect()
        }
        _ => Vec::new(),
    }
}

/// JSON is named and HTML is not: browsers name HTML, programs one or the other.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"))
}

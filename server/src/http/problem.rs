//! Errors as RFC 9457 problem details: of the API, and of pages for callers that ask for JSON.
//!
//! `code` is stable and for programs. `title` and `detail` are English, for the people who read logs. A wrong field has a JSON pointer (RFC 6901).

use app::page::PageError;
use app::text::Locale;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::error::{Conflict, FieldError, Problem as FieldProblem};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

/// What every path of the API begins with.
const API: &str = "/api/";

/// The body of an error. `type` is absent, which means `about:blank`.
#[derive(Serialize)]
struct Problem {
    title: String,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What stands in the way, such as the operation that runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<Conflict>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field>,
}

/// A wrong field.
#[derive(Serialize)]
struct Field {
    pointer: String,
    field: String,
    problem: Wrong,
    detail: String,
}

/// What is wrong with a field: `{"problem": CODE}`, with parameters.
#[derive(Serialize)]
#[serde(untagged)]
enum Wrong {
    /// Its value.
    Value(FieldProblem),
    /// It is not known, missing, or of another type.
    Shape {
        /// `unexpected`.
        problem: &'static str,
    },
}

/// Why a request of a program was not done. What the domain has no error for stands here.
#[derive(Clone, Debug)]
pub(super) enum ApiError {
    /// As for every caller.
    Domain(Error),
    /// The body is no JSON, the query or a header cannot be read.
    Malformed(String),
    /// The body is JSON, but not of the shape that is asked for: where, and what is wrong.
    Shape { pointer: String, detail: String },
    /// Another content type than this one is sent.
    ContentType(&'static str),
    /// More bytes than may be sent.
    TooLarge,
    /// The change needs `If-Match`: two people who change the same at a time must not undo each other.
    PreconditionRequired,
    /// An `Idempotency-Key` came with another request before.
    KeyReused,
    /// The first request with this `Idempotency-Key` is in work.
    KeyInWork,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl From<FieldError> for ApiError {
    fn from(error: FieldError) -> Self {
        Self::Domain(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            // The precondition was sent as a header (RFC 9110, section 13.1.1).
            Self::Domain(Error::Conflict(Conflict::StaleVersion { .. })) => StatusCode::PRECONDITION_FAILED,
            Self::Domain(error) => {
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Shape { .. } | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::KeyInWork => StatusCode::CONFLICT,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Domain(error) => error.code(),
            Self::Malformed(_) => "malformed",
            Self::Shape { .. } => "invalid",
            Self::ContentType(_) => "unsupported_media_type",
            Self::TooLarge => "too_large",
            Self::PreconditionRequired => "precondition_required",
            Self::KeyReused => "idempotency_key_reused",
            Self::KeyInWork => "idempotency_key_in_work",
        }
    }

    fn detail(&self) -> Option<String> {
        let text = Locale::English.text();
        Some(match self {
            Self::Domain(Error::Unauthenticated) => {
                "Send a token that is still good as Authorization: Bearer. `pv login` gets one.".to_owned()
            }
            Self::Domain(Error::NotFound) => "It does not exist, or you may not know of it.".to_owned(),
            Self::Domain(Error::Invalid(_)) | Self::Shape { .. } => {
                "Something in the request is not right. Nothing has been changed.".to_owned()
            }
            Self::Domain(error) => (text.errors.error)(error).body,
            Self::Malformed(detail) => detail.clone(),
            Self::ContentType(wanted) => format!("Send {wanted}."),
            Self::TooLarge => "More bytes than may be sent. Nothing has been changed.".to_owned(),
            Self::PreconditionRequired => {
                "Send If-Match with the ETag of what you have read, so that you do not undo what others changed since."
                    .to_owned()
            }
            Self::KeyReused => "This Idempotency-Key came with another request before.".to_owned(),
            Self::KeyInWork => "The first request with this Idempotency-Key is in work. Ask again.".to_owned(),
        })
    }

    fn title(&self) -> String {
        match self {
            Self::Domain(Error::Conflict(conflict)) => {
                (Locale::English.text().errors.conflict)(conflict).title
            }
            error => title(error.status()),
        }
    }

    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Domain(Error::TooManyRequests { retry_after_seconds }) => Some(*retry_after_seconds),
            Self::Domain(Error::Unavailable { .. }) => Some(10),
            Self::KeyInWork => Some(1),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<Field> {
        match self {
            Self::Domain(Error::Invalid(errors)) => errors.iter().map(field).collect(),
            Self::Shape { pointer, detail } => vec![Field {
                pointer: pointer.clone(),
                field: pointer.trim_start_matches('/').replace('/', "."),
                problem: Wrong::Shape { problem: "unexpected" },
                detail: detail.clone(),
            }],
            _ => Vec::new(),
        }
    }

    fn log(&self) {
        if let Self::Domain(Error::Internal(source) | Error::Unavailable { source, .. }) = self {
            tracing::error!(error = source.as_ref() as &dyn std::error::Error, "a request failed");
        }
    }

    fn problem(&self, status: StatusCode) -> Problem {
        Problem {
            title: self.title(),
            status: status.as_u16(),
            code: self.code(),
            detail: self.detail(),
            conflict: match self {
                Self::Domain(Error::Conflict(conflict)) => Some(conflict.clone()),
                _ => None,
            },
            errors: self.fields(),
        }
    }
}

/// Turns errors of pages into problem details where the request prefers JSON. Pages are written by [`app::page::render_errors`] outside of this.
pub(super) async fn details(request: Request, next: Next) -> Response {
    let wanted = wants_json(request.headers());
    let response = next.run(request).await;
    if wanted { described(response) } else { response }
}

/// Turns every error of the API into problem details, also those that the router and the layers answer with.
pub(super) async fn for_programs(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with(API);
    let response = next.run(request).await;
    if api { described(response) } else { response }
}

fn described(mut response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_json(response.headers()) {
        return response;
    }
    let error = response.extensions_mut().remove::<ApiError>();
    let page =
        response.extensions_mut().remove::<PageError>().map(|PageError(error)| ApiError::Domain(error));
    let error = error.or(page);
    let (problem, retry_after) = match &error {
        Some(error) => {
            error.log();
            (error.problem(status), error.retry_after())
        }
        None => (of_status(status), None),
    };
    let mut answer = (status, axum::Json(&problem)).into_response();
    let headers = answer.headers_mut();
    for (name, value) in response.headers() {
        if ![header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_LANGUAGE].contains(name) {
            headers.insert(name, value.clone());
        }
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"provisioner\""));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer
}

/// What the router or a layer answered with, without an error of the product.
fn of_status(status: StatusCode) -> Problem {
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        StatusCode::SERVICE_UNAVAILABLE => "unavailable",
        StatusCode::INTERNAL_SERVER_ERROR => "internal",
        _ => "http",
    };
    let (detail, conflict, errors) = (None, None, Vec::new());
    Problem { title: title(status), status: status.as_u16(), code, detail, conflict, errors }
}

fn title(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("Error").to_owned()
}

fn field(error: &FieldError) -> Field {
    Field {
        pointer: pointer(&error.field),
        field: error.field.clone(),
        detail: (Locale::English.text().errors.problem)(&error.problem),
        problem: Wrong::Value(error.problem.clone()),
    }
}

/// The JSON pointer of a field: `entries[2].network` is `/entries/2/network`.
fn pointer(field: &str) -> String {
    let parts = field.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

/// JSON is named and HTML is not: browsers name HTML, programs one or the other.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"))
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn fields_have_pointers() {
        for (field, expected) in [
            ("name", "/name"),
            ("settings.size", "/settings/size"),
            ("entries[2].network", "/entries/2/network"),
            ("environment[LOG/LEVEL~1]", "/environment/LOG~1LEVEL~01"),
        ] {
            assert_eq!(pointer(field), expected);
        }
    }
}

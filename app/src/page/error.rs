//! Errors as pages.
//!
//! A handler answers with `?`; [`PageError`] carries the error to [`render_errors`], which knows the reader and writes the page. What went wrong
//! inside is logged there, once.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::caller::Caller;
use domain::error::Conflict;
use domain::{Error, Result};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use leptos::prelude::*;
use url::form_urlencoded::byte_serialize;

use super::render::{self, Layout};
use super::{AppState, Reader, local_path, redirect};
use crate::text::errors::Message;
use crate::ui;

/// What a handler of a page returns.
pub type Answer = Result<Response, PageError>;

/// An error on its way to a page.
#[derive(Clone, Debug)]
pub struct PageError(pub Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the pages of errors: of [`PageError`], and of everything else that failed without a page of its own (405, 413, 415, malformed bodies).
pub async fn render_errors(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let context = Context::of(&parts, &state);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    match response.extensions_mut().remove::<PageError>() {
        Some(PageError(Error::Unauthenticated)) => redirect(&sign_in_address(&context.comes_back_to)),
        Some(PageError(error)) => {
            log(&error, &context.reader);
            context.page(&state, &response, status, Some(&error))
        }
        None if !failed || has_own_body(&response) => response,
        // An address with an id that is none.
        None if status == StatusCode::BAD_REQUEST && context.shows => {
            context.page(&state, &response, StatusCode::NOT_FOUND, Some(&Error::NotFound))
        }
        None => context.page(&state, &response, status, None),
    }
}

/// What must be known of a request to write the page of its error.
struct Context {
    reader: Reader,
    caller: Option<Caller>,
    /// Whether the request only reads.
    shows: bool,
    /// Where somebody is led after signing in: here, or for a form to the page that it stands on.
    comes_back_to: String,
}

impl Context {
    fn of(parts: &Parts, state: &AppState) -> Self {
        let reader = Reader::of(parts, state);
        let shows = parts.method == Method::GET;
        let comes_back_to = if shows { reader.path.clone() } else { form_page(parts) };
        Self { reader, caller: parts.extensions.get::<Caller>().cloned(), shows, comes_back_to }
    }

    /// The page of an error. Headers of the response that failed stay (`Allow`, cookies).
    fn page(
        &self,
        state: &AppState,
        failed: &Response,
        status: StatusCode,
        error: Option<&Error>,
    ) -> Response {
        let reader = &self.reader;
        let text = reader.text();
        let message = match error {
            Some(error) => (text.errors.error)(error),
            None => (text.errors.status)(status.as_u16()),
        };
        let next_step = error.and_then(|error| next_step(error, reader));
        let frame = render::Frame {
            settings: &state.settings,
            caller: self.caller.as_ref(),
            reader,
            layout: Layout::Plain,
            reload: false,
        };
        let mut page = render::document(&frame, status, &message.title, |reader| {
            error_view(reader, status, &message, next_step)
        });
        let own = |name: &HeaderName| *name == header::CONTENT_LENGTH || *name == header::CONTENT_TYPE;
        for (name, value) in failed.headers().iter().filter(|(name, _)| !own(name)) {
            page.headers_mut().append(name, value.clone());
        }
        if let Some(seconds) = error.and_then(retry_after) {
            page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        page
    }
}

/// The page on which a form stands, from the `Referer` header; the start page when the browser does not tell.
fn form_page(parts: &Parts) -> String {
    let referer = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let url = referer.and_then(|referer| url::Url::parse(referer).ok());
    let path = url.map(|url| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
    path.filter(|path| local_path(path).is_some()).unwrap_or_else(|| "/".to_owned())
}

/// Where somebody signs in and comes back from.
pub fn sign_in_address(return_to: &str) -> String {
    let return_to: String = byte_serialize(return_to.as_bytes()).collect();
    format!("/auth/login?return_to={return_to}")
}

fn has_own_body(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| !kind.starts_with("text/plain"))
}

fn log(error: &Error, reader: &Reader) {
    match error {
        Error::Internal(source) => {
            tracing::error!(path = %reader.path, error = source.as_ref() as &dyn std::error::Error, "a page failed");
        }
        Error::Unavailable { dependency, source } => {
            tracing::warn!(path = %reader.path, ?dependency, error = source.as_ref() as &dyn std::error::Error, "a dependency does not answer");
        }
        _ => {}
    }
}

const fn retry_after(error: &Error) -> Option<u32> {
    match error {
        Error::TooManyRequests { retry_after_seconds } => Some(*retry_after_seconds),
        Error::Unavailable { .. } => Some(10),
        _ => None,
    }
}

/// The link that helps most: label and address.
fn next_step(error: &Error, reader: &Reader) -> Option<(String, String)> {
    let errors = &reader.text().errors;
    match error {
        Error::Conflict(Conflict::OperationRunning { operation, .. }) => {
            let slug = organization_slug(&reader.path)?;
            Some((errors.see_operation.to_owned(), format!("/o/{slug}/operations/{operation}")))
        }
        Error::Conflict(Conflict::StaleVersion { .. }) => {
            Some((errors.see_current.to_owned(), reader.path.clone()))
        }
        _ => None,
    }
}

fn organization_slug(path: &str) -> Option<&str> {
    path.strip_prefix("/o/")?.split(['/', '?']).next()
}

fn error_view(
    reader: &Reader,
    status: StatusCode,
    message: &Message,
    next_step: Option<(String, String)>,
) -> impl IntoView + use<> {
    let text = reader.text();
    let request_id = (status.is_server_error() && !reader.request_id.is_empty()).then(|| {
        let id = reader.request_id.clone();
        view! { <p class="quiet">{text.errors.request_id} " " <code>{id}</code></p> }
    });
    let actions = next_step.map(|(label, address)| ui::link_button(&label, &address, ui::Tone::Primary));
    view! {
        <section class="error-page">
            <p class="error-status">{status.as_u16()}</p>
            <h1>{message.title.clone()}</h1>
            <p>{message.body.clone()}</p>
            {request_id}
            <p class="actions">{actions} {ui::link_button(text.errors.home, "/", ui::Tone::Plain)}</p>
        </section>
    }
}

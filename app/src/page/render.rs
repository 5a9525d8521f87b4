//! From a view to a response.

use std::sync::Arc;

use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::caller::Caller;
use domain::organization::Organization;
use http::{HeaderValue, StatusCode, header};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::{AppState, Reader, Settings};
use crate::shell;

/// What stands around the content of a page.
#[derive(Clone, Copy)]
pub enum Layout<'a> {
    /// The top line alone.
    Plain,
    /// The rail of an organization as well.
    Organization(&'a Organization),
}

/// Leads on to another page with GET, after a form has been accepted (303, RFC 9110 section 15.4.4).
pub fn redirect(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Renders a page that visitors may see too.
pub fn render_public<V: IntoView>(
    state: &AppState,
    caller: Option<&Caller>,
    reader: &Reader,
    status: StatusCode,
    title: &str,
    content: impl FnOnce(&Reader) -> V,
) -> Response {
    document(&state.settings, caller, reader, Layout::Plain, status, title, content)
}

/// Renders a whole document. The view is built and rendered inside an owner that hydrates islands only.
pub(super) fn document<V: IntoView>(
    settings: &Settings,
    caller: Option<&Caller>,
    reader: &Reader,
    layout: Layout<'_>,
    status: StatusCode,
    title: &str,
    content: impl FnOnce(&Reader) -> V,
) -> Response {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        let content = content(reader).into_any();
        shell::document(settings, caller, reader, layout, title, content).to_html()
    });
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(reader.locale.as_str()),
    );
    response
}

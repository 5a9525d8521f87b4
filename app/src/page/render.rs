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

/// Another origin to which the forms of a page lead, beside this server. In the extensions of the response; the server adds it to `form-action` of the
/// content policy, which browsers ask about redirects of forms as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormTarget(pub String);

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
    let frame = Frame { settings: &state.settings, caller, reader, layout: Layout::Plain, reload: false };
    document(&frame, status, title, content)
}

/// Everything around the content of a page.
pub(crate) struct Frame<'a> {
    /// What the server is.
    pub(crate) settings: &'a Settings,
    /// Who asks, when somebody is signed in.
    pub(crate) caller: Option<&'a Caller>,
    /// How they read.
    pub(crate) reader: &'a Reader,
    /// What stands around the content.
    pub(crate) layout: Layout<'a>,
    /// Whether browsers without scripts load the page again every five seconds.
    pub(crate) reload: bool,
}

/// Renders a whole document. The view is built and rendered inside an owner that hydrates islands only.
pub(super) fn document<V: IntoView>(
    frame: &Frame<'_>,
    status: StatusCode,
    title: &str,
    content: impl FnOnce(&Reader) -> V,
) -> Response {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        let content = content(frame.reader).into_any();
        shell::document(frame, title, content).to_html()
    });
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
        .headers_mut()
        .insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(frame.reader.locale.as_str()));
    response
}

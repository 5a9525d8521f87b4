//! What people see when a sign-in did not work. The sign-in itself is done by the server.

use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;

use crate::page::{AppState, Reader, render_public, sign_in_address};
use crate::ui::{self, Tone};

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The issuer says no, or the person did.
    Declined,
    /// The answer belongs to no sign-in that this browser has begun and not finished yet.
    Interrupted,
    /// The answer did not pass a check.
    Refused,
}

impl Failure {
    const fn status(self) -> StatusCode {
        match self {
            Self::Interrupted => StatusCode::BAD_REQUEST,
            Self::Declined | Self::Refused => StatusCode::FORBIDDEN,
        }
    }
}

/// Says why, and offers to try again.
pub fn failed(state: &AppState, reader: &Reader, failure: Failure, return_to: &str) -> Response {
    let text = &reader.text().sign_in;
    let message = (text.failed)(failure);
    let title = message.title.clone();
    render_public(state, None, reader, failure.status(), &title, |_| {
        view! {
            <section class="error-page">
                <h1>{message.title}</h1>
                <p>{message.body}</p>
                <p class="actions">{ui::link_button(text.again, &sign_in_address(return_to), Tone::Primary)}</p>
            </section>
        }
    })
}

//! Messages inside pages.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::ui::State;

/// Something to know, in its place on the page.
pub fn callout(state: State, title: &str, body: impl IntoView) -> AnyView {
    let picture = match state {
        State::Neutral | State::Info => Icon::Info,
        State::Success => Icon::Check,
        State::Warning => Icon::Warning,
        State::Danger => Icon::Cross,
    };
    view! {
        <div class=format!("callout {}", state.class())>
            {icon(picture)}
            <div>
                <p class="callout-title">{title.to_owned()}</p>
                {body.into_any()}
            </div>
        </div>
    }
    .into_any()
}

/// What a list is for, while it is empty, and what to do first.
pub fn empty_state(title: &str, body: &str, action: impl IntoView) -> AnyView {
    view! {
        <div class="empty">
            <p class="empty-title">{title.to_owned()}</p>
            <p>{body.to_owned()}</p>
            <p class="actions">{action.into_any()}</p>
        </div>
    }
    .into_any()
}

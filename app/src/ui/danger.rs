//! What cannot be undone stands apart.

use leptos::prelude::*;

/// Something that cannot be undone: what it is, what will be lost and what stays, and the form that starts it.
pub fn danger_zone(title: &str, body: &str, action: impl IntoView) -> AnyView {
    view! {
        <section class="danger-zone">
            <div>
                <h2>{title.to_owned()}</h2>
                <p>{body.to_owned()}</p>
            </div>
            {action.into_any()}
        </section>
    }
    .into_any()
}

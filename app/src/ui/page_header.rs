//! The top of a page: where it is, what it is, what can be done.

use leptos::prelude::*;

use crate::text::Text;

/// A page above this one: its title and address.
pub struct Crumb(pub String, pub String);

/// The breadcrumb, the one `<h1>`, and the page's actions.
pub fn page_header(text: &Text, crumbs: Vec<Crumb>, title: impl IntoView, actions: impl IntoView) -> AnyView {
    let crumbs = (!crumbs.is_empty()).then(|| {
        let items: Vec<_> = crumbs
            .into_iter()
            .map(|Crumb(label, address)| view! { <li><a href=address>{label}</a></li> })
            .collect();
        view! { <nav class="breadcrumb" aria-label=text.shell.breadcrumb><ol>{items}</ol></nav> }
    });
    view! {
        <header class="page-header">
            {crumbs}
            <div class="page-title">
                <h1>{title.into_any()}</h1>
                <div class="actions">{actions.into_any()}</div>
            </div>
        </header>
    }
    .into_any()
}

//! Views of one thing, each with its own address.

use leptos::prelude::*;

use crate::page::Reader;

/// A view: its title and address.
pub struct Tab(pub &'static str, pub String);

/// Links to the views of a thing. The one whose address is the page's is marked.
pub fn tabs(reader: &Reader, label: &str, tabs: Vec<Tab>) -> AnyView {
    let path = reader.path.split('?').next().unwrap_or_default().to_owned();
    let items: Vec<_> = tabs
        .into_iter()
        .map(|Tab(title, address)| {
            let current = (address == path).then_some("page");
            view! { <li><a href=address aria-current=current>{title}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=label.to_owned()><ul>{items}</ul></nav> }.into_any()
}

//! Views of one thing, each with its own address.

use leptos::prelude::*;

use crate::page::Reader;

/// A view: its title and address.
pub struct Tab(pub &'static str, pub String);

/// Links to the views of a thing. The one that the page belongs to is marked: whose address is the longest that the page's begins with.
pub fn tabs(reader: &Reader, label: &str, tabs: Vec<Tab>) -> AnyView {
    let path = reader.path.split('?').next().unwrap_or_default().to_owned();
    let above = |address: &&String| {
        path.strip_prefix(&***address).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let place =
        tabs.iter().map(|Tab(_, address)| address).filter(above).max_by_key(|address| address.len()).cloned();
    let items: Vec<_> = tabs
        .into_iter()
        .map(|Tab(title, address)| {
            let current = (Some(&address) == place.as_ref()).then_some("page");
            view! { <li><a href=address aria-current=current>{title}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=label.to_owned()><ul>{items}</ul></nav> }.into_any()
}

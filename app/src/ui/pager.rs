//! Moving through a list that is read in pages, by keyset cursors.

use leptos::prelude::*;

use crate::forms::Typed;
use crate::text::Text;

/// "First page" and "next page". The filters of the query stay as they are; `cursor` in it tells where the page begins.
pub fn pager(text: &Text, path: &str, query: &Typed, next: Option<&str>) -> AnyView {
    let first = query.filled("cursor").map(|_| {
        let address = query.with("cursor", "").address(path);
        view! { <a class="button" href=address rel="first">{text.common.first_page}</a> }
    });
    let next = next.map(|cursor| {
        let address = query.with("cursor", cursor).address(path);
        view! { <a class="button" href=address rel="next">{text.common.next_page}</a> }
    });
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    view! { <nav class="pager" aria-label=text.common.pages>{first} {next}</nav> }.into_any()
}

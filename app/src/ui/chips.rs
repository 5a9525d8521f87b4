//! The filters that narrow a list, each with a link that takes it away.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::forms::Typed;
use crate::text::Text;

/// A filter in force: the name in the query, and how it reads ("State: Ready").
pub struct Chip {
    /// The name in the query.
    pub name: &'static str,
    /// How it reads.
    pub label: String,
}

/// The filters in force. Taking one away begins the list anew.
pub fn chips(text: &Text, path: &str, query: &Typed, chips: Vec<Chip>) -> AnyView {
    if chips.is_empty() {
        return ().into_any();
    }
    let query = query.with("cursor", "");
    let several = chips.len() > 1;
    let items: Vec<_> = chips
        .into_iter()
        .map(|chip| {
            let address = query.with(chip.name, "").address(path);
            let label = (text.common.remove_filter)(&chip.label);
            view! { <li><a class="chip" href=address aria-label=label>{chip.label} {icon(Icon::Cross)}</a></li> }
        })
        .collect();
    let clear = several.then(|| view! { <li><a href=path.to_owned()>{text.common.clear_filters}</a></li> });
    view! { <ul class="chips">{items} {clear}</ul> }.into_any()
}

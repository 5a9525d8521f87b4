//! How much of a limit is used.

use leptos::prelude::*;

/// A bar and its words, such as "7 of 60". Nearly full is a warning.
pub fn meter(label: &str, words: &str, used: u32, limit: u32) -> AnyView {
    let high = limit - limit / 10;
    view! {
        <div class="meter">
            <span>{label.to_owned()}</span>
            <meter min="0" max=limit.to_string() high=high.to_string() optimum="0" value=used.to_string() aria-label=label.to_owned()>
                {words.to_owned()}
            </meter>
            <span class="quiet">{words.to_owned()}</span>
        </div>
    }
    .into_any()
}

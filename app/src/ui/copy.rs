//! A button that copies a text.

use leptos::prelude::*;

use crate::text::Text;

/// Copies `value`, and says so for two seconds. `public/main.js` shows it where a script can copy; elsewhere the text beside it can be selected.
pub fn copy_button(text: &Text, value: &str) -> AnyView {
    view! {
        <button type="button" class="copy" hidden data-copy=value.to_owned() data-done=text.common.copied aria-live="polite">
            {text.common.copy}
        </button>
    }
    .into_any()
}

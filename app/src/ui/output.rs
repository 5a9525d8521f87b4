//! What a program has written.

use leptos::prelude::*;

/// Text as it is, in a box that scrolls and can be reached with the keyboard.
pub fn output(text: &str) -> AnyView {
    view! { <pre class="output" tabindex="0"><code>{text.to_owned()}</code></pre> }.into_any()
}

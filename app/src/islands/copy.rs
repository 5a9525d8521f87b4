//! A button that copies a text.

use leptos::prelude::*;

/// Copies `value` to the clipboard, and says so. Without a script nothing is shown: the text beside it can be selected.
#[island]
pub fn Copy(
    /// What is copied.
    value: String,
    /// The button's text.
    label: String,
    /// Its text for some seconds after it was pressed.
    done: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let press = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let writing = window().navigator().clipboard().write_text(&value);
            leptos::task::spawn_local(async move {
                if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                    copied.set(true);
                    set_timeout(move || copied.set(false), std::time::Duration::from_secs(2));
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = &value;
    };
    view! {
        <button type="button" class="copy" on:click=press aria-live="polite">
            {move || if copied.get() { done.clone() } else { label.clone() }}
        </button>
    }
}

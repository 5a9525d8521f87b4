//! What most readers do not need, folded.

use leptos::prelude::*;

/// Something folded, with what it is now in the line that opens it.
pub fn details(summary: &str, now: &str, open: bool, content: impl IntoView) -> AnyView {
    let now = (!now.is_empty()).then(|| view! { " " <span class="quiet">{now.to_owned()}</span> });
    view! {
        <details class="details" open=open>
            <summary><span class="summary-label">{summary.to_owned()}</span> {now}</summary>
            <div class="details-content">{content.into_any()}</div>
        </details>
    }
    .into_any()
}

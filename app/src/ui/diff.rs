//! What changes: the old struck, the new marked.

use leptos::prelude::*;

use crate::text::Text;

/// A value that changes, is added, or is removed.
pub struct DiffRow {
    /// What it is.
    pub label: String,
    /// How it reads now; none when it is added.
    pub before: Option<String>,
    /// How it reads afterwards; none when it is removed.
    pub after: Option<String>,
}

/// Changes as a table: field, before, after.
pub fn diff(text: &Text, caption: &str, rows: Vec<DiffRow>) -> AnyView {
    let common = &text.common;
    comparison(caption, common.field, common.before, common.after, rows)
}

/// Two versions side by side, under these headings.
pub fn comparison(
    caption: &str,
    field: &'static str,
    before_heading: &'static str,
    after_heading: &'static str,
    rows: Vec<DiffRow>,
) -> AnyView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let before = row.before.map(|value| view! { <del>{value}</del> });
            let after = row.after.map(|value| view! { <ins>{value}</ins> });
            let none = || view! { <span class="quiet">{"–"}</span> }.into_any();
            view! {
                <tr>
                    <th scope="row">{row.label}</th>
                    <td data-label=before_heading>{before.map_or_else(none, IntoAny::into_any)}</td>
                    <td data-label=after_heading>{after.map_or_else(none, IntoAny::into_any)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="table diff">
            <caption class="only-read">{caption.to_owned()}</caption>
            <thead>
                <tr>
                    <th scope="col">{field}</th>
                    <th scope="col">{before_heading}</th>
                    <th scope="col">{after_heading}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A JSON value as people read it: no quotes around text, lists with commas, objects as JSON.
pub fn plain_value(text: &Text, value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Null => text.common.none.to_owned(),
        Value::Bool(true) => text.common.yes.to_owned(),
        Value::Bool(false) => text.common.no.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(string) => string.clone(),
        Value::Array(values) => {
            values.iter().map(|value| plain_value(text, value)).collect::<Vec<_>>().join(", ")
        }
        Value::Object(_) => value.to_string(),
    }
}

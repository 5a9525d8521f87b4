//! What differs between two documents, field by field.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::FieldChange;
use crate::allow_list::{AllowList, Entry, diff};
use crate::component::Document;

/// Compares what a component is with what it should be; none stands for a component that does not exist.
///
/// Settings come first, each under `settings.` with the names of nested fields joined by dots (a list is one value); then allow-list entries as
/// `allow_list.NETWORK` with label and time; then the `window` as a whole. Each part is in the order of its names.
pub fn diff_documents(before: Option<&Document>, after: Option<&Document>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    diff_values(
        "settings",
        before.map(|document| &document.settings),
        after.map(|document| &document.settings),
        &mut changes,
    );
    let nobody = AllowList::default();
    changes.extend(diff_lists(
        before.map_or(&nobody, |document| &document.allow_list),
        after.map_or(&nobody, |document| &document.allow_list),
    ));
    let window = |document: Option<&Document>| document.map(|document| json!(document.window));
    let (before, after) = (window(before), window(after));
    if before != after {
        changes.push(FieldChange { path: "window".to_owned(), before, after });
    }
    changes
}

/// How settings change, each under `settings.`, by name.
pub fn diff_settings(before: &Value, after: &Value) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    diff_values("settings", Some(before), Some(after), &mut changes);
    changes
}

fn diff_values(path: &str, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    let nested = |value: Option<&Value>| value.is_none_or(Value::is_object);
    if !(nested(before) && nested(after)) {
        changes.push(FieldChange { path: path.to_owned(), before: before.cloned(), after: after.cloned() });
        return;
    }
    let names: BTreeSet<&String> = [before, after]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|fields| fields.keys())
        .collect();
    for name in names {
        let field = |value: Option<&'_ Value>| value.and_then(|value| value.get(name)).cloned();
        diff_values(&format!("{path}.{name}"), field(before).as_ref(), field(after).as_ref(), changes);
    }
}

fn diff_lists(before: &AllowList, after: &AllowList) -> Vec<FieldChange> {
    let value = |entry: &Entry| json!({ "label": entry.label, "expires": entry.expires });
    let change = |before: Option<&Entry>, after: Option<&Entry>, entry: &Entry| {
        let path = format!("allow_list.{}", entry.network);
        (entry.network, FieldChange { path, before: before.map(value), after: after.map(value) })
    };
    let difference = diff(before, after);
    let mut changes: Vec<_> = difference.added.iter().map(|entry| change(None, Some(entry), entry)).collect();
    changes.extend(difference.removed.iter().map(|entry| change(Some(entry), None, entry)));
    changes.extend(difference.changed.iter().map(|(old, new)| change(Some(old), Some(new), new)));
    changes.sort_by_key(|(network, _)| *network);
    changes.into_iter().map(|(_, change)| change).collect()
}

//! Before and after, field by field.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::text::Text;
use crate::ui::{DiffRow, plain_value};

/// The fields that differ, in the order of their paths.
pub(super) fn rows(text: &Text, before: Option<&Value>, after: Option<&Value>) -> Vec<DiffRow> {
    let mut fields: BTreeMap<String, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
    if let Some(before) = before {
        walk(String::new(), before, &mut |path, value| fields.entry(path).or_default().0 = Some(value));
    }
    if let Some(after) = after {
        walk(String::new(), after, &mut |path, value| fields.entry(path).or_default().1 = Some(value));
    }
    fields
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(label, (before, after))| DiffRow {
            label,
            before: before.map(|value| plain_value(text, value)),
            after: after.map(|value| plain_value(text, value)),
        })
        .collect()
}

/// Visits what stands at the ends of a value. Entries of a list of networks are known by their network, others by their place.
fn walk<'a>(path: String, value: &'a Value, visit: &mut dyn FnMut(String, &'a Value)) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                walk(below(name), value, visit);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                let place = item
                    .get("network")
                    .and_then(Value::as_str)
                    .map_or_else(|| index.to_string(), ToOwned::to_owned);
                walk(below(&place), item, visit);
            }
        }
        Value::Null | Value::Object(_) => {}
        Value::Array(items) if items.is_empty() => {}
        end => visit(path, end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;
    use serde_json::json;

    #[test]
    fn an_empty_list_has_no_field_without_a_name() {
        let text = Locale::English.text();
        let rows = rows(text, Some(&json!([])), Some(&json!([{"network": "192.0.2.1/32", "label": "a"}])));
        let labels: Vec<_> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["192.0.2.1/32.label", "192.0.2.1/32.network"]);
    }

    #[test]
    fn only_what_differs_is_shown_and_networks_are_known_by_name() {
        let text = Locale::English.text();
        let before = json!({"window": {"zone": "UTC", "minutes": 180}, "allow_list": [{"network": "10.0.0.0/8", "label": "a"}]});
        let after = json!({"window": {"zone": "Asia/Tokyo", "minutes": 180}, "allow_list": [
            {"network": "192.0.2.1/32", "label": "b"}, {"network": "10.0.0.0/8", "label": "a"}]});
        let rows = rows(text, Some(&before), Some(&after));
        let read: Vec<_> = rows
            .iter()
            .map(|row| (row.label.as_str(), row.before.as_deref(), row.after.as_deref()))
            .collect();
        assert_eq!(
            read,
            [
                ("allow_list.192.0.2.1/32.label", None, Some("b")),
                ("allow_list.192.0.2.1/32.network", None, Some("192.0.2.1/32")),
                ("window.zone", Some("UTC"), Some("Asia/Tokyo")),
            ]
        );
    }
}

//! What an entry changed, field by field.

use std::collections::BTreeMap;

use domain::audit::{AuditAction, AuditEntry};
use domain::plan::FieldChange;
use serde_json::Value;

/// The fields that differ, in the order of their paths. Those of a component's document have the paths that they have in a plan.
pub(super) fn of(entry: &AuditEntry) -> Vec<FieldChange> {
    if entry.action == AuditAction::OperationPlanned
        && let Some(changes) = entry.after.as_ref().and_then(|after| after.get("changes"))
        && let Ok(changes) = serde_json::from_value(changes.clone())
    {
        return changes;
    }
    let root = match entry.action {
        AuditAction::SettingsChanged => "settings",
        AuditAction::AllowListChanged => "allow_list",
        AuditAction::WindowChanged => "window",
        _ => "",
    };
    differences(root, entry.before.as_ref(), entry.after.as_ref())
}

fn differences(root: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let mut fields: BTreeMap<String, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
    if let Some(before) = before {
        walk(root.to_owned(), before, &mut |path, value| fields.entry(path).or_default().0 = Some(value));
    }
    if let Some(after) = after {
        walk(root.to_owned(), after, &mut |path, value| fields.entry(path).or_default().1 = Some(value));
    }
    fields
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(path, (before, after))| FieldChange { path, before: before.cloned(), after: after.cloned() })
        .collect()
}

/// Visits what people read as one value. Networks of an allow-list are known by themselves, other parts of a list by their place.
fn walk<'a>(path: String, value: &'a Value, visit: &mut dyn FnMut(String, &'a Value)) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(_) if path == "window" || path.starts_with("allow_list.") => visit(path, value),
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(below(name), value, visit);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                let network = item.get("network").and_then(Value::as_str);
                walk(below(network.unwrap_or(&index.to_string())), item, visit);
            }
        }
        Value::Null => {}
        Value::Array(items) if items.is_empty() => {}
        end => visit(path, end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn changed(root: &str, before: &Value, after: &Value) -> Vec<(String, Option<Value>, Option<Value>)> {
        let changes = differences(root, Some(before), Some(after));
        changes.into_iter().map(|change| (change.path, change.before, change.after)).collect()
    }

    #[test]
    fn an_empty_list_has_no_field_without_a_name() {
        let office = json!({"network": "192.0.2.1/32", "label": "a"});
        let changes = changed("allow_list", &json!([]), &json!([office]));
        assert_eq!(changes, [("allow_list.192.0.2.1/32".to_owned(), None, Some(office))]);
    }

    #[test]
    fn only_what_differs_is_shown_and_has_the_path_of_a_plan() {
        let utc = json!({"zone": "UTC", "minutes": 180});
        let tokyo = json!({"zone": "Asia/Tokyo", "minutes": 180});
        let network = json!({"network": "10.0.0.0/8", "label": "a"});
        let before =
            json!({"settings": {"size": "small", "replicas": 0}, "window": utc, "allow_list": [network]});
        let after =
            json!({"settings": {"size": "large", "replicas": 0}, "window": tokyo, "allow_list": [network]});
        assert_eq!(
            changed("", &before, &after),
            [
                ("settings.size".to_owned(), Some(json!("small")), Some(json!("large"))),
                ("window".to_owned(), Some(utc.clone()), Some(tokyo.clone())),
            ]
        );
        assert_eq!(changed("window", &utc, &tokyo), [("window".to_owned(), Some(utc), Some(tokyo))]);
    }

    #[test]
    fn what_has_no_document_is_shown_to_its_ends() {
        let before = json!({"role": "viewer", "scope": {"project": "a"}});
        let after = json!({"role": "owner", "scope": {"project": "a"}});
        assert_eq!(
            changed("", &before, &after),
            [("role".to_owned(), Some(json!("viewer")), Some(json!("owner")))]
        );
    }
}

//! Plans, in words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{Operation, Plan};

/// What an operation would do: fields, resources, what to know, price and time.
pub(crate) fn shown(operation: &Operation) -> String {
    let plan = &operation.plan;
    let mut lines = vec![format!("{} {}:", operation.change.replace('_', " "), operation.name)];
    lines.extend(plan.changes.iter().map(|change| match (&change.before, &change.after) {
        (None, Some(after)) => format!("  + {}: {}", change.path, value(after)),
        (Some(before), None) => format!("  - {}: {}", change.path, value(before)),
        (before, after) => {
            let side = |side: &Option<Value>| side.as_ref().map_or_else(String::new, value);
            format!("  ~ {}: {} -> {}", change.path, side(before), side(after))
        }
    }));
    lines.extend(resources(plan));
    lines.extend(plan.warnings.iter().map(|warning| format!("  note: {}", warning_words(warning))));
    lines.push(format!("  price: {}", price(plan)));
    if plan.expected_seconds > 0 {
        lines.push(format!("  it usually takes {} min", plan.expected_seconds.div_ceil(60)));
    }
    lines.join("\n")
}

fn resources(plan: &Plan) -> impl Iterator<Item = String> {
    let mut actions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for resource in &plan.resources {
        actions.entry(&resource.action).or_default().push(&resource.resource_type);
    }
    actions.into_iter().map(|(action, types)| {
        let (count, plural) = (types.len(), if types.len() == 1 { "" } else { "s" });
        match action {
            // What is lost is named.
            "replace" | "remove" | "may_replace" => {
                format!("  {count} resource{plural} to {}: {}", action.replace('_', " "), types.join(", "))
            }
            action => format!("  {count} resource{plural} to {}", action.replace('_', " ")),
        }
    })
}

fn price(plan: &Plan) -> String {
    let dollars = |cents: u64| format!("${}.{:02}", cents / 100, cents % 100);
    let (before, after) = (plan.price.before_cents, plan.price.after_cents);
    if before == after {
        format!("{} a month, as before", dollars(after))
    } else {
        format!("{} a month (now {})", dollars(after), dollars(before))
    }
}

fn warning_words(warning: &Value) -> String {
    let name = warning["warning"].as_str().unwrap_or_default();
    match name {
        "nobody_can_connect" => "nobody can connect: the allow-list is empty".to_owned(),
        "single_instance" => {
            "without a second instance, an outage of a zone is an outage of the database".to_owned()
        }
        "restart" => "the instance restarts".to_owned(),
        "ipv6_not_served" => "the load balancer speaks IPv4 only: IPv6 networks let nobody in".to_owned(),
        "runtime_ends_soon" => {
            format!("AWS looks after the runtime until {} only", warning["until"].as_str().unwrap_or("soon"))
        }
        "network" => {
            let about = warning["about"]
                .as_str()
                .map_or_else(|| value(&warning["about"]), |word| word.replace('_', " "));
            format!("{}: {about}", value(&warning["network"]))
        }
        other => other.replace('_', " "),
    }
}

/// A value of JSON, texts without quotes.
fn value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_plan_says_what_is_lost_and_what_it_costs() {
        let operation: Operation = serde_json::from_value(json!({
            "id": "0198a000-0000-7000-8000-000000000001", "name": "hello", "change": "allow_list", "state": "planned",
            "ended": false, "steps": [], "failure": null, "version": null, "author": "mika", "created": "2026-11-01T00:00:00Z",
            "plan": {
                "changes": [
                    { "path": "settings.memory_mb", "before": 512, "after": 1024 },
                    { "path": "allow_list.203.0.113.7/32", "before": null, "after": "Mika" },
                ],
                "resources": [
                    { "logical_id": "A", "resource_type": "AWS::KMS::Key", "action": "remove" },
                    { "logical_id": "B", "resource_type": "AWS::Lambda::Function", "action": "change" },
                    { "logical_id": "C", "resource_type": "AWS::Lambda::Alias", "action": "change" },
                ],
                "warnings": [{ "warning": "nobody_can_connect" }, { "warning": "of_tomorrow" }],
                "price": { "before_cents": 105, "after_cents": 1230 },
                "expected_seconds": 61,
            },
        }))
        .unwrap();
        assert_eq!(
            shown(&operation),
            "allow list hello:\n  ~ settings.memory_mb: 512 -> 1024\n  + allow_list.203.0.113.7/32: Mika\n  \
             2 resources to change\n  1 resource to remove: AWS::KMS::Key\n  \
             note: nobody can connect: the allow-list is empty\n  note: of tomorrow\n  \
             price: $12.30 a month (now $1.05)\n  it usually takes 2 min"
        );
    }
}

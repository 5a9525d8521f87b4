//! Values of a document in words.

use domain::maintenance::Window;
use domain::operation::Change;
use domain::plan::{FieldChange, Plan, ResourceAction, ResourceChange};
use jiff::Timestamp;
use kinds::form::Setting;
use serde_json::Value;

use crate::page::Reader;
use crate::pages::components::plain;
use crate::ui::{self, DiffRow};

/// A plan in one line: how long, whether anything is interrupted, what it costs.
pub(super) fn sentence(reader: &Reader, change: Change, plan: &Plan) -> String {
    let text = reader.text();
    let money = |cents: u64| (text.common.money)(cents);
    let price = &plan.price;
    let price = match (price.before_cents, price.after_cents) {
        (before, after) if before == after => text.operation.price_same.to_owned(),
        (0, after) => (text.operation.price)(None, Some(&money(after))),
        (before, 0) => (text.operation.price)(Some(&money(before)), None),
        (before, after) => (text.operation.price)(Some(&money(before)), Some(&money(after))),
    };
    let takes = (text.operation.takes)(&(text.common.duration)(i64::from(plan.expected_seconds)));
    let interruption = (change != Change::Create).then(|| (text.operation.interruption)(plan.interruption));
    [Some(takes), interruption, Some(price)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How many resources are added, changed, replaced, removed.
pub(super) fn counts(reader: &Reader, resources: &[ResourceChange]) -> String {
    let count = |actions: &[ResourceAction]| {
        resources.iter().filter(|resource| actions.contains(&resource.action)).count()
    };
    (reader.text().operation.counts)(
        count(&[ResourceAction::Add]),
        count(&[ResourceAction::Change]),
        count(&[ResourceAction::Replace, ResourceAction::MayReplace]),
        count(&[ResourceAction::Remove]),
    )
}

/// What changes, as rows of a diff.
pub(super) fn rows(reader: &Reader, changes: &[FieldChange]) -> Vec<DiffRow> {
    let word =
        |path: &str, value: &Option<Value>| value.as_ref().map(|value| value_in_words(reader, path, value));
    changes
        .iter()
        .map(|change| DiffRow {
            label: (reader.text().settings.path)(&change.path),
            before: word(&change.path, &change.before),
            after: word(&change.path, &change.after),
        })
        .collect()
}

fn value_in_words(reader: &Reader, path: &str, value: &Value) -> String {
    if path == "window" {
        return window(reader, value).unwrap_or_else(|| ui::plain_value(reader.text(), value));
    }
    if path.starts_with("allow_list.") {
        return entry(reader, value);
    }
    let all = kinds::of(domain::component::Kind::Postgres).fields().iter().map(|field| field.setting);
    match all.into_iter().find(|setting| setting.field_name() == path) {
        Some(setting) => setting_in_words(reader, setting, value),
        None => ui::plain_value(reader.text(), value),
    }
}

fn setting_in_words(reader: &Reader, setting: Setting, value: &Value) -> String {
    match value {
        Value::String(text) => plain(reader, setting, text),
        other => plain(reader, setting, &other.to_string()),
    }
}

fn window(reader: &Reader, value: &Value) -> Option<String> {
    let Window { zone, weekday, start, minutes } = serde_json::from_value(value.clone()).ok()?;
    let text = reader.text();
    let start = start.to_string();
    let duration = (text.common.duration)(i64::from(minutes) * 60);
    Some((text.operation.window)((text.words.weekday)(weekday), &start, &duration, &zone))
}

fn entry(reader: &Reader, value: &Value) -> String {
    let label = value["label"].as_str().unwrap_or_default();
    let expires = value["expires"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    match expires {
        Some(expires) => {
            let until = (reader.text().operation.until)(&ui::in_zone(reader, expires, &reader.zone));
            format!("{label}, {until}")
        }
        None => label.to_owned(),
    }
}

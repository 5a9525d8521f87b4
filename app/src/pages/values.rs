//! Values of a component's document in words. Fields are known by their path, such as `settings.size` or `allow_list.203.0.113.7/32`.

use domain::component::Kind;
use domain::maintenance::Window;
use domain::plan::FieldChange;
use jiff::Timestamp;
use kinds::form::Setting;
use serde_json::Value;

use super::components::plain;
use crate::page::Reader;
use crate::ui::{self, DiffRow};

/// What changes, as rows of a diff: settings in the order of their form, then the others.
pub(super) fn rows(reader: &Reader, mut changes: Vec<FieldChange>) -> Vec<DiffRow> {
    changes.sort_by_key(|change| place(&change.path));
    let row = |FieldChange { path, before, after }| DiffRow {
        label: (reader.text().settings.path)(&path),
        before: before.map(|value| in_words(reader, &path, &value)),
        after: after.map(|value| in_words(reader, &path, &value)),
    };
    changes.into_iter().map(row).collect()
}

fn place(path: &str) -> usize {
    settings().position(|setting| setting.field_name() == path).unwrap_or(usize::MAX)
}

fn in_words(reader: &Reader, path: &str, value: &Value) -> String {
    let known = if path == "window" {
        window(reader, value)
    } else if path.starts_with("allow_list.") {
        entry(reader, value)
    } else {
        settings()
            .find(|setting| setting.field_name() == path)
            .map(|setting| setting_in_words(reader, setting, value))
    };
    known.unwrap_or_else(|| ui::plain_value(reader.text(), value))
}

fn settings() -> impl Iterator<Item = Setting> {
    let of = |kind| kinds::of(kind).fields().iter().map(|field| field.setting);
    Kind::ALL.into_iter().flat_map(of)
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

fn entry(reader: &Reader, value: &Value) -> Option<String> {
    let label = value["label"].as_str()?;
    let expires = value["expires"].as_str().and_then(|time| time.parse::<Timestamp>().ok());
    Some(match expires {
        Some(expires) => {
            let until = (reader.text().operation.until)(&ui::in_zone(reader, expires, &reader.zone));
            format!("{label}, {until}")
        }
        None => label.to_owned(),
    })
}

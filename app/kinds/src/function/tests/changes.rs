//! What changes of a function do, and what its author reads before confirming.

use domain::allow_list::{AllowList, Entry};
use domain::component::{Document, Environment};
use domain::operation::Change;
use domain::plan::{Interruption, PlanWarning, ResourceAction, diff_templates};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::function::samples::{self, Sample};
use crate::function::{Runtime, impact, render, warnings};

fn typical() -> Sample {
    let [_, typical, _] = samples::all();
    typical
}

fn twenty() -> Vec<Entry> {
    let [_, _, max] = samples::all();
    max.document.allow_list.entries().to_vec()
}

/// What happens in AWS between two documents of the typical sample.
fn touched(before: &Document, after: &Document) -> Vec<(String, ResourceAction)> {
    let sample = typical();
    let value = |document| render(&sample.context, document).unwrap().to_value();
    diff_templates(Some(&value(before)), Some(&value(after)))
        .into_iter()
        .map(|change| (change.logical_id, change.action))
        .collect()
}

fn with_list(entries: &[Entry]) -> Document {
    Document { allow_list: AllowList::from_entries(entries.to_vec()), ..typical().document }
}

fn with_setting(name: &str, value: Value) -> Document {
    let mut document = typical().document;
    document.settings[name] = value;
    document
}

#[test]
fn settings_change_the_function_in_place() {
    for (name, value) in [
        ("memory_mb", json!(1024)),
        ("timeout_seconds", json!(60)),
        ("concurrency", json!(20)),
        ("handler", json!("src/app.handler")),
        ("runtime", json!("python3.14")),
    ] {
        let after = with_setting(name, value);
        assert_eq!(
            touched(&typical().document, &after),
            [("Function".to_owned(), ResourceAction::Change)],
            "{name}"
        );
    }
    let after = with_setting("log_retention_days", json!(400));
    assert_eq!(touched(&typical().document, &after), [("LogGroup".to_owned(), ResourceAction::Change)]);
    let after = with_setting("deletion_protection", json!(false));
    assert_eq!(touched(&typical().document, &after), []);
}

#[test]
fn lists_change_rules_and_nothing_else() {
    let all = twenty();
    for (before, after, expected) in [
        (0, 1, vec![("Rule1", ResourceAction::Add)]),
        (1, 6, vec![("Rule1", ResourceAction::Change), ("Rule2", ResourceAction::Add)]),
        (6, 2, vec![("Rule1", ResourceAction::Change), ("Rule2", ResourceAction::Remove)]),
        (2, 0, vec![("Rule1", ResourceAction::Remove)]),
        (4, 20, (2..=5).map(|number| (RULES[number - 1], ResourceAction::Add)).collect()),
    ] {
        let touched = touched(&with_list(&all[..before]), &with_list(&all[..after]));
        let touched: Vec<(&str, ResourceAction)> =
            touched.iter().map(|(logical_id, action)| (logical_id.as_str(), *action)).collect();
        assert_eq!(touched, expected, "{before} -> {after}");
    }
}

const RULES: [&str; 5] = ["Rule1", "Rule2", "Rule3", "Rule4", "Rule5"];

#[test]
fn a_link_joins_the_network_and_no_link_leaves_it() {
    let [_, _, max] = samples::all();
    let mut apart = max.document.clone();
    apart.settings["database"] = Value::Null;
    let value = |document| render(&max.context, document).unwrap().to_value();
    let changes = diff_templates(Some(&value(&apart)), Some(&value(&max.document)));
    let added: Vec<&str> = changes
        .iter()
        .filter(|change| change.action == ResourceAction::Add)
        .map(|change| change.logical_id.as_str())
        .collect();
    assert_eq!(added, ["DatabaseAccess", "SecurityGroup"]);
    assert!(changes.iter().all(|change| change.action != ResourceAction::Replace));
}

#[test]
fn only_deleting_interrupts() {
    let settings = typical().document.settings;
    let of = |change| impact(change, Environment::Production, Some(&settings), Some(&settings)).unwrap();
    for change in [Change::Create, Change::Settings, Change::AllowList, Change::Window] {
        assert_eq!(of(change).interruption, Interruption::None, "{change:?}");
        assert!(of(change).expected_seconds <= 120);
    }
    assert_eq!(of(Change::Delete).interruption, Interruption::Permanent);
}

#[test]
fn leaving_the_network_takes_its_time() {
    let [_, typical, max] = samples::all();
    let seconds = |change, before: &Value, after: Option<&Value>| {
        impact(change, Environment::Production, Some(before), after).unwrap().expected_seconds
    };
    let (linked, apart) = (&max.document.settings, &typical.document.settings);
    assert_eq!(seconds(Change::Delete, linked, None), 1_200);
    assert_eq!(seconds(Change::Settings, linked, Some(apart)), 1_200);
    assert_eq!(seconds(Change::Delete, apart, None), 60);
    assert_eq!(seconds(Change::Settings, linked, Some(linked)), 30);
}

#[test]
fn the_end_of_a_runtime_and_unreachable_networks_are_pointed_out() {
    let [_, typical, max] = samples::all();
    let spring = date(2028, 3, 1);
    assert_eq!(warnings(spring, &typical.document).unwrap(), []);
    let until = Runtime::Node24.supported_until();
    assert_eq!(
        warnings(spring, &max.document).unwrap(),
        [PlanWarning::RuntimeEndsSoon { until }, PlanWarning::Ipv6NotServed]
    );
}

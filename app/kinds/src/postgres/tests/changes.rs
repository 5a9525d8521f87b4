//! Plans: what the author of a change reads before confirming.

use domain::allow_list::AllowList;
use domain::component::{Document, Kind};
use domain::operation::Change;
use domain::plan::{AwsView, Interruption, Plan, PlanWarning, ResourceAction};
use serde_json::json;

use crate::plan::{Desired, Draft, plan};
use crate::postgres::samples::{self, Sample};

fn typical() -> Sample {
    let [_, typical, _] = samples::all();
    typical
}

fn planned(change: Change, before: Option<&Document>, after: Option<&Document>) -> Plan {
    let context = typical().context;
    let desired = |document| Desired { context: &context, document };
    plan(&Draft {
        kind: Kind::Postgres,
        change,
        before: before.map(desired),
        after: after.map(desired),
        networks: Vec::new(),
        today: jiff::civil::date(2026, 11, 21),
        final_snapshot: Some("last".to_owned()),
    })
    .unwrap()
}

/// The plan of a change of one setting.
fn setting(name: &str, value: serde_json::Value) -> Plan {
    let before = typical().document;
    let mut after = before.clone();
    after.settings[name] = value;
    planned(Change::Settings, Some(&before), Some(&after))
}

fn touched(plan: &Plan) -> Vec<(&str, ResourceAction)> {
    plan.resources.iter().map(|change| (change.logical_id.as_str(), change.action)).collect()
}

#[test]
fn creating_adds_everything_and_loses_nothing() {
    let document = typical().document;
    let plan = planned(Change::Create, None, Some(&document));
    assert_eq!(plan.resources.len(), typical().template().resources().count());
    assert!(plan.resources.iter().all(|change| change.action == ResourceAction::Add));
    assert_eq!(plan.interruption, Interruption::None);
    assert_eq!(plan.gate, None);
    assert_eq!(plan.aws, AwsView::None);
    assert_eq!(plan.price.before_cents, 0);
    assert!(plan.price.after_cents > 10_000);
}

#[test]
fn deleting_asks_for_the_name_and_keeps_what_backups_need() {
    let document = typical().document;
    let plan = planned(Change::Delete, Some(&document), None);
    let gate = plan.gate.as_ref().unwrap();
    assert_eq!((gate.name.as_str(), gate.final_snapshot.as_deref()), ("cccc", Some("last")));
    assert_eq!(plan.interruption, Interruption::Permanent);
    assert_eq!(plan.price.after_cents, 0);
    let removed = touched(&plan);
    assert!(removed.contains(&("Cluster", ResourceAction::Remove)));
    for kept in ["Key", "BackupVault", "BackupRole", "LogGroup"] {
        assert!(!removed.contains(&(kept, ResourceAction::Remove)), "{kept}");
    }
}

#[test]
fn an_allow_list_change_touches_its_rule_only() {
    let before = typical().document;
    let mut after = before.clone();
    after.allow_list = AllowList::from_entries(before.allow_list.entries()[1..].to_vec());
    let plan = planned(Change::AllowList, Some(&before), Some(&after));
    assert_eq!(touched(&plan), [("Allow203x0x113x7p32", ResourceAction::Remove)]);
    assert_eq!(plan.gate, None);
    assert_eq!(plan.interruption, Interruption::None);
}

#[test]
fn an_empty_allow_list_is_pointed_out() {
    let before = typical().document;
    let after = Document { allow_list: AllowList::default(), ..before.clone() };
    let plan = planned(Change::AllowList, Some(&before), Some(&after));
    assert_eq!(plan.warnings, [PlanWarning::NobodyCanConnect]);
}

#[test]
fn another_size_restarts_the_instances_and_costs_more() {
    let plan = setting("size", json!("medium"));
    assert_eq!(
        touched(&plan),
        [("Instance1", ResourceAction::Change), ("Instance2", ResourceAction::Change)]
    );
    assert_eq!(plan.interruption, Interruption::Short { seconds: 60 });
    assert_eq!(plan.warnings, [PlanWarning::Restart]);
    assert!(plan.price.after_cents > plan.price.before_cents);
    assert_eq!(plan.aws, AwsView::Preparing);
}

#[test]
fn production_without_a_replica_is_pointed_out() {
    let plan = setting("replicas", json!(0));
    assert_eq!(touched(&plan), [("Instance2", ResourceAction::Remove)]);
    assert!(plan.warnings.contains(&PlanWarning::SingleInstance));
}

#[test]
fn other_settings_do_not_interrupt() {
    for (name, value) in [("backup_retention_days", json!(21)), ("deletion_protection", json!(false))] {
        let plan = setting(name, value);
        assert_eq!(touched(&plan), [("Cluster", ResourceAction::Change)], "{name}");
        assert_eq!(plan.interruption, Interruption::None);
        assert_eq!(plan.gate, None);
    }
}

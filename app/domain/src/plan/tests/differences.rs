use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::allow_list::{AllowList, Cidr, Entry};
use crate::component::{Document, Region};
use crate::ids::AllowListEntryId;
use crate::maintenance::{Weekday, Window};
use crate::plan::{ResourceAction, ResourceChange, diff_documents, diff_templates, unexpected_loss};

fn document(settings: Value, networks: &[(&str, &str)]) -> Document {
    let entries = networks.iter().map(|(network, label)| Entry {
        id: AllowListEntryId(Uuid::nil()),
        network: Cidr::parse(network).expect("a network"),
        label: (*label).to_owned(),
        expires: None,
        added_by: "Eve".to_owned(),
        added: Timestamp::UNIX_EPOCH,
    });
    Document {
        settings,
        allow_list: AllowList::from_entries(entries.collect()),
        window: Window::default_for(&Region::parse("ap-northeast-1").expect("a region")),
    }
}

#[test]
fn documents_are_compared_field_by_field() {
    let before = document(
        json!({ "size": "small", "backup": { "days": 7, "copies": ["a"] }, "old": 1 }),
        &[("203.0.113.0/24", "office"), ("198.51.100.7", "Bob")],
    );
    let mut after = document(
        json!({ "size": "large", "backup": { "days": 7, "copies": ["a", "b"] }, "new": null }),
        &[("192.0.2.0/24", "Osaka"), ("203.0.113.0/24", "Tokyo")],
    );
    after.window.weekday = Weekday::Monday;
    let changes = diff_documents(Some(&before), Some(&after));
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "settings.backup.copies",
            "settings.new",
            "settings.old",
            "settings.size",
            "allow_list.192.0.2.0/24",
            "allow_list.198.51.100.7/32",
            "allow_list.203.0.113.0/24",
            "window",
        ]
    );
    assert_eq!((&changes[3].before, &changes[3].after), (&Some(json!("small")), &Some(json!("large"))));
    assert_eq!((&changes[1].before, &changes[1].after), (&None, &Some(Value::Null)));
    assert_eq!(changes[6].before, Some(json!({ "label": "office", "expires": null })));
    assert_eq!(changes[7].after.as_ref().expect("a window")["weekday"], "monday");
}

#[test]
fn all_of_a_new_or_deleted_component_changes_and_nothing_of_the_same() {
    let document =
        document(json!({ "size": "small", "backup": { "days": 7 } }), &[("203.0.113.0/24", "office")]);
    let made = diff_documents(None, Some(&document));
    assert_eq!(made.len(), 4);
    assert!(made.iter().all(|change| change.before.is_none() && change.after.is_some()));
    let gone = diff_documents(Some(&document), None);
    assert!(gone.iter().all(|change| change.before.is_some() && change.after.is_none()) && gone.len() == 4);
    assert_eq!(diff_documents(Some(&document), Some(&document)), []);
    assert_eq!(diff_documents(None, None), []);
}

fn template(resources: Value) -> Value {
    json!({ "AWSTemplateFormatVersion": "2010-09-09", "Resources": resources })
}

fn actions(before: &Value, after: &Value) -> Vec<(String, ResourceAction)> {
    let changes = diff_templates(Some(before), Some(after));
    changes.into_iter().map(|change| (change.logical_id, change.action)).collect()
}

#[test]
fn what_cannot_change_in_place_is_replaced() {
    for (resource_type, property, action) in [
        ("AWS::RDS::DBCluster", "MasterUsername", ResourceAction::Replace),
        ("AWS::RDS::DBCluster", "KmsKeyId", ResourceAction::Replace),
        ("AWS::RDS::DBCluster", "PreferredMaintenanceWindow", ResourceAction::Change),
        ("AWS::RDS::DBCluster", "EngineVersion", ResourceAction::Change),
        ("AWS::RDS::DBInstance", "DBInstanceClass", ResourceAction::Change),
        ("AWS::EC2::SecurityGroup", "GroupDescription", ResourceAction::Replace),
        ("AWS::EC2::SecurityGroupIngress", "CidrIp", ResourceAction::Replace),
        ("AWS::EC2::SecurityGroupIngress", "Description", ResourceAction::Change),
        ("AWS::KMS::Key", "KeyPolicy", ResourceAction::Change),
    ] {
        let with = |value: &str| {
            let mut template =
                template(json!({ "Thing": { "Type": resource_type, "Properties": { "Same": 1 } } }));
            template["Resources"]["Thing"]["Properties"][property] = json!(value);
            template
        };
        assert_eq!(
            actions(&with("a"), &with("b")),
            [("Thing".to_owned(), action)],
            "{resource_type} {property}"
        );
    }
}

#[test]
fn resources_come_and_go_in_a_fixed_order() {
    let queue = json!({ "Type": "AWS::SQS::Queue" });
    let before = template(json!({ "C": queue, "A": queue, "T": queue }));
    let after = template(json!({ "B": queue, "A": queue, "T": { "Type": "AWS::SNS::Topic" } }));
    assert_eq!(
        actions(&before, &after),
        [
            ("B".to_owned(), ResourceAction::Add),
            ("C".to_owned(), ResourceAction::Remove),
            ("T".to_owned(), ResourceAction::Replace),
        ]
    );
    assert!(diff_templates(None, Some(&after)).iter().all(|change| change.action == ResourceAction::Add));
    assert!(diff_templates(Some(&after), None).iter().all(|change| change.action == ResourceAction::Remove));
    assert_eq!(actions(&after, &after), []);
}

#[test]
fn only_unplanned_losses_are_unexpected() {
    let change = |logical_id: &str, resource_type: &str, action| ResourceChange {
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        action,
    };
    let cluster = |action| change("Cluster", "AWS::RDS::DBCluster", action);
    for (planned, aws, unexpected) in [
        (vec![], cluster(ResourceAction::Replace), true),
        (vec![], cluster(ResourceAction::MayReplace), true),
        (vec![], cluster(ResourceAction::Remove), true),
        (vec![], cluster(ResourceAction::Change), false),
        (vec![], change("Rule", "AWS::EC2::SecurityGroupIngress", ResourceAction::Remove), false),
        (vec![cluster(ResourceAction::Change)], cluster(ResourceAction::Replace), true),
        (vec![cluster(ResourceAction::Replace)], cluster(ResourceAction::Replace), false),
        (vec![cluster(ResourceAction::MayReplace)], cluster(ResourceAction::MayReplace), false),
        (vec![change("Key", "AWS::KMS::Key", ResourceAction::Remove)], cluster(ResourceAction::Remove), true),
    ] {
        let loss = unexpected_loss(&planned, std::slice::from_ref(&aws));
        assert_eq!(!loss.is_empty(), unexpected, "{planned:?} {aws:?}");
    }
}

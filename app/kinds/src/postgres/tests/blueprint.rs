//! Blueprint 1.0.0 as AWS is told to make it.

use std::path::Path;

use serde_json::Value;

use crate::blueprints;
use crate::postgres::{BLUEPRINT, samples};
use crate::words::{ResourceWord, resource_word};

/// CloudFormation takes larger templates from a bucket only
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>).
const DIRECT_MAX: usize = 51_200;

#[test]
fn its_templates_are_those_of_its_version() {
    for sample in samples::all() {
        insta::assert_snapshot!(sample.name, blueprints::readable(&sample.template()));
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/postgres/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &samples::all().map(|sample| sample.template()));
}

#[test]
fn the_largest_template_is_taken_directly() {
    let [_, _, max] = samples::all();
    assert!(max.template().to_body().len() <= DIRECT_MAX);
    assert!(max.context.stack_name().len() <= 128);
}

#[test]
fn every_resource_that_takes_tags_has_them() {
    for sample in samples::all() {
        let template = sample.template().to_value();
        for (logical_id, resource) in template["Resources"].as_object().unwrap() {
            let without =
                ["AWS::Backup::BackupSelection", "AWS::EC2::SecurityGroupIngress", "AWS::KMS::Alias"];
            if !without.contains(&resource["Type"].as_str().unwrap()) {
                let properties = resource["Properties"].to_string();
                for key in [
                    "organization",
                    "project",
                    "component",
                    "environment",
                    "blueprint",
                    "cost-center",
                    "managed-by",
                ] {
                    assert!(properties.contains(&format!("\"{key}\"")), "{logical_id} lacks {key}");
                }
            }
        }
    }
}

#[test]
fn every_resource_has_a_word() {
    for (logical_id, resource_type) in samples::all()[2].template().resources() {
        assert_ne!(resource_word(resource_type), ResourceWord::Other, "{logical_id}");
    }
}

#[test]
fn no_settings_switch_security_off() {
    for sample in samples::all() {
        let template = sample.template().to_value();
        let resources = &template["Resources"];
        let cluster = &resources["Cluster"];
        assert_eq!(cluster["Properties"]["StorageEncrypted"], true);
        assert_eq!(cluster["Properties"]["ManageMasterUserPassword"], true);
        assert_eq!(cluster["DeletionPolicy"], "Snapshot");
        assert_eq!(cluster["UpdateReplacePolicy"], "Snapshot");
        assert_eq!(resources["Key"]["DeletionPolicy"], "RetainExceptOnCreate");
        assert_eq!(resources["ClusterParameters"]["Properties"]["Parameters"]["rds.force_ssl"], "1");
        let egress = &resources["SecurityGroup"]["Properties"]["SecurityGroupEgress"];
        assert_eq!(egress[0]["CidrIp"], "127.0.0.1/32");
        assert!(resources["SecurityGroup"]["Properties"].get("SecurityGroupIngress").is_none());
        for instance in instances(resources) {
            assert_eq!(instance["PubliclyAccessible"], false);
        }
    }
}

#[test]
fn cluster_and_every_instance_have_the_window() {
    for sample in samples::all() {
        let template = sample.template().to_value();
        let resources = &template["Resources"];
        let expected = sample.context.window.to_string();
        assert_eq!(resources["Cluster"]["Properties"]["PreferredMaintenanceWindow"], *expected);
        for instance in instances(resources) {
            assert_eq!(instance["PreferredMaintenanceWindow"], *expected);
        }
    }
}

#[test]
fn instances_restart_one_after_the_other() {
    let [.., max] = samples::all();
    let template = max.template().to_value();
    assert_eq!(template["Resources"]["Instance1"].get("DependsOn"), None);
    assert_eq!(template["Resources"]["Instance2"]["DependsOn"], serde_json::json!(["Instance1"]));
    assert_eq!(template["Resources"]["Instance3"]["DependsOn"], serde_json::json!(["Instance2"]));
}

fn instances(resources: &Value) -> impl Iterator<Item = &Value> {
    resources
        .as_object()
        .unwrap()
        .values()
        .filter(|resource| resource["Type"] == "AWS::RDS::DBInstance")
        .map(|resource| &resource["Properties"])
}

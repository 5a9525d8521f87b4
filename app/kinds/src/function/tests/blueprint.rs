//! Blueprint 1.1.0 as AWS is told to make it.

use std::path::Path;

use serde_json::{Value, json};

use crate::blueprints;
use crate::function::{BLUEPRINT, Family, Settings, limits, placeholder, render, samples};
use crate::kind::Context;
use crate::words::{ResourceWord, resource_word};

/// CloudFormation takes larger templates from a bucket only
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>).
const DIRECT_MAX: usize = 51_200;

fn resources(sample: &samples::Sample) -> Value {
    sample.template().to_value()["Resources"].clone()
}

#[test]
fn its_templates_are_those_of_its_version() {
    for sample in samples::all() {
        insta::assert_snapshot!(sample.name, blueprints::readable(&sample.template()));
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/function/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &samples::all().map(|sample| sample.template()));
}

#[test]
fn the_largest_template_is_taken_directly_and_its_name_by_lambda() {
    let [_, _, max] = samples::all();
    assert!(max.template().to_body().len() <= DIRECT_MAX);
    assert!(max.context.stack_name().len() <= 128);
    assert!(max.context.identifier().len() <= limits::NAME_MAX);
}

#[test]
fn what_a_deploy_moves_stands_in_no_template() {
    for sample in samples::all() {
        let resources = resources(&sample);
        assert!(resources["Function"]["Properties"].get("Environment").is_none());
        assert!(resources["TargetGroup"]["Properties"].get("Targets").is_none());
        for (_, resource_type) in sample.template().resources() {
            let moved = ["AWS::Lambda::Alias", "AWS::Lambda::Permission", "AWS::Lambda::Version"];
            assert!(!moved.contains(&resource_type), "{resource_type}");
        }
    }
}

#[test]
fn settings_never_change_the_code_of_a_family() {
    let code = |sample: &samples::Sample| resources(sample)["Function"]["Properties"]["Code"].clone();
    let [_, typical, _] = samples::all();
    let mut other = typical.clone();
    for (name, value) in
        [("runtime", json!("python3.12")), ("memory_mb", json!(2048)), ("handler", json!("x.y"))]
    {
        other.document.settings[name] = value;
    }
    assert_eq!(code(&typical), code(&other));
    assert_eq!(code(&typical)["S3Key"], placeholder::key(Family::Python));
}

#[test]
fn every_resource_that_takes_tags_has_them() {
    let without = [
        "AWS::EC2::SecurityGroupIngress",
        "AWS::KMS::Alias",
        "AWS::Logs::MetricFilter",
        "AWS::Route53::RecordSet",
    ];
    for sample in samples::all() {
        for (logical_id, resource) in resources(&sample).as_object().unwrap() {
            let tags = &resource["Properties"]["Tags"];
            if without.contains(&resource["Type"].as_str().unwrap()) {
                // CloudFormation refuses a property that a type does not have.
                assert!(tags.is_null(), "{logical_id} has tags");
                continue;
            }
            let tags = tags.to_string();
            for key in [
                "organization",
                "project",
                "component",
                "environment",
                "blueprint",
                "cost-center",
                "managed-by",
            ] {
                assert!(tags.contains(&format!("\"{key}\"")), "{logical_id} lacks {key}");
            }
            assert!(tags.contains("function@1.1.0"), "{logical_id}");
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
        let resources = resources(&sample);
        let key = json!({ "Fn::GetAtt": ["Key", "Arn"] });
        assert_eq!(resources["Function"]["Properties"]["KmsKeyArn"], key);
        assert_eq!(resources["LogGroup"]["Properties"]["KmsKeyId"], key);
        assert_eq!(resources["Secret"]["Properties"]["KmsKeyId"], key);
        for kept in ["Key", "LogGroup"] {
            assert_eq!(resources[kept]["DeletionPolicy"], "RetainExceptOnCreate");
        }
        for rule in rules(&resources) {
            let fields: Vec<&Value> =
                rule["Conditions"].as_array().unwrap().iter().map(|condition| &condition["Field"]).collect();
            assert_eq!(fields, ["host-header", "source-ip"], "a rule lets more in than the allow-list");
        }
    }
}

#[test]
fn only_a_linked_function_joins_the_network_and_leaves_it_in_order() {
    let [min, typical, max] = samples::all();
    for sample in [min, typical] {
        let resources = resources(&sample);
        assert!(resources["Function"]["Properties"].get("VpcConfig").is_none());
        assert!(resources.get("SecurityGroup").is_none());
        assert!(!resources["Role"].to_string().contains("NetworkInterface"));
    }
    let resources = resources(&max);
    assert!(resources["Function"]["Properties"]["VpcConfig"].to_string().contains("SecurityGroup"));
    // The role outlives the group, and the group the function: AWS takes network interfaces back in the name of the role.
    assert_eq!(resources["SecurityGroup"]["DependsOn"], json!(["Role"]));
    assert_eq!(resources["Function"]["DependsOn"], json!(["DatabaseAccess"]));
    for egress in resources["SecurityGroup"]["Properties"]["SecurityGroupEgress"].as_array().unwrap() {
        assert!(egress.get("DestinationSecurityGroupId").is_some() && egress.get("CidrIp").is_none());
    }
}

#[test]
fn nothing_is_rendered_without_its_place_its_domain_and_its_database() {
    let [_, _, max] = samples::all();
    assert!(render(&max.context, &max.document).is_ok());
    let contexts = [
        Context { slot: None, ..max.context.clone() },
        Context { slot: Some(limits::SLOT_MAX + 1), ..max.context.clone() },
        Context { domain: None, ..max.context.clone() },
        Context { database: None, ..max.context.clone() },
    ];
    for context in contexts {
        assert!(matches!(render(&context, &max.document), Err(domain::Error::Internal(_))));
    }
    let mut other = max.document.clone();
    other.settings = json!({ "size": "small" });
    assert!(matches!(render(&max.context, &other), Err(domain::Error::Internal(_))));
    assert!(Settings::from_document(&max.document.settings).is_ok());
}

fn rules(resources: &Value) -> impl Iterator<Item = &Value> {
    resources
        .as_object()
        .unwrap()
        .values()
        .filter(|resource| resource["Type"] == "AWS::ElasticLoadBalancingV2::ListenerRule")
        .map(|resource| &resource["Properties"])
}

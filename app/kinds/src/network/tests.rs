//! The network as AWS is told to make it.

use std::path::Path;

use domain::component::Region;
use domain::organization::Name;
use serde_json::Value;

use super::{BLUEPRINT, render};
use crate::blueprints;
use crate::words::{ResourceWord, resource_word};

fn sample() -> crate::template::Template {
    render(&Name::parse("acme").unwrap(), &Region::parse("ap-northeast-1").unwrap())
}

#[test]
fn its_template_is_the_one_of_its_version() {
    insta::assert_snapshot!("network", blueprints::readable(&sample()));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/network/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &[sample()]);
}

#[test]
fn nothing_leads_to_the_internet() {
    let types: Vec<&str> = sample().resources().map(|(_, resource_type)| resource_type).collect();
    assert!(!types.iter().any(|name| name.contains("Gateway") || *name == "AWS::EC2::Route"), "{types:?}");
}

#[test]
fn subnets_lie_in_the_network_and_apart() {
    let template = sample().to_value();
    let range = |logical_id: &str| -> String {
        template["Resources"][logical_id]["Properties"]["CidrBlock"].as_str().unwrap().to_owned()
    };
    let read = |logical_id: &str| domain::allow_list::Cidr::parse(&range(logical_id)).unwrap();
    assert!(read("Vpc").contains(read("SubnetA")) && read("Vpc").contains(read("SubnetB")));
    assert!(!read("SubnetA").contains(read("SubnetB")) && !read("SubnetB").contains(read("SubnetA")));
}

#[test]
fn components_import_what_it_exports() {
    let template = sample().to_value();
    let exports: Vec<&Value> =
        template["Outputs"].as_object().unwrap().values().map(|output| &output["Export"]["Name"]).collect();
    let expected =
        ["SubnetA", "SubnetB", "VpcId"].map(|name| Value::from(format!("provisioner-acme-network-{name}")));
    assert!(expected.iter().all(|name| exports.contains(&name)), "{exports:?}");
}

#[test]
fn every_resource_has_a_word() {
    for (logical_id, resource_type) in sample().resources() {
        assert_ne!(resource_word(resource_type), ResourceWord::Other, "{logical_id}");
    }
}

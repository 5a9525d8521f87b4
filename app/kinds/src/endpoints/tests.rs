//! The endpoints as AWS is told to make them.

use std::path::Path;

use domain::component::Region;
use domain::organization::Name;

use super::{BLUEPRINT, price, render};
use crate::blueprints;
use crate::network;
use crate::template::Template;
use crate::words::{ResourceWord, resource_word};

fn acme() -> Name {
    Name::parse("acme").unwrap()
}

fn tokyo() -> Region {
    Region::parse("ap-northeast-1").unwrap()
}

fn sample() -> Template {
    render(&acme(), &tokyo())
}

#[test]
fn its_template_is_the_one_of_its_version() {
    insta::assert_snapshot!("endpoints", blueprints::readable(&sample()));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/endpoints/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &[sample()]);
}

#[test]
fn only_the_network_reaches_them_and_only_for_its_own_secrets() {
    let template = sample().to_value();
    let group = &template["Resources"]["SecurityGroup"]["Properties"];
    assert_eq!(group["SecurityGroupIngress"][0]["CidrIp"], network::range(&acme(), &tokyo()));
    let policy = &template["Resources"]["SecretsManager"]["Properties"]["PolicyDocument"]["Statement"][0];
    assert!(policy["Condition"].to_string().contains("AWS::AccountId"));
    assert!(policy["Resource"].to_string().contains("${AWS::AccountId}"));
}

#[test]
fn every_resource_has_a_word() {
    for (logical_id, resource_type) in sample().resources() {
        assert_ne!(resource_word(resource_type), ResourceWord::Other, "{logical_id}");
    }
}

#[test]
fn the_price_is_that_of_two_zones() {
    let cents = |region: &str| price(&Region::parse(region).unwrap()).map(|price| price.total_cents());
    // 2 x 730 h x 0.01 USD.
    assert_eq!(cents("us-east-1"), Some(1_460));
    assert_eq!(cents("sa-east-1"), None);
}

//! Load balancers as AWS is told to make them.

use std::path::Path;

use domain::allow_list::Cidr;
use domain::component::Region;
use domain::organization::Name;
use serde_json::Value;

use super::{BLUEPRINT, Exposure, price, render};
use crate::blueprints;
use crate::function::{Settings, samples};
use crate::network;
use crate::template::Template;
use crate::words::{ResourceWord, resource_word};

fn acme() -> Name {
    Name::parse("acme").unwrap()
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

fn sample(exposure: Exposure) -> Template {
    render(&acme(), &region("ap-northeast-1"), exposure, &samples::domain())
}

fn both() -> [Template; 2] {
    Exposure::ALL.map(sample)
}

#[test]
fn its_templates_are_those_of_its_version() {
    for exposure in Exposure::ALL {
        insta::assert_snapshot!(exposure.as_str(), blueprints::readable(&sample(exposure)));
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/load_balancer/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &both());
}

#[test]
fn the_private_one_has_no_way_to_or_from_the_internet() {
    let template = sample(Exposure::Private);
    assert!(template.resources().all(|(_, resource_type)| !resource_type.contains("Gateway")));
    let template = template.to_value();
    let resources = &template["Resources"];
    assert_eq!(resources["LoadBalancer"]["Properties"]["Scheme"], "internal");
    let ingress = &resources["SecurityGroup"]["Properties"]["SecurityGroupIngress"];
    assert_eq!(ingress.as_array().unwrap().len(), 1);
    assert_eq!(ingress[0]["CidrIp"], network::range(&acme(), &region("ap-northeast-1")));
}

#[test]
fn public_subnets_lie_in_the_network_and_apart_from_the_private_ones() {
    let read = |template: &Value, logical_id: &str| {
        let range = &template["Resources"][logical_id]["Properties"]["CidrBlock"];
        Cidr::parse(range.as_str().unwrap()).unwrap()
    };
    let private = network::render(&acme(), &region("ap-northeast-1")).to_value();
    let public = sample(Exposure::Public).to_value();
    let subnets = [
        read(&private, "SubnetA"),
        read(&private, "SubnetB"),
        read(&public, "PublicSubnetA"),
        read(&public, "PublicSubnetB"),
    ];
    for (index, subnet) in subnets.iter().enumerate() {
        assert!(read(&private, "Vpc").contains(*subnet));
        for other in &subnets[index + 1..] {
            assert!(!subnet.contains(*other) && !other.contains(*subnet), "{subnet} and {other}");
        }
    }
}

#[test]
fn what_fits_no_rule_gets_nothing() {
    for template in both() {
        let template = template.to_value();
        let listener = &template["Resources"]["Listener"]["Properties"];
        assert_eq!(listener["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"], "404");
        assert_eq!(listener["Protocol"], "HTTPS");
        assert!(listener["SslPolicy"].as_str().unwrap().contains("TLS13"));
    }
}

#[test]
fn a_function_may_use_all_of_its_time() {
    for template in both() {
        let template = template.to_value();
        let attributes = &template["Resources"]["LoadBalancer"]["Properties"]["LoadBalancerAttributes"];
        let idle = attributes
            .as_array()
            .unwrap()
            .iter()
            .find(|attribute| attribute["Key"] == "idle_timeout.timeout_seconds")
            .unwrap();
        let seconds: u16 = idle["Value"].as_str().unwrap().parse().unwrap();
        assert!(seconds > Settings::TIMEOUT_MAX);
    }
}

#[test]
fn the_record_of_requests_outlives_the_load_balancer() {
    for template in both() {
        assert!(template.keeps("LogBucket") && template.keeps("LogBucketPolicy"));
    }
}

#[test]
fn every_resource_has_a_word() {
    for template in both() {
        for (logical_id, resource_type) in template.resources() {
            assert_ne!(resource_word(resource_type), ResourceWord::Other, "{logical_id}");
        }
    }
}

#[test]
fn the_public_one_costs_more_by_its_addresses() {
    let cents = |name: &str, exposure| price(&region(name), exposure).map(|price| price.total_cents());
    // 730 h x 0.0225 USD, and two addresses at 0.005 USD.
    assert_eq!(cents("us-east-1", Exposure::Private), Some(1_643));
    assert_eq!(cents("us-east-1", Exposure::Public), Some(1_643 + 730));
    assert_eq!(cents("sa-east-1", Exposure::Public), None);
}

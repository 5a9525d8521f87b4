//! What a function tells, what runs before its first deploy, and what it costs.

use std::collections::BTreeMap;

use domain::component::{Environment, Region};
use serde_json::{Value, json};

use crate::function::{Family, Outputs, Settings, placeholder, price, samples};

#[test]
fn outputs_are_complete_or_not_there() {
    let [_, typical, max] = samples::all();
    for (sample, linked) in [(typical, false), (max, true)] {
        let template = sample.template().to_value();
        let names = template["Outputs"].as_object().unwrap().keys();
        let mut told: BTreeMap<String, String> =
            names.map(|name| (name.clone(), format!("the {name}"))).collect();
        let outputs = Outputs::read(&told).unwrap();
        assert_eq!(outputs.function_arn, "the FunctionArn");
        assert_eq!(outputs.security_group_id.is_some(), linked);
        told.remove("TargetGroupArn");
        assert_eq!(Outputs::read(&told), None);
    }
}

#[test]
fn the_address_is_in_the_domain_of_the_account() {
    let [_, typical, _] = samples::all();
    let template = typical.template().to_value();
    let host = format!("{}.apps.example.com", typical.context.identifier());
    assert_eq!(template["Outputs"]["Host"]["Value"], host);
    assert_eq!(template["Outputs"]["Url"]["Value"], format!("https://{host}"));
    assert_eq!(template["Resources"]["HostName"]["Properties"]["Name"], host);
}

#[test]
fn each_placeholder_stands_where_its_family_looks() {
    for family in Family::ALL {
        let [file] = placeholder::files(family);
        let module = family.default_handler().split('.').next().unwrap();
        assert_eq!(file.path.split('.').next().unwrap(), module);
        assert!(file.text.contains("This function has no code yet"));
        assert_eq!(file.mode & 0o111 != 0, family == Family::Provided, "{}", file.path);
    }
}

#[test]
fn the_price_follows_memory_and_processors() {
    let cents = |region: &str, changes: Value| {
        let mut settings = Settings::default_for(Environment::Development).to_value();
        for (name, value) in changes.as_object().unwrap() {
            settings[name] = value.clone();
        }
        price(&Region::parse(region).unwrap(), &settings).unwrap().map(|price| price.total_cents())
    };
    // A million requests at 0.20 USD, 50,000 GiB seconds at 0.0000133334 USD, key, secret.
    assert_eq!(cents("us-east-1", json!({})), Some(20 + 67 + 100 + 40));
    assert_eq!(cents("us-east-1", json!({ "architecture": "x86_64" })), Some(20 + 84 + 100 + 40));
    assert_eq!(cents("us-east-1", json!({ "memory_mb": 10_240 })), Some(20 + 1_334 + 100 + 40));
    assert_eq!(cents("sa-east-1", json!({})), None);
}

//! Connecting to a server, and paying for it.

use std::collections::BTreeMap;

use domain::component::{Environment, Kind, Region};
use serde_json::json;

use crate::kind::of;
use crate::postgres::connection::Client;
use crate::postgres::{Outputs, Settings};

fn outputs() -> Outputs {
    let told: BTreeMap<String, String> = [
        ("Endpoint", "orders.cluster-1.eu-central-1.rds.amazonaws.com"),
        ("ReaderEndpoint", "orders.cluster-ro-1.eu-central-1.rds.amazonaws.com"),
        ("Port", "5432"),
        ("Database", "app"),
        ("SecretArn", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x"),
        ("ClusterId", "orders"),
        ("SecurityGroupId", "sg-1"),
        ("KeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    Outputs::read(&told).unwrap()
}

#[test]
fn every_client_checks_the_certificate_and_holds_no_password() {
    let all: String = Client::ALL
        .into_iter()
        .map(|client| format!("--- {}\n{}\n", client.as_str(), client.connection(&outputs())))
        .collect();
    insta::assert_snapshot!("connections", all);
}

#[test]
fn outputs_are_complete_or_not_there() {
    assert_eq!(Outputs::read(&BTreeMap::from([("Port".to_owned(), "5432".to_owned())])), None);
}

#[test]
fn the_price_follows_size_and_number() {
    let cents = |region: &str, size: &str, replicas: u8| {
        let mut settings = Settings::default_for(Environment::Development).to_value();
        settings["size"] = json!(size);
        settings["replicas"] = json!(replicas);
        let price = of(Kind::Postgres).price(&Region::parse(region).unwrap(), &settings).unwrap();
        price.map(|price| price.total_cents())
    };
    // 730 h x 0.073 USD, 10 GiB of storage and of backups, key, secret.
    assert_eq!(cents("us-east-1", "small", 0), Some(5_329 + 100 + 21 + 100 + 40));
    assert_eq!(cents("us-east-1", "small", 1), Some(2 * 5_329 + 100 + 21 + 100 + 40));
    assert!(cents("ap-northeast-1", "large", 0) > cents("us-east-1", "large", 0));
    assert_eq!(cents("sa-east-1", "small", 0), None);
}

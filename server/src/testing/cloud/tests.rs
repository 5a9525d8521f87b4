//! The rules of the fake's functions: those that the reconciler of deploys relies on.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::clock::FixedClock;
use domain::cloud::{CloudError, CodeLocation, Place, Reconfiguration, StackRequest, UpdateStatus};
use domain::function::{Environment, LIVE, Share, Traffic};
use jiff::Timestamp;
use serde_json::json;

use super::FakeCloud;

fn place() -> Place {
    Place {
        account: "222222222222".to_owned().try_into().unwrap(),
        role_arn: domain::account::RoleArn::parse("arn:aws:iam::222222222222:role/deploy").unwrap(),
        external_id: "external-id".to_owned(),
        region: "eu-central-1".to_owned().try_into().unwrap(),
        organization: "acme".to_owned().try_into().unwrap(),
        component: None,
        operation: None,
    }
}

/// A function `orders`, made by a stack of that name.
async fn made() -> FakeCloud {
    let fake = FakeCloud::new(Arc::new(FixedClock::new(Timestamp::UNIX_EPOCH)));
    let template = json!({ "Resources": { "Function": { "Type": "AWS::Lambda::Function", "Properties": {
        "FunctionName": "orders", "MemorySize": 128, "VpcConfig": { "SubnetIds": ["subnet-1"] } } } } });
    let request = StackRequest {
        stack: "orders".to_owned(),
        template: template.to_string(),
        tags: BTreeMap::new(),
        token: "create".to_owned(),
    };
    let stacks = fake.cloud().stacks;
    stacks.create(&place(), &request).await.unwrap();
    for _ in 0..2 {
        stacks.describe(&place(), "orders").await.unwrap();
    }
    fake
}

/// Stores code, gives it to the function and publishes it.
async fn deployed(fake: &FakeCloud, code: &str) -> u64 {
    let cloud = fake.cloud();
    cloud.artifacts.put(&place(), "code", code, code.as_bytes().to_vec()).await.unwrap();
    let location = CodeLocation { bucket: "code".to_owned(), key: code.to_owned() };
    let revision = idle(fake).await;
    cloud.functions.update_code(&place(), "orders", &location, &revision).await.unwrap();
    idle(fake).await;
    let hash = fake.code("orders").unwrap();
    cloud.functions.publish(&place(), "orders", &hash, "").await.unwrap()
}

/// Looks until the function is not busy, and says its revision.
async fn idle(fake: &FakeCloud) -> String {
    loop {
        let found = fake.cloud().functions.describe(&place(), "orders").await.unwrap().unwrap();
        if found.update != UpdateStatus::InProgress {
            return found.revision;
        }
    }
}

#[tokio::test]
async fn a_function_comes_and_goes_with_its_stack() {
    let fake = made().await;
    assert_eq!((fake.functions(), fake.is_in_network("orders")), (vec!["orders".to_owned()], Some(true)));
    let stacks = fake.cloud().stacks;
    stacks.protect(&place(), "orders", false).await.unwrap();
    stacks.delete(&place(), "orders", "delete").await.unwrap();
    for _ in 0..2 {
        stacks.describe(&place(), "orders").await.unwrap();
    }
    assert_eq!(fake.functions(), [""; 0]);
}

#[tokio::test]
async fn updates_take_time_are_guarded_and_fail_on_demand() {
    let fake = made().await;
    let functions = fake.cloud().functions;
    let revision = idle(&fake).await;
    let leave = Reconfiguration::LeaveNetwork;
    let stale = functions.reconfigure(&place(), "orders", &leave, "0").await;
    assert!(matches!(stale, Err(CloudError::Transient(_))), "{stale:?}");
    functions.reconfigure(&place(), "orders", &leave, &revision).await.unwrap();
    let hash = fake.code("orders").unwrap();
    let busy = functions.publish(&place(), "orders", &hash, "").await;
    assert!(matches!(busy, Err(CloudError::Transient(_))), "{busy:?}");
    let revision = idle(&fake).await;
    assert_eq!(fake.is_in_network("orders"), Some(false));

    fake.fail_update("InternalError", "no");
    functions.reconfigure(&place(), "orders", &leave, &revision).await.unwrap();
    idle(&fake).await;
    let failed = functions.describe(&place(), "orders").await.unwrap().unwrap().update;
    assert_eq!(failed, UpdateStatus::Failed { code: "InternalError".to_owned(), reason: "no".to_owned() });
}

#[tokio::test]
async fn a_version_is_published_once_for_the_same_code_and_variables() {
    let fake = made().await;
    let functions = fake.cloud().functions;
    assert_eq!(
        (deployed(&fake, "a").await, deployed(&fake, "b").await, deployed(&fake, "b").await),
        (1, 2, 2)
    );
    fake.change_by_hand(
        "orders",
        Environment::from_cloud(BTreeMap::from([("A1".to_owned(), String::new())])),
    );
    assert_eq!(deployed(&fake, "b").await, 3);
    assert_eq!(functions.published(&place(), "orders").await.unwrap(), [1, 2, 3]);
    fake.fail_invocations(fake.code("orders").unwrap());
    assert!(functions.invoke(&place(), "orders", "3", b"").await.unwrap().failed);
    assert!(!functions.invoke(&place(), "orders", "1", b"").await.unwrap().failed);
}

#[tokio::test]
async fn an_alias_is_a_target_where_it_allows_it_and_keeps_its_versions() {
    let fake = made().await;
    let cloud = fake.cloud();
    deployed(&fake, "a").await;
    deployed(&fake, "b").await;
    let split = Traffic::split(1, 2, Share::percent(10));
    cloud.aliases.point(&place(), "orders", LIVE, &split, None).await.unwrap();
    cloud.aliases.point(&place(), "orders", LIVE, &split, None).await.unwrap();
    let other = cloud.aliases.point(&place(), "orders", LIVE, &Traffic::all(2), None).await;
    assert!(matches!(other, Err(CloudError::Transient(_))), "{other:?}");
    assert_eq!(fake.traffic("orders", LIVE), Some(split));
    cloud.functions.unpublish(&place(), "orders", 2).await.unwrap_err();

    let arn = cloud.aliases.describe(&place(), "orders", LIVE).await.unwrap().unwrap().arn;
    cloud.targets.register(&place(), "group", &arn).await.unwrap_err();
    cloud.aliases.allow_load_balancer(&place(), "orders", LIVE, "group").await.unwrap();
    cloud.targets.register(&place(), "group", &arn).await.unwrap();
    assert_eq!(fake.targets("group"), [arn]);
}

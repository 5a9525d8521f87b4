//! The ports against a running stand-in (`dev/ministack`), which checks signatures, the trust policy and the role's rights.
//!
//! `cargo xtask test` starts one and names its address in `PROVISIONER_TEST_AWS_ENDPOINT`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod archive;
mod functions;
mod secrets;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws::{HomeCredentials, Settings};
use domain::account::RoleArn;
use domain::clock::{Clock, SystemClock};
use domain::cloud::{ChangeSet, Cloud, CloudError, Place, Stack, StackRequest, StackStatus};
use domain::component::Region;
use domain::ids::AwsAccountId;
use domain::organization::Name;
use domain::plan::ResourceAction;

/// As `dev/ministack/accounts.py` seeds them.
const ACCESS_KEY_ID: &str = "AKIAPROVISIONERLOCAL";
const SECRET_ACCESS_KEY: &str = "provisioner-local-secret-access-key";
const ROLE: &str = "arn:aws:iam::222222222222:role/provisioner-deploy";
const EXTERNAL_ID: &str = "provisioner-local-external-id";

const PATIENCE: Duration = Duration::from_secs(60);

async fn cloud() -> Cloud {
    let endpoint = std::env::var("PROVISIONER_TEST_AWS_ENDPOINT")
        .expect("PROVISIONER_TEST_AWS_ENDPOINT names the address of a running stand-in");
    let home = HomeCredentials::Static {
        access_key_id: ACCESS_KEY_ID.to_owned(),
        secret_access_key: SECRET_ACCESS_KEY.into(),
    };
    let settings = Settings { endpoint: Some(endpoint.parse().unwrap()), home };
    aws::connect(settings, Arc::new(SystemClock)).await
}

fn place() -> Place {
    Place {
        account: AwsAccountId::try_from("222222222222".to_owned()).unwrap(),
        role_arn: RoleArn::parse(ROLE).unwrap(),
        external_id: EXTERNAL_ID.to_owned(),
        region: Region::parse("ap-northeast-1").unwrap(),
        organization: Name::parse("acme").unwrap(),
        component: Some("018f3b6e-0000-7000-8000-000000000001".parse().unwrap()),
        operation: Some("018f3b6e-0000-7000-8000-000000000002".parse().unwrap()),
    }
}

/// A name that no earlier run has used: the stand-in may keep its state.
fn unused(word: &str) -> String {
    format!("aws-test-{word}-{}", SystemClock.now().as_nanosecond())
}

fn request(stack: &str, template: String) -> StackRequest {
    let tags = BTreeMap::from([("organization".to_owned(), "acme".to_owned())]);
    StackRequest { stack: stack.to_owned(), template, tags, token: format!("{stack}-create") }
}

fn log_group(name: &str, days: u32) -> String {
    format!(
        r#"{{"Resources":{{"Log":{{"Type":"AWS::Logs::LogGroup","Properties":{{"LogGroupName":"/{name}","RetentionInDays":{days}}}}}}},
            "Outputs":{{"Name":{{"Value":{{"Ref":"Log"}}}}}}}}"#
    )
}

async fn settled(cloud: &Cloud, stack: &str) -> Option<Stack> {
    let moving = [StackStatus::Working, StackStatus::RollingBack, StackStatus::Deleting];
    let started = Instant::now();
    loop {
        let found = cloud.stacks.describe(&place(), stack).await.unwrap();
        match found {
            Some(found) if moving.contains(&found.status) => {
                assert!(started.elapsed() < PATIENCE, "{stack} is still {}", found.status_text);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            other => return other,
        }
    }
}

async fn created(cloud: &Cloud, stack: &str, template: String) -> Stack {
    cloud.stacks.create(&place(), &request(stack, template)).await.unwrap();
    let found = settled(cloud, stack).await.unwrap();
    assert_eq!(found.status, StackStatus::Complete, "{found:?}");
    found
}

async fn removed(cloud: &Cloud, stack: &str) {
    cloud.stacks.protect(&place(), stack, false).await.unwrap();
    cloud.stacks.delete(&place(), stack, &format!("{stack}-delete")).await.unwrap();
    let gone = settled(cloud, stack).await;
    assert!(gone.as_ref().is_none_or(|stack| stack.status == StackStatus::Deleted), "{gone:?}");
}

async fn prepared(cloud: &Cloud, stack: &str, change_set: &str, template: String) -> ChangeSet {
    let request = StackRequest { token: format!("{stack}-{change_set}"), ..request(stack, template) };
    cloud.change_sets.create(&place(), change_set, &request).await.unwrap();
    cloud.change_sets.create(&place(), change_set, &request).await.unwrap();
    let started = Instant::now();
    loop {
        match cloud.change_sets.describe(&place(), stack, change_set).await.unwrap() {
            None | Some(ChangeSet::Preparing) => {
                assert!(started.elapsed() < PATIENCE);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Some(found) => return found,
        }
    }
}

#[tokio::test]
async fn a_stack_is_made_once_and_tells_what_happened() {
    let (cloud, stack) = (cloud().await, unused("create"));
    assert_eq!(cloud.stacks.describe(&place(), &stack).await.unwrap(), None);
    assert_eq!(cloud.stacks.events(&place(), &stack, "token").await.unwrap(), []);

    let found = created(&cloud, &stack, log_group(&stack, 7)).await;
    assert_eq!(found.outputs.get("Name"), Some(&format!("/{stack}")));

    let again = request(&stack, log_group(&stack, 7));
    cloud.stacks.create(&place(), &again).await.unwrap();
    let foreign = cloud.stacks.create(&place(), &StackRequest { token: "foreign".to_owned(), ..again }).await;
    assert!(
        matches!(&foreign, Err(CloudError::Refused { code, .. }) if code == "AlreadyExistsException"),
        "{foreign:?}"
    );

    let events = cloud.stacks.events(&place(), &stack, &format!("{stack}-create")).await.unwrap();
    assert!(events.iter().any(|event| event.logical_id == "Log" && event.status == "CREATE_COMPLETE"));
    assert_eq!(events.first().map(|event| event.status.as_str()), Some("CREATE_IN_PROGRESS"));
    assert!(events.is_sorted_by_key(|event| event.time));
    removed(&cloud, &stack).await;
}

/// Of a type whose replacing properties the stand-in knows; of others it says that each change may replace.
fn parameters(description: &str, timeout: u32) -> String {
    format!(
        r#"{{"Resources":{{"Parameters":{{"Type":"AWS::RDS::DBClusterParameterGroup","Properties":{{
            "Family":"aurora-postgresql16","Description":"{description}","Parameters":{{"statement_timeout":"{timeout}"}}}}}}}}}}"#
    )
}

#[tokio::test]
async fn a_change_set_shows_what_would_change_and_is_executed_once() {
    let (cloud, stack) = (cloud().await, unused("change"));
    created(&cloud, &stack, parameters("first", 1)).await;
    assert_eq!(prepared(&cloud, &stack, "same", parameters("first", 1)).await, ChangeSet::Empty);

    let ChangeSet::Ready(changes) = prepared(&cloud, &stack, "other", parameters("first", 2)).await else {
        panic!("the change set is not ready");
    };
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].logical_id.as_str(), changes[0].action), ("Parameters", ResourceAction::Change));

    let token = format!("{stack}-execute");
    cloud.change_sets.execute(&place(), &stack, "other", &token).await.unwrap();
    cloud.change_sets.execute(&place(), &stack, "other", &token).await.unwrap();
    assert_eq!(settled(&cloud, &stack).await.unwrap().status, StackStatus::Complete);
    cloud.change_sets.execute(&place(), &stack, "other", &token).await.unwrap();
    let events = cloud.stacks.events(&place(), &stack, &token).await.unwrap();
    assert!(events.iter().any(|event| event.logical_id == "Parameters" && event.status == "UPDATE_COMPLETE"));
    assert!(events.iter().all(|event| event.status.starts_with("UPDATE")), "{events:?}");
    removed(&cloud, &stack).await;
}

#[tokio::test]
async fn a_change_set_that_would_replace_says_so_and_can_be_thrown_away() {
    let (cloud, stack) = (cloud().await, unused("replace"));
    created(&cloud, &stack, parameters("first", 1)).await;
    let ChangeSet::Ready(changes) = prepared(&cloud, &stack, "other", parameters("second", 1)).await else {
        panic!("the change set is not ready");
    };
    assert_eq!(changes[0].action, ResourceAction::Replace);
    cloud.change_sets.delete(&place(), &stack, "other").await.unwrap();
    cloud.change_sets.delete(&place(), &stack, "other").await.unwrap();
    assert_eq!(cloud.change_sets.describe(&place(), &stack, "other").await.unwrap(), None);
    let refused = cloud.change_sets.execute(&place(), &stack, "other", "token").await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    removed(&cloud, &stack).await;
    assert_eq!(cloud.change_sets.describe(&place(), &stack, "other").await.unwrap(), None);
}

#[tokio::test]
async fn a_protected_stack_is_not_deleted_and_an_unprotected_one_is_for_good() {
    let (cloud, stack) = (cloud().await, unused("delete"));
    let id = created(&cloud, &stack, log_group(&stack, 7)).await.id;
    let refused = cloud.stacks.delete(&place(), &stack, "token").await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    removed(&cloud, &stack).await;
    assert_eq!(cloud.stacks.describe(&place(), &stack).await.unwrap(), None);
    let deleted = cloud.stacks.describe(&place(), &id).await.unwrap().unwrap();
    assert_eq!(deleted.status, StackStatus::Deleted);
    cloud.stacks.delete(&place(), &stack, "again").await.unwrap();
    cloud.stacks.protect(&place(), &stack, false).await.unwrap();
}

#[tokio::test]
async fn a_cluster_is_described_unprotected_and_snapshotted() {
    let (cloud, stack) = (cloud().await, unused("cluster"));
    let template = r#"{"Resources":{
        "Cluster":{"Type":"AWS::RDS::DBCluster","DeletionPolicy":"Delete","Properties":{"Engine":"aurora-postgresql","MasterUsername":"app",
            "MasterUserPassword":"not-a-real-one","DeletionProtection":true,"PreferredMaintenanceWindow":"sun:03:00-sun:06:00"}},
        "Instance":{"Type":"AWS::RDS::DBInstance","Properties":{"Engine":"aurora-postgresql","DBInstanceClass":"db.t4g.medium",
            "DBClusterIdentifier":{"Ref":"Cluster"},"PreferredMaintenanceWindow":"sun:03:00-sun:06:00"}}},
        "Outputs":{"Cluster":{"Value":{"Ref":"Cluster"}}}}"#;
    let before = cloud.databases.count_instances(&place()).await.unwrap();
    let cluster = created(&cloud, &stack, template.to_owned()).await.outputs["Cluster"].clone();
    assert!(cloud.databases.count_instances(&place()).await.unwrap() > before);

    let found = cloud.databases.describe(&place(), &cluster).await.unwrap().unwrap();
    assert!(found.protected);
    assert_eq!((found.status.as_str(), found.window.as_str()), ("available", "sun:03:00-sun:06:00"));
    let [instance] = found.instances.as_slice() else { panic!("{found:?}") };
    assert_eq!((instance.class.as_str(), instance.window.as_str()), ("db.t4g.medium", "sun:03:00-sun:06:00"));

    let snapshot = unused("snapshot");
    assert_eq!(cloud.databases.snapshot(&place(), &snapshot).await.unwrap(), None);
    cloud.databases.start_snapshot(&place(), &cluster, &snapshot).await.unwrap();
    cloud.databases.start_snapshot(&place(), &cluster, &snapshot).await.unwrap();
    assert_eq!(cloud.databases.snapshot(&place(), &snapshot).await.unwrap().unwrap().status, "available");

    cloud.databases.protect(&place(), &cluster, false).await.unwrap();
    assert!(!cloud.databases.describe(&place(), &cluster).await.unwrap().unwrap().protected);
    removed(&cloud, &stack).await;
    assert_eq!(cloud.databases.describe(&place(), &cluster).await.unwrap(), None);
}

#[tokio::test]
async fn a_creation_that_fails_is_rolled_back_and_tells_why() {
    let (cloud, stack) = (cloud().await, unused("fail"));
    let template = r#"{"Resources":{"Handle":{"Type":"AWS::CloudFormation::WaitConditionHandle"},
        "Never":{"Type":"AWS::CloudFormation::WaitCondition","Properties":{"Handle":{"Ref":"Handle"},"Timeout":"1"}}}}"#;
    cloud.stacks.create(&place(), &request(&stack, template.to_owned())).await.unwrap();
    let failed = settled(&cloud, &stack).await.unwrap();
    assert_eq!(failed.status, StackStatus::CreateRolledBack, "{failed:?}");

    let events = cloud.stacks.events(&place(), &stack, &format!("{stack}-create")).await.unwrap();
    let cause = events.iter().find(|event| event.status == "CREATE_FAILED").unwrap();
    assert_eq!(cause.logical_id, "Never");
    assert!(cause.reason.as_ref().is_some_and(|reason| reason.contains("timed out")), "{cause:?}");
    removed(&cloud, &stack).await;
}

#[tokio::test]
async fn a_secret_is_read() {
    let (cloud, stack) = (cloud().await, unused("secret"));
    let template = r#"{"Resources":{"Secret":{"Type":"AWS::SecretsManager::Secret","Properties":{"SecretString":"hunter2"}}},
        "Outputs":{"Arn":{"Value":{"Ref":"Secret"}}}}"#;
    let arn = created(&cloud, &stack, template.to_owned()).await.outputs["Arn"].clone();
    assert_eq!(cloud.secrets.read(&place(), &arn).await.unwrap().expose(), "hunter2");
    removed(&cloud, &stack).await;
}

#[tokio::test]
async fn a_wrong_external_id_makes_the_account_unreachable() {
    let place = Place { external_id: "somebody-else".to_owned(), ..place() };
    let refused = cloud().await.stacks.describe(&place, "stack").await;
    assert!(matches!(refused, Err(CloudError::AccountUnreachable(_))), "{refused:?}");
}

//! Functions, their aliases, their targets and their code.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::clock::{Clock, SystemClock};
use domain::cloud::{
    Cloud, CloudError, CodeLocation, FunctionStatus, LogPage, LogQuery, Reconfiguration, UpdateStatus,
};
use domain::function::{ArtifactHash, Environment, LIVE, Share, Traffic};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::archive::archive;
use crate::{PATIENCE, cloud, created, place, removed, unused};

/// A function in a network, a bucket for its code, and a target group. All have the name of the stack, as far as they need one.
struct Made {
    cloud: Cloud,
    name: String,
    group: String,
}

impl Made {
    async fn new(word: &str) -> Self {
        let (cloud, name) = (cloud().await, unused(word));
        let outputs = created(&cloud, &name, template(&name)).await.outputs;
        Self { cloud, group: outputs["Group"].clone(), name }
    }

    async fn status(&self) -> FunctionStatus {
        self.cloud.functions.describe(&place(), &self.name).await.unwrap().unwrap()
    }

    async fn idle(&self) -> FunctionStatus {
        let started = Instant::now();
        loop {
            let found = self.status().await;
            if found.update != UpdateStatus::InProgress {
                assert_eq!(found.update, UpdateStatus::Successful);
                return found;
            }
            assert!(started.elapsed() < PATIENCE, "{found:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Stores code, gives it to the function and publishes it.
    async fn deploy(&self, code: &str) -> u64 {
        let bytes = archive("index.py", code);
        let hash = ArtifactHash::of(Sha256::digest(&bytes).into());
        let code = CodeLocation { bucket: self.name.clone(), key: format!("{hash}.zip") };
        self.cloud.artifacts.put(&place(), &code.bucket, &code.key, bytes).await.unwrap();
        let revision = self.idle().await.revision;
        self.cloud.functions.update_code(&place(), &self.name, &code, &revision).await.unwrap();
        assert_eq!(self.idle().await.code, hash);
        self.cloud.functions.publish(&place(), &self.name, &hash, "a deploy").await.unwrap()
    }

    async fn point(&self, traffic: Traffic) {
        let aliases = &self.cloud.aliases;
        let found = aliases.describe(&place(), &self.name, LIVE).await.unwrap();
        let revision = found.as_ref().map(|found| found.revision.as_str());
        aliases.point(&place(), &self.name, LIVE, &traffic, revision).await.unwrap();
        let found = aliases.describe(&place(), &self.name, LIVE).await.unwrap().unwrap();
        assert_eq!(found.traffic, traffic);
    }

    async fn remove(self, keys: &[String]) {
        for key in keys {
            self.cloud.artifacts.delete(&place(), &self.name, key).await.unwrap();
        }
        removed(&self.cloud, &self.name).await;
        assert_eq!(self.cloud.functions.describe(&place(), &self.name).await.unwrap(), None);
    }

    /// The keys of the code that was deployed.
    fn keys(codes: &[&str]) -> Vec<String> {
        let key = |code: &&str| {
            format!("{}.zip", ArtifactHash::of(Sha256::digest(archive("index.py", code)).into()))
        };
        codes.iter().map(key).collect()
    }
}

fn template(name: &str) -> String {
    let resource =
        |kind: &str, properties: Value| json!({ "Type": format!("AWS::{kind}"), "Properties": properties });
    let trusted = json!({ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" });
    let network = json!({ "SubnetIds": [{ "Ref": "Subnet" }], "SecurityGroupIds": [{ "Ref": "Firewall" }] });
    json!({
        "Resources": {
            "Role": resource("IAM::Role", json!({
                "RoleName": format!("provisioner-{name}"),
                "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [trusted] },
            })),
            "Code": resource("S3::Bucket", json!({ "BucketName": name })),
            "Vpc": resource("EC2::VPC", json!({ "CidrBlock": "10.0.0.0/16" })),
            "Subnet": resource("EC2::Subnet", json!({ "VpcId": { "Ref": "Vpc" }, "CidrBlock": "10.0.0.0/24" })),
            "Firewall": resource("EC2::SecurityGroup", json!({ "VpcId": { "Ref": "Vpc" }, "GroupDescription": name })),
            "Function": resource("Lambda::Function", json!({
                "FunctionName": name, "Runtime": "python3.12", "Handler": "index.handler", "Timeout": 1, "VpcConfig": network,
                "Role": { "Fn::GetAtt": ["Role", "Arn"] }, "Code": { "ZipFile": "def handler(event, context): return 0" },
            })),
            "Group": resource("ElasticLoadBalancingV2::TargetGroup", json!({ "TargetType": "lambda" })),
        },
        "Outputs": { "Group": { "Value": { "Ref": "Group" } } },
    })
    .to_string()
}

const FIRST: &str = "def handler(event, context): return 1";
const SECOND: &str = "def handler(event, context): return 2";
const OBEDIENT: &str = r#"
import time
def handler(event, context):
    print("asked to", event["do"])
    if event["do"] == "fail":
        raise ValueError("as asked")
    time.sleep(30 if event["do"] == "wait" else 0)
    return {"done": event["do"]}
"#;

#[tokio::test]
async fn code_and_variables_are_published_once() {
    let made = Made::new("publish").await;
    let functions = &made.cloud.functions;
    let first = made.deploy(FIRST).await;

    let before = made.status().await;
    let variables = Environment::from_cloud(BTreeMap::from([("WORD".to_owned(), "hunter2".to_owned())]));
    let change = Reconfiguration::Environment(variables.clone());
    functions.reconfigure(&place(), &made.name, &change, &before.revision).await.unwrap();
    let late = functions.reconfigure(&place(), &made.name, &change, &before.revision).await;
    assert!(matches!(late, Err(CloudError::Transient(_))), "{late:?}");
    let after = made.idle().await;
    assert_eq!((&after.environment, &after.code, after.in_network), (&variables, &before.code, true));

    let second = functions.publish(&place(), &made.name, &after.code, "variables").await.unwrap();
    let again = functions.publish(&place(), &made.name, &after.code, "again").await.unwrap();
    assert_eq!((second, again), (first + 1, second));
    let other = functions.publish(&place(), &made.name, &ArtifactHash::of([0; 32]), "").await;
    assert!(matches!(other, Err(CloudError::Refused { .. })), "{other:?}");
    assert_eq!(functions.published(&place(), &made.name).await.unwrap(), [first, second]);

    functions
        .reconfigure(&place(), &made.name, &Reconfiguration::LeaveNetwork, &after.revision)
        .await
        .unwrap();
    let outside = made.idle().await;
    assert_eq!((outside.in_network, outside.environment), (false, variables));
    made.remove(&Made::keys(&[FIRST])).await;
}

#[tokio::test]
async fn an_alias_moves_between_versions_that_stay_while_it_points_there() {
    let made = Made::new("alias").await;
    let (functions, aliases) = (&made.cloud.functions, &made.cloud.aliases);
    assert_eq!(aliases.describe(&place(), &made.name, LIVE).await.unwrap(), None);
    let (first, second) = (made.deploy(FIRST).await, made.deploy(SECOND).await);
    made.point(Traffic::all(first)).await;
    aliases.point(&place(), &made.name, LIVE, &Traffic::all(first), None).await.unwrap();
    let foreign = aliases.point(&place(), &made.name, LIVE, &Traffic::all(second), None).await;
    assert!(matches!(foreign, Err(CloudError::Transient(_))), "{foreign:?}");
    let late = aliases.point(&place(), &made.name, LIVE, &Traffic::all(second), Some("old")).await;
    assert!(matches!(late, Err(CloudError::Transient(_))), "{late:?}");

    made.point(Traffic::split(first, second, Share::percent(29))).await;
    for used in [first, second] {
        let refused = functions.unpublish(&place(), &made.name, used).await;
        assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    }
    made.point(Traffic::all(second)).await;
    functions.unpublish(&place(), &made.name, first).await.unwrap();
    functions.unpublish(&place(), &made.name, first).await.unwrap();
    assert_eq!(functions.published(&place(), &made.name).await.unwrap(), [second]);
    let ran = functions.invoke(&place(), &made.name, LIVE, b"{}").await.unwrap();
    assert_eq!((ran.version, ran.payload.as_slice(), ran.failed), (Some(second), &b"2"[..], false));
    made.remove(&Made::keys(&[FIRST, SECOND])).await;
}

#[tokio::test]
async fn an_alias_is_a_target_once_it_allows_it() {
    let made = Made::new("target").await;
    let (aliases, targets) = (&made.cloud.aliases, &made.cloud.targets);
    let version = made.deploy(FIRST).await;
    made.point(Traffic::all(version)).await;
    let live = aliases.describe(&place(), &made.name, LIVE).await.unwrap().unwrap().arn;
    let refused = targets.register(&place(), &made.group, &live).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    for _ in 0..2 {
        aliases.allow_load_balancer(&place(), &made.name, LIVE, &made.group).await.unwrap();
        targets.register(&place(), &made.group, &live).await.unwrap();
    }
    assert_eq!(targets.registered(&place(), &made.group).await.unwrap(), [live.as_str()]);
    for _ in 0..2 {
        targets.deregister(&place(), &made.group, &live).await.unwrap();
    }
    assert_eq!(targets.registered(&place(), &made.group).await.unwrap(), [""; 0]);
    let (cloud, group) = (made.cloud.clone(), made.group.clone());
    made.remove(&Made::keys(&[FIRST])).await;
    assert_eq!(cloud.targets.registered(&place(), &group).await.unwrap(), [""; 0]);
    cloud.targets.deregister(&place(), &group, &live).await.unwrap();
}

#[tokio::test]
async fn a_run_succeeds_fails_or_takes_too_long() {
    let made = Made::new("invoke").await;
    let version = made.deploy(OBEDIENT).await;
    for (order, failed, answer) in
        [("work", false, r#"{"done": "work"}"#), ("fail", true, "as asked"), ("wait", true, "Task timed out")]
    {
        let payload = json!({ "do": order }).to_string();
        let functions = &made.cloud.functions;
        let ran =
            functions.invoke(&place(), &made.name, &version.to_string(), payload.as_bytes()).await.unwrap();
        assert_eq!((ran.version, ran.failed), (Some(version), failed), "{ran:?}");
        let told = String::from_utf8(ran.payload).unwrap();
        assert!(told.contains(answer), "{told}");
        assert!(order == "wait" || ran.log_tail.contains(&format!("asked to {order}")), "{}", ran.log_tail);
    }
    let missing = made.cloud.functions.invoke(&place(), &made.name, "99", b"{}").await;
    assert!(
        matches!(&missing, Err(CloudError::Refused { code, .. }) if code == "ResourceNotFoundException"),
        "{missing:?}"
    );
    made.remove(&Made::keys(&[OBEDIENT])).await;
}

#[tokio::test]
async fn what_a_function_prints_is_read_page_by_page() {
    let made = Made::new("logs").await;
    let version = made.deploy(OBEDIENT).await;
    let from = SystemClock.now() - SignedDuration::from_secs(60);
    for order in ["work", "rest"] {
        let payload = json!({ "do": order }).to_string();
        made.cloud
            .functions
            .invoke(&place(), &made.name, &version.to_string(), payload.as_bytes())
            .await
            .unwrap();
    }
    let (logs, group) = (&made.cloud.logs, format!("/aws/lambda/{}", made.name));
    let mut query = LogQuery { from, until: None, after: None, limit: 2 };
    let mut found = Vec::new();
    loop {
        let LogPage { events, next } = logs.events(&place(), &group, &query).await.unwrap();
        assert!(events.len() <= 2, "{events:?}");
        found.extend(events);
        query.after = next;
        if query.after.is_none() {
            break;
        }
    }
    let printed: Vec<_> = found.iter().filter(|event| event.text.starts_with("asked to")).collect();
    let texts: Vec<_> = printed.iter().map(|event| event.text.trim_end()).collect();
    assert_eq!(texts, ["asked to work", "asked to rest"]);
    assert!(printed.iter().all(|event| event.version == Some(version) && event.time > from), "{printed:?}");
    let ids: BTreeSet<_> = found.iter().map(|event| &event.id).collect();
    assert_eq!(ids.len(), found.len(), "{found:?}");
    query.from = SystemClock.now() + SignedDuration::from_secs(3600);
    assert_eq!(logs.events(&place(), &group, &query).await.unwrap(), LogPage::default());
    let nothing = logs.events(&place(), "/aws/lambda/aws-test-nothing", &query).await.unwrap();
    assert_eq!(nothing, LogPage::default());
    made.remove(&Made::keys(&[OBEDIENT])).await;
}

#[tokio::test]
async fn code_is_kept_until_it_is_deleted() {
    let made = Made::new("code").await;
    let artifacts = &made.cloud.artifacts;
    let key = "code/abab.zip";
    assert!(!artifacts.exists(&place(), &made.name, key).await.unwrap());
    for _ in 0..2 {
        artifacts.put(&place(), &made.name, key, vec![7; 70_000]).await.unwrap();
    }
    assert!(artifacts.exists(&place(), &made.name, key).await.unwrap());
    for _ in 0..2 {
        artifacts.delete(&place(), &made.name, key).await.unwrap();
    }
    assert!(!artifacts.exists(&place(), &made.name, key).await.unwrap());
    assert!(!artifacts.exists(&place(), &unused("bucket"), key).await.unwrap());
    artifacts.delete(&place(), &unused("bucket"), key).await.unwrap();
    let revision = made.idle().await.revision;
    let nowhere = CodeLocation { bucket: made.name.clone(), key: key.to_owned() };
    let refused = made.cloud.functions.update_code(&place(), &made.name, &nowhere, &revision).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
    made.remove(&[]).await;
}

#[tokio::test]
async fn a_function_that_does_not_exist_has_nothing() {
    let (cloud, name) = (cloud().await, unused("missing"));
    assert_eq!(cloud.functions.describe(&place(), &name).await.unwrap(), None);
    assert_eq!(cloud.functions.published(&place(), &name).await.unwrap(), [0_u64; 0]);
    cloud.functions.unpublish(&place(), &name, 1).await.unwrap();
    assert_eq!(cloud.aliases.describe(&place(), &name, LIVE).await.unwrap(), None);
}

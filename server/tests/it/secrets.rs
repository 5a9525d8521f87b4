//! Secret values of functions: in AWS and nowhere else, and nobody's change is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use domain::Error;
use domain::audit::{AuditAction, Outcome};
use domain::cloud::{CloudResult, Place, SecretState, SecretValue, SecretVersion};
use domain::error::{Conflict, Problem};
use domain::function::Secret;
use domain::ports::{Changes as _, Secrets as _};
use serde_json::json;
use server::service::secrets::Secrets;
use server::testing::FakeCloud;
use server::testing::cloud::Fault;
use tokio::sync::Barrier;

use crate::deploys_stage::FunctionStage;

/// What must stand in AWS alone.
const VALUE: &str = "correct-horse-battery-staple";

struct SecretStage {
    of: FunctionStage,
    secrets: Secrets,
}

impl SecretStage {
    async fn new() -> Self {
        let of = FunctionStage::new().await;
        Self { secrets: Secrets::new(of.stage.app.context.clone(), of.stage.aws.cloud()), of }
    }

    fn aws(&self) -> &FakeCloud {
        &self.of.stage.aws
    }

    fn arn(&self) -> &str {
        &self.of.function.outputs["SecretArn"]
    }

    async fn set(&self, name: &str, value: &str) -> domain::Result<Secret> {
        self.set_with(&self.secrets, name, value).await
    }

    async fn set_with(&self, secrets: &Secrets, name: &str, value: &str) -> domain::Result<Secret> {
        let stage = &self.of.stage;
        let value = SecretValue::new(value.to_owned());
        secrets.set(&stage.owner, stage.organization, self.of.function.id, name, value).await
    }

    async fn remove(&self, name: &str) -> domain::Result<()> {
        let stage = &self.of.stage;
        self.secrets.remove(&stage.owner, stage.organization, self.of.function.id, name).await
    }

    async fn list(&self) -> Vec<Secret> {
        let stage = &self.of.stage;
        self.secrets.list(&stage.owner, stage.organization, self.of.function.id).await.unwrap()
    }

    async fn names(&self) -> Vec<String> {
        self.list().await.into_iter().map(|secret| secret.name).collect()
    }

    fn in_aws(&self) -> serde_json::Value {
        self.aws().secret(self.arn()).unwrap()
    }
}

#[tokio::test]
async fn a_value_is_set_replaced_and_removed() {
    let stage = SecretStage::new().await;
    assert_eq!(stage.in_aws(), json!({}));
    let set = stage.set("API_KEY", VALUE).await.unwrap();
    assert_eq!((set.name.as_str(), set.version, set.set_by.as_deref()), ("API_KEY", 1, Some("Ada")));
    stage.set("PEM", "-----BEGIN\nline \"two\"\n").await.unwrap();
    let replaced = stage.set("API_KEY", "other").await.unwrap();
    assert_eq!(replaced.version, 3);
    assert_eq!(stage.in_aws(), json!({ "API_KEY": "other", "PEM": "-----BEGIN\nline \"two\"\n" }));
    stage.remove("API_KEY").await.unwrap();
    assert_eq!(stage.in_aws(), json!({ "PEM": "-----BEGIN\nline \"two\"\n" }));
    assert_eq!(stage.names().await, ["PEM"]);
    let calls = stage.aws().calls().len();
    stage.remove("API_KEY").await.unwrap();
    assert_eq!(stage.aws().calls().len(), calls, "what was removed is removed");
    assert!(matches!(stage.remove("NEVER_SET").await, Err(Error::NotFound)));
    let entry = stage.of.stage.app.newest(stage.of.stage.organization).await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::SecretRemoved, Outcome::Succeeded));
    assert_eq!(entry.after, Some(json!({ "name": "API_KEY" })));
}

#[tokio::test]
async fn the_function_is_told_where_its_secrets_are() {
    let stage = SecretStage::new().await;
    stage.of.deploy("hello").await;
    let environment = stage.aws().environment(&stage.of.name()).unwrap();
    assert_eq!(environment.variables()["PROVISIONER_SECRET_ARN"], stage.arn());
    assert!(stage.of.live().await.unwrap().environment.variables().is_empty(), "it is the product's");
}

#[tokio::test]
async fn what_cannot_be_set_is_said_before_anything_happens() {
    let stage = SecretStage::new().await;
    let calls = stage.aws().calls().len();
    for (name, value, field, problem) in [
        ("", "x", "name", Problem::Required),
        ("API-KEY", "x", "name", Problem::NotAVariableName),
        ("AWS_REGION", "x", "name", Problem::ReservedVariable),
        ("API_KEY", "", "value", Problem::Required),
    ] {
        let Err(Error::Invalid(errors)) = stage.set(name, value).await else { panic!("{name}") };
        assert_eq!((errors[0].field.as_str(), &errors[0].problem), (field, &problem), "{name}");
    }
    assert_eq!(stage.aws().calls().len(), calls);
    stage.set("A1", &"x".repeat(40_000)).await.unwrap();
    let Err(Error::Invalid(errors)) = stage.set("B1", &"x".repeat(40_000)).await else { panic!("too large") };
    assert!(matches!(errors[0].problem, Problem::TooManyBytes { max: 65_536, .. }), "{errors:?}");
    assert_eq!(stage.names().await, ["A1"]);
}

#[tokio::test]
async fn a_call_that_is_not_answered_can_be_sent_again() {
    for fault in [Fault::Silent, Fault::AnswerLost] {
        for call in 1..=4 {
            let stage = SecretStage::new().await;
            stage.set("OLD", "kept").await.unwrap();
            stage.aws().fault_at(call, fault.clone());
            let first = stage.set("API_KEY", VALUE).await;
            stage.aws().recover();
            let again = stage.set("API_KEY", VALUE).await;
            assert!(again.is_ok(), "{fault:?} in call {call}: {first:?}, then {again:?}");
            assert_eq!(
                stage.in_aws(),
                json!({ "OLD": "kept", "API_KEY": VALUE }),
                "{fault:?} in call {call}"
            );
            assert_eq!(stage.names().await, ["API_KEY", "OLD"]);
        }
    }
}

#[tokio::test]
async fn a_label_that_moved_although_the_answer_was_lost_is_no_failure() {
    let stage = SecretStage::new().await;
    stage.aws().fault_at(3, Fault::AnswerLost);
    stage.set("API_KEY", VALUE).await.unwrap();
    assert_eq!(stage.aws().count("PutSecretValue"), 1);
}

/// Lets so many changes meet before the first of them puts its value, and somebody else write then.
struct Slow {
    aws: FakeCloud,
    by_hand: Option<&'static str>,
    meeting: u32,
    met: Barrier,
    puts: AtomicU32,
}

#[async_trait]
impl domain::cloud::Secrets for Slow {
    async fn read(&self, place: &Place, arn: &str) -> CloudResult<SecretValue> {
        self.aws.cloud().secrets.read(place, arn).await
    }

    async fn current(&self, place: &Place, arn: &str) -> CloudResult<SecretState> {
        self.aws.cloud().secrets.current(place, arn).await
    }

    async fn put(&self, place: &Place, arn: &str, version: &SecretVersion) -> CloudResult<()> {
        let before = self.puts.fetch_add(1, Ordering::SeqCst);
        if before == 0
            && let Some(value) = self.by_hand
        {
            self.aws.set_secret_by_hand(arn, value);
        }
        if before < self.meeting {
            self.met.wait().await;
        }
        self.aws.cloud().secrets.put(place, arn, version).await
    }

    async fn make_current(
        &self,
        place: &Place,
        arn: &str,
        version: &str,
        previous: &str,
    ) -> CloudResult<bool> {
        self.aws.cloud().secrets.make_current(place, arn, version, previous).await
    }

    async fn restore(&self, place: &Place, arn: &str) -> CloudResult<()> {
        self.aws.cloud().secrets.restore(place, arn).await
    }
}

fn slow(stage: &SecretStage, meeting: u16, by_hand: Option<&'static str>) -> (Arc<Slow>, Secrets) {
    let slow = Arc::new(Slow {
        aws: stage.aws().clone(),
        by_hand,
        meeting: meeting.into(),
        met: Barrier::new(meeting.into()),
        puts: AtomicU32::new(0),
    });
    let mut cloud = stage.aws().cloud();
    cloud.secrets = slow.clone();
    (slow, Secrets::new(stage.of.stage.app.context.clone(), cloud))
}

#[tokio::test]
async fn changes_at_the_same_time_all_last() {
    let stage = SecretStage::new().await;
    let (slow, secrets) = slow(&stage, 5, None);
    let names = ["A1", "B1", "C1", "D1", "E1"];
    let set = futures::future::join_all(names.map(|name| stage.set_with(&secrets, name, VALUE))).await;
    assert!(set.iter().all(Result::is_ok), "{set:?}");
    assert!(slow.puts.load(Ordering::SeqCst) > 5, "they did not meet");
    let expected: serde_json::Map<_, _> =
        names.map(|name| (name.to_owned(), VALUE.into())).into_iter().collect();
    assert_eq!(stage.in_aws(), serde_json::Value::Object(expected));
    let list = stage.list().await;
    assert_eq!(list.iter().map(|secret| secret.name.as_str()).collect::<Vec<_>>(), names);
    assert!(list.iter().all(|secret| secret.set_by.as_deref() == Some("Ada")), "{list:?}");
}

#[tokio::test]
async fn what_somebody_writes_in_between_is_kept_and_seen() {
    let stage = SecretStage::new().await;
    stage.set("OURS", "1").await.unwrap();
    let (_, secrets) = slow(&stage, 1, Some(r#"{"THEIRS":"2"}"#));
    stage.set_with(&secrets, "NEW", "3").await.unwrap();
    assert_eq!(stage.in_aws(), json!({ "THEIRS": "2", "NEW": "3" }));
    let list = stage.list().await;
    let told: Vec<_> = list.iter().map(|secret| (secret.name.as_str(), secret.set_by.as_deref())).collect();
    assert_eq!(told, [("NEW", Some("Ada")), ("THEIRS", None)]);
}

#[tokio::test]
async fn a_secret_that_somebody_deleted_comes_back_as_long_as_aws_can() {
    let stage = SecretStage::new().await;
    stage.set("OLD", "kept").await.unwrap();
    stage.aws().delete_secret_by_hand(stage.arn(), false);
    stage.set("NEW", VALUE).await.unwrap();
    assert_eq!(stage.in_aws(), json!({ "OLD": "kept", "NEW": VALUE }));
    stage.aws().delete_secret_by_hand(stage.arn(), true);
    let gone = stage.set("NEW", VALUE).await;
    assert!(matches!(gone, Err(Error::Conflict(Conflict::SecretDeleted))), "{gone:?}");
    let entry = stage.of.stage.app.newest(stage.of.stage.organization).await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::SecretSet, Outcome::Failed));
}

#[tokio::test]
async fn what_is_not_ours_is_not_written_over() {
    let stage = SecretStage::new().await;
    stage.aws().set_secret_by_hand(stage.arn(), VALUE);
    let refused = stage.set("API_KEY", "x").await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::SecretUnreadable))), "{refused:?}");
    assert_eq!(stage.aws().count("PutSecretValue"), 0);
}

#[tokio::test]
async fn a_function_that_is_gone_has_no_secrets() {
    let stage = SecretStage::new().await;
    stage.set("API_KEY", VALUE).await.unwrap();
    let of = &stage.of.stage;
    let plan = of.changes.delete(&of.owner, of.organization, stage.of.function.id).await.unwrap();
    of.confirm_typed(&plan, "hello").await;
    let late = stage.set("API_KEY", VALUE).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::WrongState))), "{late:?}");
    of.settle().await;
    assert!(stage.names().await.is_empty());
    assert!(stage.aws().secrets().is_empty());
    let late = stage.set("API_KEY", VALUE).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::WrongState))), "{late:?}");
}

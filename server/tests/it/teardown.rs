//! A deletion ends, whatever fails in its middle, and leaves what it says and nothing else.

use std::collections::BTreeSet;

use domain::component::{Kind, State};
use domain::operation::{Operation, OperationState};
use domain::ports::{Changes as _, NewComponent, Operations as _};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use server::service::secrets::Secrets;
use server::testing::cloud::Fault;

use crate::deploys_stage::FunctionStage;

/// What AWS holds of the function `hello`.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    tagged: Vec<String>,
    functions: Vec<String>,
    secrets: Vec<String>,
    archives: Vec<String>,
    targets: Vec<String>,
    rows: i64,
}

async fn held(stage: &FunctionStage) -> Held {
    let aws = &stage.stage.aws;
    let archives = aws.objects(&stage.function.outputs["CodeBucket"]);
    let connection = stage.stage.app.context.db.read();
    let id = stage.function.id.0;
    let mut rows = 0;
    for table in ["artifacts", "secrets"] {
        let query = format!("SELECT COUNT(*) FROM {table} WHERE component = $1");
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, query, [id.into()]);
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        rows += row.try_get_by_index::<i64>(0).unwrap();
    }
    Held {
        tagged: aws.tagged("component", "hello"),
        functions: aws.functions(),
        secrets: aws.secrets(),
        archives: archives.into_iter().filter(|key| key.starts_with("code/")).collect(),
        targets: aws.targets(&stage.function.outputs["TargetGroupArn"]),
        rows,
    }
}

/// What a deleted function leaves on purpose: its logs, and the key that reads them.
fn left() -> BTreeSet<&'static str> {
    ["Key AWS::KMS::Key", "LogGroup AWS::Logs::LogGroup"].into()
}

/// A function with two versions, an archive that was never deployed, and a secret. It may be linked with a database.
async fn used(linked: bool) -> FunctionStage {
    let stage = if linked {
        let empty = FunctionStage::new().await;
        let database = empty.stage.ready("orders").await;
        let new = NewComponent {
            kind: Kind::Function,
            settings: json!({ "database": database.id }),
            ..empty.stage.new_component("reader")
        };
        let plan =
            empty.stage.changes.create(&empty.stage.owner, empty.stage.organization, new).await.unwrap();
        empty.stage.confirm(&plan).await;
        empty.stage.settle().await;
        let function = empty.stage.component(&plan).await;
        FunctionStage { function, ..empty }
    } else {
        FunctionStage::new().await
    };
    stage.deploy("one").await;
    stage.deploy("two").await;
    stage.store("never deployed").await.unwrap();
    let secrets = Secrets::new(stage.stage.app.context.clone(), stage.stage.aws.cloud());
    let value = domain::cloud::SecretValue::new("x".to_owned());
    let (owner, organization) = (&stage.stage.owner, stage.stage.organization);
    domain::ports::Secrets::set(&secrets, owner, organization, stage.function.id, "API_KEY", value)
        .await
        .unwrap();
    stage
}

async fn delete(stage: &FunctionStage) -> Operation {
    let (owner, organization) = (&stage.stage.owner, stage.stage.organization);
    let plan = stage.stage.changes.delete(owner, organization, stage.function.id).await.unwrap();
    stage.stage.confirm_typed(&plan, stage.function.name.as_str()).await
}

/// Starts a deletion that failed again, until it is done.
async fn insist(stage: &FunctionStage, operation: &Operation) {
    for _ in 0..5 {
        stage.stage.settle().await;
        let ended = stage.stage.operation(operation.id).await;
        if ended.state == OperationState::Succeeded {
            return;
        }
        assert_eq!(ended.state, OperationState::Failed);
        assert_eq!(stage.stage.component(operation).await.state, State::DeleteFailed);
        let (owner, organization) = (&stage.stage.owner, stage.stage.organization);
        stage.stage.operations.retry(owner, organization, operation.id).await.unwrap();
    }
    panic!("the deletion does not end");
}

#[tokio::test]
async fn a_deleted_function_leaves_its_logs_and_the_key_that_reads_them() {
    let stage = used(false).await;
    let before = held(&stage).await;
    assert!(before.tagged.len() > 5, "{before:?}");
    assert_eq!((before.archives.len(), before.rows, before.targets.len()), (2, 4, 1), "{before:?}");
    let operation = delete(&stage).await;
    insist(&stage, &operation).await;
    let after = held(&stage).await;
    let kept: BTreeSet<&str> =
        after.tagged.iter().filter_map(|name| name.split_once('/')).map(|pair| pair.1).collect();
    assert_eq!(kept, left());
    let nothing = Held {
        tagged: after.tagged.clone(),
        functions: Vec::new(),
        secrets: Vec::new(),
        archives: Vec::new(),
        targets: Vec::new(),
        rows: 0,
    };
    assert_eq!(after, nothing);
}

#[tokio::test]
async fn a_deletion_that_is_refused_in_any_call_goes_on_where_it_stopped() {
    let reference = used(false).await;
    let before = reference.stage.aws.calls().len();
    let operation = delete(&reference).await;
    insist(&reference, &operation).await;
    let (calls, expected) = (reference.stage.aws.calls().len() - before, held(&reference).await);
    let refused = Fault::Refused { code: "AccessDeniedException".to_owned(), message: "no".to_owned() };
    for fault in [refused, Fault::Silent, Fault::AnswerLost] {
        for call in 1..=calls {
            let stage = used(false).await;
            let operation = delete(&stage).await;
            stage.stage.aws.fault_at(call, fault.clone());
            insist(&stage, &operation).await;
            assert_eq!(held(&stage).await.tagged.len(), expected.tagged.len(), "{fault:?} in call {call}");
            assert_eq!(held(&stage).await.archives, expected.archives, "{fault:?} in call {call}");
            assert_eq!(held(&stage).await.rows, 0, "{fault:?} in call {call}");
        }
    }
}

#[tokio::test]
async fn a_stack_that_stops_half_way_is_deleted_in_the_end() {
    for (resource, reason) in [
        ("AWS::EC2::SecurityGroup", "resource sg-1 has a dependent object"),
        (
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "Target group is currently in use by a listener or a rule",
        ),
        ("AWS::IAM::Role", "Cannot delete entity, must delete policies first."),
        ("AWS::SecretsManager::Secret", "Rate exceeded"),
    ] {
        let stage = used(true).await;
        stage.stage.aws.fail_delete(resource, reason);
        let operation = delete(&stage).await;
        stage.stage.settle().await;
        let failed = stage.stage.operation(operation.id).await;
        assert_eq!(failed.state, OperationState::Failed, "{resource}");
        assert!(!held(&stage).await.archives.is_empty(), "the code goes last");
        insist(&stage, &operation).await;
        let name = stage.function.name.as_str();
        let kept = stage.stage.aws.tagged("component", name);
        let kept: BTreeSet<&str> =
            kept.iter().filter_map(|name| name.split_once('/')).map(|pair| pair.1).collect();
        assert_eq!(kept, left(), "{resource}");
        assert!(held(&stage).await.archives.is_empty(), "{resource}");
    }
}

#[tokio::test]
async fn a_worker_killed_in_any_call_of_a_deletion_changes_nothing_about_its_end() {
    let reference = used(false).await;
    let before = reference.stage.aws.calls().len();
    let operation = delete(&reference).await;
    insist(&reference, &operation).await;
    let calls = reference.stage.aws.calls().len() - before;
    for call in 1..=calls {
        let stage = used(false).await;
        let operation = delete(&stage).await;
        stage.stage.aws.fault_at(call, Fault::Hang);
        let killed = async {
            loop {
                if stage.stage.worker.look_at_due().await.unwrap() == 0 {
                    stage.stage.pass(1);
                }
            }
        };
        tokio::select! {
            () = killed => {}
            () = stage.stage.aws.hung() => {}
        }
        stage.stage.pass(61);
        stage.stage.settle_with(&stage.stage.another_worker()).await;
        assert_eq!(stage.stage.operation(operation.id).await.state, OperationState::Succeeded, "call {call}");
        let after = held(&stage).await;
        assert_eq!(
            (after.tagged.len(), after.archives.len(), after.rows),
            (2, 0, 0),
            "call {call}: {after:?}"
        );
    }
}

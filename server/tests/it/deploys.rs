//! Code on its way to a function: deployed, superseded, rolled back, refused.

use std::collections::BTreeMap;

use domain::Error;
use domain::audit::AuditAction;
use domain::component::{Kind, State};
use domain::error::{Conflict, Problem};
use domain::function::{Source, VersionState};
use domain::operation::{Cause, Change, OperationState};
use domain::ports::{Changes as _, NewCheck, NewCode, NewComponent, NewDeploy, Operations as _};
use serde_json::json;

use crate::deploys_stage::{FunctionStage, archive, deploy_of, name_of};
use crate::operations_stage::Stage;

fn variables(level: &str) -> Option<BTreeMap<String, String>> {
    Some(BTreeMap::from([("LEVEL".to_owned(), level.to_owned())]))
}

#[tokio::test]
async fn a_function_is_made_with_all_that_it_stands_on_and_answers_before_the_first_deploy() {
    let stage = FunctionStage::new().await;
    assert_eq!(stage.function.state, State::Ready);
    let mut stacks = stage.stage.aws.stacks();
    stacks.sort();
    assert_eq!(stacks.len(), 4, "{stacks:?}");
    for shared in ["network", "artifacts", "public"] {
        assert!(stacks.contains(&format!("provisioner-acme-{shared}")), "{stacks:?}");
    }
    assert_eq!(stage.stage.aws.versions(&stage.name()).len(), 1, "the placeholder");
    let group = &stage.function.outputs["TargetGroupArn"];
    assert_eq!(stage.stage.aws.targets(group).len(), 1);
    assert_eq!(stage.live().await, None);
    assert!(stage.versions().await.is_empty());
}

#[tokio::test]
async fn a_deploy_makes_a_version_and_moves_the_traffic() {
    let stage = FunctionStage::new().await;
    let code = stage.store("hello").await.unwrap();
    let new = NewDeploy { message: Some("First".to_owned()), ..deploy_of(code.clone()) };
    let operation = stage.start(new).await.unwrap();
    stage.stage.settle().await;
    let ended = stage.stage.operation(operation.id).await;
    assert_eq!(ended.state, OperationState::Succeeded, "{:?}", ended.failure);
    assert_eq!(stage.serving(), code);
    let live = stage.live().await.unwrap();
    assert_eq!((live.number, live.state, live.artifact.clone()), (1, VersionState::Live, code));
    assert_eq!((live.message.as_deref(), live.author.as_str()), (Some("First"), "Ada"));
    assert_eq!(
        stage.stage.component(&operation).await.version,
        stage.function.version,
        "the document is as it was"
    );
    let entry = stage.stage.app.newest(stage.stage.organization).await;
    assert_eq!(entry.action, AuditAction::FunctionDeployed);
}

#[tokio::test]
async fn the_same_code_is_stored_once_and_sent_to_aws_once() {
    let stage = FunctionStage::new().await;
    stage.deploy("one").await;
    stage.deploy("two").await;
    stage.deploy("one").await;
    let code = stage.store("one").await.unwrap();
    assert_eq!(stage.serving(), code);
    assert_eq!(stage.versions().await.len(), 3);
}

#[tokio::test]
async fn other_variables_are_another_version_of_the_same_code() {
    let stage = FunctionStage::new().await;
    let as_is =
        |level| NewDeploy { environment: variables(level), ..NewDeploy::new(NewCode::AsIs, Source::Portal) };
    let early = stage.start(as_is("info")).await;
    assert!(matches!(early, Err(Error::Conflict(Conflict::NothingDeployed))), "{early:?}");
    stage.deploy("hello").await;
    let operation = stage.start(as_is("debug")).await.unwrap();
    stage.stage.settle().await;
    assert_eq!(stage.stage.operation(operation.id).await.state, OperationState::Succeeded);
    let live = stage.live().await.unwrap();
    assert_eq!((live.number, live.environment.variables()["LEVEL"].as_str()), (2, "debug"));
    stage.deploy("again").await;
    let kept = stage.live().await.unwrap();
    assert_eq!(kept.environment.variables()["LEVEL"], "debug", "variables stay until somebody changes them");
}

#[tokio::test]
async fn a_roll_back_brings_code_and_configuration_or_the_code_alone() {
    let stage = FunctionStage::new().await;
    stage.deploy("one").await;
    let two = stage.store("two").await.unwrap();
    stage.start(NewDeploy { environment: variables("debug"), ..deploy_of(two.clone()) }).await.unwrap();
    stage.stage.settle().await;
    let one = stage.store("one").await.unwrap();

    stage.roll_back(1).await.unwrap();
    stage.stage.settle().await;
    let live = stage.live().await.unwrap();
    assert_eq!((live.number, live.environment.variables().len()), (1, 0));
    assert_eq!(stage.serving(), one);
    let states: Vec<_> = stage.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Previous]);

    stage.roll_back(2).await.unwrap();
    stage.stage.settle().await;
    stage.start(NewDeploy { code: NewCode::OfVersion(1), ..deploy_of(two) }).await.unwrap();
    stage.stage.settle().await;
    let live = stage.live().await.unwrap();
    assert_eq!((live.number, live.environment.variables()["LEVEL"].as_str()), (3, "debug"));
    assert_eq!(stage.serving(), one);
}

#[tokio::test]
async fn only_what_worked_once_can_come_back() {
    let stage = FunctionStage::new().await;
    stage.deploy("one").await;
    stage.stage.aws.fail_update("InvalidZip", "Could not unzip uploaded file.");
    let failed = stage.deploy("two").await;
    assert_eq!(failed.failure.unwrap().cause, Cause::CodeUnusable);
    for (version, expected) in [(1, Conflict::WrongState), (2, Conflict::WrongState)] {
        match stage.roll_back(version).await {
            Err(Error::Conflict(conflict)) => assert_eq!(conflict, expected, "{version}"),
            other => panic!("{version}: {other:?}"),
        }
    }
    assert!(matches!(stage.roll_back(7).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_version_that_fails_its_check_gets_no_traffic() {
    let stage = FunctionStage::new().await;
    stage.deploy("good").await;
    let bad = stage.store("bad").await.unwrap();
    stage.stage.aws.fail_invocations(bad.clone());
    let checked = NewDeploy { check: Some(NewCheck::Event("{}".to_owned())), ..deploy_of(bad) };
    let operation = stage.start(checked).await.unwrap();
    stage.stage.settle().await;
    let ended = stage.stage.operation(operation.id).await;
    assert_eq!(ended.failure.unwrap().cause, Cause::CheckFailed);
    assert_eq!(stage.serving(), stage.store("good").await.unwrap());
    let states: Vec<_> = stage.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Failed]);
    stage.deploy("better").await;
    assert_eq!(stage.serving(), stage.store("better").await.unwrap(), "the next one goes through");
}

#[tokio::test]
async fn a_failed_deploy_is_tried_again_until_another_came_after_it() {
    let stage = FunctionStage::new().await;
    stage.deploy("zero").await;
    stage.stage.aws.fail_update("InternalError", "try again");
    let failed = stage.deploy("one").await;
    let Stage { operations, owner, organization, .. } = &stage.stage;
    operations.retry(owner, *organization, failed.id).await.unwrap();
    stage.stage.settle().await;
    assert_eq!(stage.serving(), stage.store("one").await.unwrap());
    stage.stage.aws.fail_update("InternalError", "try again");
    let failed = stage.deploy("two").await;
    stage.deploy("three").await;
    let late = operations.retry(owner, *organization, failed.id).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::WrongState))), "{late:?}");
    assert_eq!(stage.serving(), stage.store("three").await.unwrap());
}

#[tokio::test]
async fn a_check_must_be_one() {
    let stage = FunctionStage::new().await;
    let code = stage.store("hello").await.unwrap();
    for check in [
        NewCheck::Event("{".to_owned()),
        NewCheck::Path("health".to_owned()),
        NewCheck::Path("/a b".to_owned()),
    ] {
        let wrong = stage.start(NewDeploy { check: Some(check), ..deploy_of(code.clone()) }).await;
        let Err(Error::Invalid(errors)) = wrong else { panic!("{wrong:?}") };
        assert_eq!((errors[0].field.as_str(), &errors[0].problem), ("check", &Problem::NotACheck));
    }
}

#[tokio::test]
async fn the_newest_deploy_wins_whenever_it_comes() {
    let reference = FunctionStage::new().await;
    reference.deploy("zero").await;
    let before = reference.stage.aws.calls().len();
    reference.deploy("one").await;
    let calls = reference.stage.aws.calls().len() - before;
    for looks in 0..=calls {
        let stage = FunctionStage::new().await;
        stage.deploy("zero").await;
        let older = stage.send("one").await;
        for _ in 0..looks {
            stage.stage.worker.look_at_due().await.unwrap();
            stage.stage.pass(1);
        }
        let newer = stage.send("two").await;
        stage.stage.settle().await;
        assert_eq!(stage.serving(), stage.store("two").await.unwrap(), "after {looks} looks");
        assert_eq!(stage.stage.operation(newer.id).await.state, OperationState::Succeeded);
        let older = stage.stage.operation(older.id).await.state;
        assert!(matches!(older, OperationState::Superseded | OperationState::Succeeded), "{older:?}");
        assert_eq!(stage.live().await.unwrap().number, 3);
    }
}

#[tokio::test]
async fn a_deploy_that_fails_after_it_overtook_another_leaves_what_was_live_before_both() {
    let stage = FunctionStage::new().await;
    stage.deploy("zero").await;
    for looks in 0..12 {
        stage.send("one").await;
        for _ in 0..looks {
            stage.stage.worker.look_at_due().await.unwrap();
            stage.stage.pass(1);
        }
        let live = stage.live().await.unwrap().artifact;
        let bad = stage.store("bad").await.unwrap();
        stage.stage.aws.fail_invocations(bad.clone());
        let checked = NewDeploy { check: Some(NewCheck::Event("{}".to_owned())), ..deploy_of(bad) };
        stage.start(checked).await.unwrap();
        stage.stage.settle().await;
        assert_eq!(stage.serving(), live, "after {looks} looks");
        assert_eq!(stage.live().await.unwrap().artifact, live, "after {looks} looks");
    }
}

#[tokio::test]
async fn nothing_is_deployed_while_the_stack_changes() {
    let stage = FunctionStage::new().await;
    let code = stage.store("hello").await.unwrap();
    let plan = stage
        .stage
        .changes
        .settings(
            &stage.stage.owner,
            stage.stage.organization,
            stage.function.id,
            stage.function.version,
            json!({ "memory_mb": 1024 }),
        )
        .await
        .unwrap();
    stage.stage.confirm(&plan).await;
    let refused = stage.start(deploy_of(code)).await;
    match refused {
        Err(Error::Conflict(Conflict::OperationRunning { change: Change::Settings, .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn other_settings_become_a_version_of_what_is_live_when_they_are_confirmed() {
    let stage = FunctionStage::new().await;
    stage.deploy("one").await;
    let settings = json!({ "memory_mb": 1024 });
    let plan = stage
        .stage
        .changes
        .settings(
            &stage.stage.owner,
            stage.stage.organization,
            stage.function.id,
            stage.function.version,
            settings,
        )
        .await
        .unwrap();
    stage.stage.settle().await;
    stage.deploy("two").await;
    stage.stage.confirm(&plan).await;
    stage.stage.settle().await;
    let ended = stage.stage.operation(plan.id).await;
    assert_eq!(ended.state, OperationState::Succeeded, "{:?}", ended.failure);
    let live = stage.live().await.unwrap();
    assert_eq!((live.number, &live.source), (3, &Source::Settings));
    assert_eq!(live.settings["memory_mb"], 1024);
    assert_eq!(stage.serving(), stage.store("two").await.unwrap(), "the code that was deployed meanwhile");
}

#[tokio::test]
async fn a_database_is_not_deleted_while_a_function_uses_it() {
    let stage = FunctionStage::new().await;
    let database = stage.stage.ready("orders").await;
    let new = NewComponent {
        kind: Kind::Function,
        settings: json!({ "database": database.id }),
        ..stage.stage.new_component("reader")
    };
    let plan = stage.stage.changes.create(&stage.stage.owner, stage.stage.organization, new).await.unwrap();
    stage.stage.confirm(&plan).await;
    stage.stage.settle().await;
    let reader = stage.stage.component(&plan).await;
    assert_eq!(reader.state, State::Ready);
    assert!(stage.stage.aws.stacks().contains(&"provisioner-acme-endpoints".to_owned()));
    let environment = stage.stage.aws.environment(&name_of(&reader)).unwrap();
    assert_eq!(environment.variables()["DATABASE_HOST"], database.outputs["Endpoint"]);
    let unprotected = json!({ "deletion_protection": false });
    let open = stage
        .stage
        .changes
        .settings(&stage.stage.owner, stage.stage.organization, database.id, database.version, unprotected)
        .await
        .unwrap();
    stage.stage.confirm(&open).await;
    stage.stage.settle().await;
    let refused = stage.stage.changes.delete(&stage.stage.owner, stage.stage.organization, database.id).await;
    match refused {
        Err(Error::Conflict(Conflict::Linked { by })) => assert_eq!(by, "reader"),
        other => panic!("{other:?}"),
    }
    let delete =
        stage.stage.changes.delete(&stage.stage.owner, stage.stage.organization, reader.id).await.unwrap();
    stage.stage.confirm_typed(&delete, "reader").await;
    stage.stage.settle().await;
    assert_eq!(stage.stage.component(&delete).await.state, State::Deleted);
    stage.stage.changes.delete(&stage.stage.owner, stage.stage.organization, database.id).await.unwrap();
}

#[tokio::test]
async fn a_deleted_function_leaves_only_what_is_shared() {
    let stage = FunctionStage::new().await;
    stage.deploy("hello").await;
    let plan = stage
        .stage
        .changes
        .delete(&stage.stage.owner, stage.stage.organization, stage.function.id)
        .await
        .unwrap();
    assert_eq!(plan.plan.gate.as_ref().unwrap().final_snapshot, None);
    stage.stage.confirm_typed(&plan, "hello").await;
    stage.stage.settle().await;
    assert_eq!(stage.stage.component(&plan).await.state, State::Deleted);
    assert!(stage.stage.aws.functions().is_empty());
    assert_eq!(stage.stage.aws.stacks().len(), 3);
    let late = stage.store("late").await;
    assert!(late.is_ok() || matches!(late, Err(Error::Conflict(_) | Error::NotFound)), "{late:?}");
    let refused = stage.roll_back(1).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::WrongState))), "{refused:?}");
}

#[tokio::test]
async fn what_is_no_archive_is_refused_and_not_kept() {
    let stage = FunctionStage::new().await;
    let mut damaged = archive("hello");
    damaged.truncate(damaged.len() - 10);
    let other = artifact::archive_of(&[("main.py", 0o644, "x = 1")]).unwrap();
    for (bytes, problem) in [
        (b"no archive".to_vec(), "not_an_archive"),
        (Vec::new(), "not_an_archive"),
        (damaged, "archive_damaged"),
        (other, "handler_missing"),
    ] {
        let Err(Error::Invalid(errors)) = stage.store_bytes(bytes).await else { panic!("{problem}") };
        assert_eq!((errors[0].field.as_str(), errors[0].problem.code()), ("code", problem));
    }
}

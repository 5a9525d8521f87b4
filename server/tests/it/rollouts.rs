//! New versions that get their traffic share by share: in time, by hand, sent back, taken back.

use domain::Error;
use domain::audit::AuditAction;
use domain::cloud::AlarmState;
use domain::error::{Conflict, Problem};
use domain::function::{Guards, Rollout, Strategy, Trip, VersionState};
use domain::operation::{Cause, OperationState, StepName};
use domain::ports::{NewCheck, NewDeploy};
use server::testing::cloud::Fault;

use crate::deploys_stage::{FunctionStage, deploy_of};
use crate::rollouts_stage::{RolloutStage, canary, minutes};

#[tokio::test]
async fn a_canary_gets_a_tenth_and_after_its_time_everything() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(canary(Guards::usual())).await;
    stage.count(50, 0, 20.0);
    stage.pass(280).await;
    assert_eq!(stage.share(), 10);
    let running = stage.of.stage.operation(operation.id).await;
    let shifting = running.shifting().unwrap();
    assert_eq!(shifting.series.iter().map(domain::function::Series::requests).collect::<Vec<_>>(), [0, 50]);
    let states: Vec<_> = stage.of.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Deploying]);
    stage.pass(60).await;
    assert_eq!(stage.of.serving(), stage.of.store("one").await.unwrap());
    let ended = stage.of.stage.operation(operation.id).await;
    assert_eq!(ended.state, OperationState::Succeeded, "{:?}", ended.failure);
    assert_eq!(stage.of.live().await.unwrap().number, 2);
}

#[tokio::test]
async fn a_linear_rollout_takes_ten_steps() {
    let stage = RolloutStage::new().await;
    stage
        .begin(Rollout { strategy: Strategy::Linear { minutes: minutes(1) }, guards: Guards::usual() })
        .await;
    let mut shares = vec![stage.share()];
    for _ in 0..60 {
        stage.pass(15).await;
        if shares.last() != Some(&stage.share()) {
            shares.push(stage.share());
        }
    }
    assert_eq!(shares, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    assert_eq!(stage.of.live().await.unwrap().number, 2);
}

#[tokio::test]
async fn by_hand_a_person_says_when_and_how_much() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(Rollout { strategy: Strategy::Manual, guards: Guards::usual() }).await;
    stage.pass(3600).await;
    assert_eq!(stage.share(), 10);
    stage.give(&operation, 50).await.unwrap();
    stage.pass(1).await;
    assert_eq!(stage.share(), 50);
    let entry = stage.of.stage.app.newest(stage.of.stage.organization).await;
    assert_eq!(entry.action, AuditAction::ShareRequested);
    for less in [10, 50, 0] {
        let refused = stage.give(&operation, less).await;
        let Err(Error::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors[0].problem, Problem::OutOfRange { min: 51, max: 100 });
    }
    stage.give(&operation, 100).await.unwrap();
    stage.pass(2).await;
    assert_eq!(stage.of.live().await.unwrap().number, 2);
    let late = stage.give(&operation, 100).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::WrongState))), "{late:?}");
}

#[tokio::test]
async fn nobody_who_decides_for_a_day_sends_it_back() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(Rollout { strategy: Strategy::Manual, guards: Guards::default() }).await;
    stage.pass(24 * 3600 - 60).await;
    assert_eq!(stage.share(), 10);
    stage.pass(120).await;
    let ended = stage.of.stage.operation(operation.id).await;
    assert_eq!(ended.shifting().unwrap().trip, Some(Trip::Unanswered));
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
}

/// Begins a canary with these guards, does something, and says what sent it back.
async fn sent_back(guards: Guards, happens: impl FnOnce(&RolloutStage)) -> Option<Trip> {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(canary(guards)).await;
    stage.pass(60).await;
    happens(&stage);
    stage.pass(30).await;
    let seen = stage.of.stage.operation(operation.id).await;
    let trip = seen.shifting().unwrap().trip.clone();
    if trip.is_some() {
        assert_eq!(seen.state, OperationState::Failed);
        assert_eq!(seen.failure.unwrap().cause, Cause::SentBack);
        assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
        let states: Vec<_> = stage.of.versions().await.iter().map(|version| version.state).collect();
        assert_eq!(states, [VersionState::Live, VersionState::Returned]);
        let deployed = stage.of.deploy("two").await;
        assert_eq!(deployed.state, OperationState::Succeeded, "the next deploy goes on");
    }
    trip
}

#[tokio::test]
async fn each_guard_sends_it_back_and_says_why() {
    let errors = sent_back(Guards::usual(), |stage| stage.count(40, 4, 10.0)).await;
    assert_eq!(errors, Some(Trip::Errors { errors: 4, requests: 40, allowed_percent: 5 }));
    let slow = Guards { p95_millis: Some(100), ..Guards::default() };
    let slow = sent_back(slow, |stage| stage.count(40, 0, 300.0)).await;
    assert_eq!(slow, Some(Trip::Slow { p95_millis: 300, allowed_millis: 100 }));
    let alarms = Guards { alarms: vec!["orders-lost".to_owned()], ..Guards::default() };
    let rings = |stage: &RolloutStage| stage.of.stage.aws.set_alarm("orders-lost", AlarmState::Ringing);
    let alarm = sent_back(alarms.clone(), rings).await;
    assert_eq!(
        alarm,
        Some(Trip::Alarm { name: "orders-lost".to_owned(), reason: "a test said so".to_owned() })
    );
    assert_eq!(sent_back(alarms, |_| ()).await, None, "an alarm that does not exist does not ring");
    assert_eq!(sent_back(Guards::usual(), |stage| stage.count(1000, 2, 10.0)).await, None);
}

#[tokio::test]
async fn a_path_that_is_not_answered_sends_it_back() {
    let stage = RolloutStage::new().await;
    let guards = Guards { path: Some("/health".to_owned()), ..Guards::default() };
    let operation = stage.begin(canary(guards)).await;
    stage.pass(20).await;
    assert_eq!(stage.share(), 10);
    stage.of.stage.aws.fail_invocations(stage.of.store("one").await.unwrap());
    stage.pass(20).await;
    let ended = stage.of.stage.operation(operation.id).await;
    assert!(matches!(ended.shifting().unwrap().trip, Some(Trip::BadAnswer { .. })), "{ended:?}");
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
}

#[tokio::test]
async fn a_path_that_hangs_sends_it_back() {
    let stage = RolloutStage::new().await;
    let guards = Guards { path: Some("/health".to_owned()), ..Guards::default() };
    let operation = stage.begin(canary(guards)).await;
    stage.pass(20).await;
    stage.of.stage.aws.hang_invocations(stage.of.store("one").await.unwrap());
    stage.pass(20).await;
    let ended = stage.of.stage.operation(operation.id).await;
    let Some(Trip::BadAnswer { path, answer }) = &ended.shifting().unwrap().trip else { panic!("{ended:?}") };
    assert_eq!((path.as_str(), answer.as_str()), ("/health", "No answer within 0.2 s."));
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
}

#[tokio::test]
async fn taken_back_it_is_as_it_was_at_once() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(canary(Guards::usual())).await;
    stage.cancel(&operation).await;
    stage.pass(1).await;
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
    assert_eq!(stage.of.stage.operation(operation.id).await.state, OperationState::Cancelled);
    let states: Vec<_> = stage.of.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Returned]);
}

#[tokio::test]
async fn stopped_before_its_first_share_it_never_had_traffic() {
    let usual = RolloutStage::new().await;
    let before = usual.of.stage.aws.calls().len();
    usual.begin(canary(Guards::usual())).await;
    let moved = usual.of.stage.aws.calls()[before..].iter().position(|call| call.api == "UpdateAlias");

    let stage = RolloutStage::new().await;
    stage.of.stage.aws.fault_at(moved.unwrap() + 1, Fault::Silent);
    let code = stage.of.store("one").await.unwrap();
    let rollout = Some(canary(Guards::usual()));
    let operation = stage.of.start(NewDeploy { rollout, ..deploy_of(code) }).await.unwrap();
    while stage.of.stage.operation(operation.id).await.published().is_none() {
        stage.pass(1).await;
    }
    assert_eq!(stage.of.stage.operation(operation.id).await.shifting(), None);
    stage.cancel(&operation).await;
    stage.pass(30).await;
    assert_eq!(stage.of.stage.operation(operation.id).await.state, OperationState::Cancelled);
    let states: Vec<_> = stage.of.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Failed]);
}

#[tokio::test]
async fn a_newer_deploy_ends_it() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(canary(Guards::usual())).await;
    let newer = stage.of.deploy("two").await;
    assert_eq!(newer.state, OperationState::Succeeded);
    assert_eq!(stage.of.stage.operation(operation.id).await.state, OperationState::Superseded);
    assert_eq!(stage.of.serving(), stage.of.store("two").await.unwrap());
}

#[tokio::test]
async fn rolled_back_in_the_middle_all_traffic_goes_to_what_was_asked_for() {
    let stage = RolloutStage::new().await;
    stage.of.deploy("half").await;
    stage.begin(canary(Guards::usual())).await;
    stage.of.roll_back(1).await.unwrap();
    stage.of.stage.settle().await;
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
    assert_eq!(stage.of.live().await.unwrap().number, 1);
}

#[tokio::test]
async fn while_metrics_are_silent_it_neither_goes_on_nor_back() {
    let stage = RolloutStage::new().await;
    let operation = stage.begin(canary(Guards::usual())).await;
    stage.of.stage.aws.fault_always(Fault::Silent);
    stage.pass(3 * 3600).await;
    assert_eq!(
        (stage.share(), stage.of.stage.operation(operation.id).await.state),
        (10, OperationState::Running)
    );
    stage.of.stage.aws.fault_always(Fault::Unreachable);
    stage.pass(3600).await;
    assert_eq!(
        (stage.share(), stage.of.stage.operation(operation.id).await.state),
        (10, OperationState::Running)
    );
    stage.of.stage.aws.recover();
    stage.pass(30).await;
    assert_eq!(stage.of.stage.operation(operation.id).await.state, OperationState::Succeeded);
}

#[tokio::test]
async fn a_first_deploy_has_nothing_to_share_with() {
    let stage = FunctionStage::new().await;
    let code = stage.store("one").await.unwrap();
    stage
        .start(NewDeploy { rollout: Some(canary(Guards::usual())), ..deploy_of(code.clone()) })
        .await
        .unwrap();
    stage.stage.settle().await;
    assert_eq!((stage.serving(), stage.live().await.unwrap().number), (code, 1));
}

#[tokio::test]
async fn what_fails_with_all_the_traffic_goes_back() {
    let stage = RolloutStage::new().await;
    let bad = stage.of.store("one").await.unwrap();
    stage.of.stage.aws.fail_invocations(bad.clone());
    let check_after = Some(NewCheck::Event("{}".to_owned()));
    let operation = stage.of.start(NewDeploy { check_after, ..deploy_of(bad) }).await.unwrap();
    stage.of.stage.settle().await;
    let ended = stage.of.stage.operation(operation.id).await;
    let failure = ended.failure.unwrap();
    assert_eq!((failure.cause, failure.step), (Cause::SentBack, StepName::CheckAfter));
    assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap());
    assert_eq!(stage.of.live().await.unwrap().number, 1);
    let states: Vec<_> = stage.of.versions().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [VersionState::Live, VersionState::Returned]);
}

#[tokio::test]
async fn another_function_of_the_project_may_judge() {
    let stage = RolloutStage::new().await;
    let code = stage.of.store("one").await.unwrap();
    for (named, field) in [("hello", "itself"), ("nobody", "none"), ("Not A Name", "no name")] {
        let check = Some(NewCheck::Function(named.to_owned()));
        let refused = stage.of.start(NewDeploy { check, ..deploy_of(code.clone()) }).await;
        let Err(Error::Invalid(errors)) = refused else { panic!("{field}: {refused:?}") };
        assert_eq!((errors[0].field.as_str(), &errors[0].problem), ("check", &Problem::NotAFunction));
    }
    let judge = stage.of.another("judge").await;
    let before = stage.of.stage.aws.calls().len();
    let check = Some(NewCheck::Function("judge".to_owned()));
    let operation = stage.of.start(NewDeploy { check, ..deploy_of(code) }).await.unwrap();
    stage.of.stage.settle().await;
    assert_eq!(stage.of.stage.operation(operation.id).await.state, OperationState::Succeeded);
    let invoked: Vec<_> = stage.of.stage.aws.calls()[before..]
        .iter()
        .filter(|call| call.api == "Invoke")
        .map(|call| call.subject.clone())
        .collect();
    assert_eq!(invoked, [crate::deploys_stage::name_of(&judge)]);
}

#[tokio::test]
async fn guards_that_cannot_be_asked_are_refused() {
    let stage = RolloutStage::new().await;
    let code = stage.of.store("one").await.unwrap();
    let rollout = Some(canary(Guards { error_percent: Some(0), ..Guards::default() }));
    let refused = stage.of.start(NewDeploy { rollout, ..deploy_of(code) }).await;
    let Err(Error::Invalid(errors)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors[0].field, "rollout.error_percent");
}

//! Deploys on an AWS that fails, and workers that die.

use domain::operation::OperationState;
use server::testing::cloud::Fault;

use crate::deploys_stage::FunctionStage;

/// Kills the worker in the n-th call of AWS, which AWS has done, and lets another go on when the lease has run out.
async fn kill_in_call(stage: &FunctionStage, call: usize) {
    let stage = &stage.stage;
    stage.aws.fault_at(call, Fault::Hang);
    let killed = async {
        loop {
            if stage.worker.look_at_due().await.unwrap() == 0 {
                stage.pass(1);
            }
        }
    };
    tokio::select! {
        () = killed => {}
        () = stage.aws.hung() => {}
    }
    stage.pass(61);
    stage.settle_with(&stage.another_worker()).await;
}

/// How many calls of AWS a deploy makes.
async fn calls() -> usize {
    let stage = FunctionStage::new().await;
    stage.deploy("zero").await;
    let before = stage.stage.aws.calls().len();
    stage.deploy("one").await;
    stage.stage.aws.calls().len() - before
}

#[tokio::test]
async fn a_worker_killed_in_any_call_of_a_deploy_changes_nothing_about_its_end() {
    for call in 1..=calls().await {
        let stage = FunctionStage::new().await;
        stage.deploy("zero").await;
        let operation = stage.send("one").await;
        kill_in_call(&stage, call).await;
        let ended = stage.stage.operation(operation.id).await;
        assert_eq!(ended.state, OperationState::Succeeded, "killed in call {call}: {:?}", ended.failure);
        assert_eq!(stage.serving(), stage.store("one").await.unwrap(), "killed in call {call}");
        assert_eq!(stage.live().await.unwrap().number, 2, "killed in call {call}");
    }
}

#[tokio::test]
async fn calls_that_are_not_answered_or_whose_answer_is_lost_are_made_again() {
    for fault in [Fault::Silent, Fault::AnswerLost] {
        for call in 1..=calls().await {
            let stage = FunctionStage::new().await;
            stage.deploy("zero").await;
            let operation = stage.send("one").await;
            stage.stage.aws.fault_at(call, fault.clone());
            stage.stage.settle().await;
            let ended = stage.stage.operation(operation.id).await;
            assert_eq!(ended.state, OperationState::Succeeded, "{fault:?} {call}: {:?}", ended.failure);
            assert_eq!(stage.serving(), stage.store("one").await.unwrap(), "{fault:?} in call {call}");
        }
    }
}

#[tokio::test]
async fn a_refusal_in_any_call_leaves_the_version_before_it_serving() {
    for call in 1..=calls().await {
        let stage = FunctionStage::new().await;
        stage.deploy("zero").await;
        let operation = stage.send("one").await;
        let refused = Fault::Refused { code: "AccessDeniedException".to_owned(), message: "no".to_owned() };
        stage.stage.aws.fault_at(call, refused);
        stage.stage.settle().await;
        let ended = stage.stage.operation(operation.id).await;
        assert_eq!(ended.state, OperationState::Failed, "call {call}");
        assert_eq!(stage.serving(), stage.store("zero").await.unwrap(), "refused in call {call}");
        assert_eq!(stage.live().await.unwrap().number, 1, "refused in call {call}");
        stage.deploy("two").await;
        assert_eq!(stage.serving(), stage.store("two").await.unwrap(), "after a refusal in call {call}");
    }
}

#[tokio::test]
async fn variables_changed_behind_our_back_never_get_traffic() {
    let stage = FunctionStage::new().await;
    stage.deploy("zero").await;
    let by_hand = [("EVIL".to_owned(), "1".to_owned())].into();
    stage.stage.aws.change_by_hand(&stage.name(), domain::function::Environment::from_cloud(by_hand));
    stage.deploy("one").await;
    let versions = stage.stage.aws.versions(&stage.name());
    assert!(
        versions.iter().all(|(_, _, environment)| !environment.variables().contains_key("EVIL")),
        "{versions:?}"
    );
}

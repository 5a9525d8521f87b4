//! Roll-outs on an AWS that fails, and workers that die in the middle.

use domain::function::Guards;
use domain::operation::OperationState;
use server::testing::cloud::Fault;

use crate::rollouts_stage::{RolloutStage, canary};

/// How many calls of AWS a canary makes from its first share to its end.
async fn calls() -> usize {
    let stage = RolloutStage::new().await;
    stage.begin(canary(Guards::usual())).await;
    let before = stage.of.stage.aws.calls().len();
    stage.pass(330).await;
    stage.of.stage.aws.calls().len() - before
}

#[tokio::test]
async fn a_worker_killed_in_any_call_is_followed_by_another_one() {
    let calls = calls().await;
    assert!(calls > 20, "{calls} calls");
    for call in 1..=calls {
        let stage = RolloutStage::new().await;
        let operation = stage.begin(canary(Guards::usual())).await;
        stage.of.stage.aws.fault_at(call, Fault::Hang);
        tokio::select! {
            () = stage.pass(600) => {}
            () = stage.of.stage.aws.hung() => {}
        }
        assert!([10, 100].contains(&stage.share()), "killed in call {call}: {} %", stage.share());
        stage.of.stage.pass(61);
        stage.pass_with(&stage.of.stage.another_worker(), 600).await;
        let ended = stage.of.stage.operation(operation.id).await;
        assert_eq!(ended.state, OperationState::Succeeded, "killed in call {call}: {:?}", ended.failure);
        assert_eq!(stage.of.serving(), stage.of.store("one").await.unwrap(), "killed in call {call}");
    }
}

#[tokio::test]
async fn a_bad_version_goes_back_whatever_call_is_lost() {
    for fault in [Fault::Silent, Fault::AnswerLost] {
        for call in 1..=12 {
            let stage = RolloutStage::new().await;
            let operation = stage.begin(canary(Guards::usual())).await;
            stage.count(100, 50, 1.0);
            stage.of.stage.aws.fault_at(call, fault.clone());
            stage.pass(120).await;
            let ended = stage.of.stage.operation(operation.id).await;
            assert_eq!(ended.state, OperationState::Failed, "{fault:?} in call {call}");
            assert_eq!(stage.of.serving(), stage.of.store("zero").await.unwrap(), "{fault:?} in call {call}");
        }
    }
}

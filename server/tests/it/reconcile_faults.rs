//! Operations on an AWS that fails, and workers that die.

use std::collections::BTreeSet;

use domain::component::State;
use domain::operation::{Cause, Operation, OperationState};
use domain::ports::Operations as _;
use server::testing::cloud::Fault;

use crate::operations_stage::Stage;

/// What every story ends with, however badly AWS treats it.
async fn assert_made_once(stage: &Stage, operation: &Operation, story: &str) {
    let ended = stage.operation(operation.id).await;
    assert_eq!(ended.state, OperationState::Succeeded, "{story}: {:?}", ended.failure);
    assert_eq!(stage.component(operation).await.state, State::Ready, "{story}");
    let stack = &ended.intent.stack_name;
    assert_eq!(stage.aws.times_made(stack), 1, "{story}");
    assert_eq!(stage.aws.times_made("provisioner-acme-network"), 1, "{story}");
}

async fn assert_deleted_once(stage: &Stage, operation: &Operation, story: &str) {
    let ended = stage.operation(operation.id).await;
    assert_eq!(ended.state, OperationState::Succeeded, "{story}: {:?}", ended.failure);
    assert_eq!(stage.component(operation).await.state, State::Deleted, "{story}");
    assert_eq!(stage.aws.snapshots().len(), 1, "{story}");
    assert_eq!(stage.aws.stacks(), ["provisioner-acme-network"], "{story}");
}

/// Kills the worker in the n-th call of AWS, which AWS has done, and lets another go on when the lease has run out.
async fn kill_in_call(stage: &Stage, call: usize) {
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

#[tokio::test]
async fn a_worker_killed_in_any_call_of_a_creation_changes_nothing_about_its_end() {
    let stage = Stage::new().await;
    stage.order("orders").await;
    stage.settle().await;
    let calls = stage.aws.calls().len();
    for call in 1..=calls {
        let stage = Stage::new().await;
        let operation = stage.order("orders").await;
        kill_in_call(&stage, call).await;
        assert_made_once(&stage, &operation, &format!("killed in call {call} of {calls}")).await;
    }
}

#[tokio::test]
async fn a_worker_killed_in_any_call_of_a_change_changes_nothing_about_its_end() {
    let calls = {
        let stage = Stage::new().await;
        let component = stage.ready("orders").await;
        let before = stage.aws.calls().len();
        let plan = stage.allow(&component, "203.0.113.0/24").await;
        stage.confirm(&plan).await;
        stage.settle().await;
        stage.aws.calls().len() - before
    };
    for call in 1..=calls {
        let stage = Stage::new().await;
        let component = stage.ready("orders").await;
        let plan = stage.allow(&component, "203.0.113.0/24").await;
        stage.confirm(&plan).await;
        kill_in_call(&stage, call).await;
        let story = format!("killed in call {call} of {calls}");
        assert_made_once(&stage, &plan, &story).await;
        assert_eq!(stage.component(&plan).await.version, 2, "{story}");
    }
}

#[tokio::test]
async fn a_worker_killed_in_any_call_of_a_deletion_changes_nothing_about_its_end() {
    let calls = {
        let stage = Stage::new().await;
        let component = stage.ready("orders").await;
        let plan = stage.plan_deletion(&component).await;
        let before = stage.aws.calls().len();
        stage.confirm_typed(&plan, "orders").await;
        stage.settle().await;
        stage.aws.calls().len() - before
    };
    for call in 1..=calls {
        let stage = Stage::new().await;
        let component = stage.ready("orders").await;
        let plan = stage.plan_deletion(&component).await;
        stage.confirm_typed(&plan, "orders").await;
        kill_in_call(&stage, call).await;
        assert_deleted_once(&stage, &plan, &format!("killed in call {call} of {calls}")).await;
    }
}

#[tokio::test]
async fn any_call_may_fail_once_or_lose_its_answer() {
    for fault in [Fault::Silent, Fault::AnswerLost, Fault::Unreachable] {
        for call in 1..=24 {
            let stage = Stage::new().await;
            let operation = stage.order("orders").await;
            stage.aws.fault_at(call, fault.clone());
            stage.settle().await;
            let story = format!("{fault:?} at call {call}");
            assert_made_once(&stage, &operation, &story).await;
            let component = stage.component(&operation).await;
            let plan = stage.plan_deletion(&component).await;
            stage.aws.fault_at(call, fault.clone());
            stage.confirm_typed(&plan, "orders").await;
            stage.settle().await;
            assert_deleted_once(&stage, &plan, &story).await;
        }
    }
}

#[tokio::test]
async fn an_outage_is_waited_out_and_shown() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    stage.aws.fault_always(Fault::Silent);
    for _ in 0..600 {
        stage.worker.look_at_due().await.unwrap();
        stage.pass(5);
    }
    let waiting = stage.operation(operation.id).await;
    assert_eq!(waiting.state, OperationState::Running);
    let silence = waiting.steps[0].silence.unwrap();
    assert!(!silence.account);
    assert_eq!(Some(silence.since), waiting.steps[0].started);

    stage.aws.recover();
    stage.settle().await;
    assert_made_once(&stage, &operation, "after the outage").await;
    assert!(stage.operation(operation.id).await.steps.iter().all(|step| step.silence.is_none()));
}

#[tokio::test]
async fn an_account_that_cannot_be_reached_fails_after_a_quarter_of_an_hour() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    stage.aws.fault_always(Fault::Unreachable);
    stage.worker.look_at_due().await.unwrap();
    stage.pass(14 * 60);
    stage.worker.look_at_due().await.unwrap();
    assert_eq!(stage.operation(operation.id).await.state, OperationState::Running);
    stage.pass(2 * 60);
    stage.worker.look_at_due().await.unwrap();
    let failed = stage.operation(operation.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::AccountUnreachable);
}

#[tokio::test]
async fn a_step_that_never_ends_fails_after_two_hours() {
    let stage = Stage::new().await;
    stage.aws.slow_down(u32::MAX);
    let operation = stage.order("orders").await;
    stage.worker.look_at_due().await.unwrap();
    stage.pass(2 * 3600 + 10);
    stage.worker.look_at_due().await.unwrap();
    let failed = stage.operation(operation.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::TimedOut);
}

#[tokio::test]
async fn an_operation_is_held_by_one_worker_at_a_time() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    let other = stage.another_worker();
    stage.aws.fault_at(1, Fault::Hang);
    tokio::select! {
        _ = stage.worker.look_at_due() => panic!("the call hangs"),
        () = stage.aws.hung() => {}
    }
    assert_eq!(other.look_at_due().await.unwrap(), 0, "the lease of the first still holds");
    stage.pass(61);
    assert_eq!(other.look_at_due().await.unwrap(), 1);
    stage.settle_with(&other).await;
    assert_made_once(&stage, &operation, "the other goes on").await;
}

#[tokio::test]
async fn two_workers_share_the_work_without_doing_any_of_it_twice() {
    let stage = Stage::new().await;
    let mut operations = Vec::new();
    for number in 0..6 {
        operations.push(stage.order(&format!("database-{number}")).await);
    }
    let other = stage.another_worker();
    for _ in 0..60 {
        let (one, two) = tokio::join!(stage.worker.look_at_due(), other.look_at_due());
        one.unwrap();
        two.unwrap();
        stage.pass(1);
    }
    for operation in &operations {
        assert_made_once(&stage, operation, "shared").await;
    }
    let made: BTreeSet<String> = stage.aws.stacks().into_iter().collect();
    assert_eq!(made.len(), 7, "{made:?}");
}

#[tokio::test]
async fn a_refusal_that_will_not_change_ends_the_operation() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    stage.aws.fault_always(Fault::Refused {
        code: "AccessDenied".to_owned(),
        message: "is not authorized to perform: cloudformation:CreateStack".to_owned(),
    });
    stage.settle().await;
    let failed = stage.operation(operation.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::AccessDenied);
    stage.aws.recover();
    stage.operations.retry(&stage.owner, stage.organization, operation.id).await.unwrap();
    stage.settle().await;
    assert_made_once(&stage, &operation, "after the retry").await;
}

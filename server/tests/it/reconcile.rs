//! Operations from plan to end, on a fake AWS.

use domain::component::State;
use domain::operation::{Cause, OperationState, StepName};
use domain::plan::AwsView;

use crate::operations_stage::Stage;

#[tokio::test]
async fn a_component_is_made_from_its_name_alone() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    assert_eq!(stage.component(&operation).await.state, State::Creating);

    stage.settle().await;

    let operation = stage.operation(operation.id).await;
    assert_eq!(operation.state, OperationState::Succeeded, "{:?}", operation.failure);
    let component = stage.component(&operation).await;
    assert_eq!(component.state, State::Ready);
    assert_eq!(component.version, 1);
    assert_eq!(component.running, None);
    assert!(component.outputs["Endpoint"].contains("rds.amazonaws.com"), "{:?}", component.outputs);
    assert_eq!(stage.aws.stacks().len(), 2, "the network and the component");
    let releases = domain::ports::Components::releases(
        &stage.components,
        &stage.owner,
        stage.organization,
        component.id,
    );
    assert_eq!(releases.await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_aws_says_becomes_progress() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    stage.settle().await;
    let operation = stage.operation(operation.id).await;
    let step = operation.steps.iter().find(|step| step.name == StepName::Stack).unwrap();
    let seen = |status: &str| {
        step.progress.iter().any(|line| line.resource_type == "AWS::RDS::DBCluster" && line.status == status)
    };
    assert!(seen("CREATE_COMPLETE"), "{:?}", step.progress);
    assert!(step.started < step.ended);
}

#[tokio::test]
async fn a_quota_failure_is_explained_and_the_retry_works() {
    let stage = Stage::new().await;
    stage.aws.fail_resource(
        "AWS::RDS::DBCluster",
        "You have exceeded your quota (HandlerErrorCode: ServiceLimitExceeded)",
    );
    let operation = stage.order("orders").await;
    stage.settle().await;

    let failed = stage.operation(operation.id).await;
    assert_eq!(failed.state, OperationState::Failed);
    let failure = failed.failure.unwrap();
    assert_eq!(failure.cause, Cause::Quota);
    assert_eq!(failure.resource.unwrap().resource_type, "AWS::RDS::DBCluster");
    assert_eq!(stage.component(&operation).await.state, State::CreateFailed);

    domain::ports::Operations::retry(&stage.operations, &stage.owner, stage.organization, operation.id)
        .await
        .unwrap();
    assert_eq!(stage.component(&operation).await.state, State::Creating);
    stage.settle().await;
    let again = stage.operation(operation.id).await;
    assert_eq!(again.state, OperationState::Succeeded, "{:?}", again.failure);
    assert_eq!(stage.component(&operation).await.state, State::Ready);
}

#[tokio::test]
async fn a_change_gets_awss_view_before_it_is_confirmed_and_a_release_after() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    assert_eq!(plan.plan.aws, AwsView::Preparing);
    stage.settle().await;
    let plan = stage.operation(plan.id).await;
    let AwsView::Ready { resources } = &plan.plan.aws else { panic!("{:?}", plan.plan.aws) };
    assert_eq!(resources.len(), 1);
    assert_eq!(resources[0].resource_type, "AWS::EC2::SecurityGroupIngress");

    stage.confirm(&plan).await;
    stage.settle().await;
    let component = stage.component(&plan).await;
    assert_eq!((component.state, component.version), (State::Ready, 2));
    assert_eq!(component.document.allow_list.entries().len(), 1);
    assert_eq!(stage.aws.count("CreateChangeSet"), 1);
}

#[tokio::test]
async fn a_failed_change_leaves_the_component_as_it_was_and_the_retry_works() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    stage.aws.fail_resource("AWS::RDS::DBCluster", "The KMS key is disabled");
    stage.confirm(&plan).await;
    stage.settle().await;
    let failed = stage.operation(plan.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::KeyUnavailable);
    let component = stage.component(&plan).await;
    assert_eq!((component.state, component.version), (State::ChangeFailed, 1));
    assert!(component.document.allow_list.is_empty());

    domain::ports::Operations::retry(&stage.operations, &stage.owner, stage.organization, plan.id)
        .await
        .unwrap();
    stage.settle().await;
    let component = stage.component(&plan).await;
    assert_eq!((component.state, component.version), (State::Ready, 2));
}

#[tokio::test]
async fn a_deletion_takes_a_snapshot_and_leaves_nothing_else() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.plan_deletion(&component).await;
    stage.confirm_typed(&plan, "orders").await;
    stage.settle().await;
    let component = stage.component(&plan).await;
    assert_eq!(component.state, State::Deleted);
    assert!(component.deleted.is_some());
    assert_eq!(stage.aws.snapshots(), [plan.plan.gate.unwrap().final_snapshot.unwrap()]);
    assert_eq!(stage.aws.stacks(), ["provisioner-acme-network"]);
    assert!(stage.aws.clusters().is_empty());
}

#[tokio::test]
async fn a_failed_deletion_is_resumed() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.plan_deletion(&component).await;
    stage
        .aws
        .fail_delete("AWS::EC2::SecurityGroup", "resource sg-1 has a dependent object (DependencyViolation)");
    stage.confirm_typed(&plan, "orders").await;
    stage.settle().await;
    let failed = stage.operation(plan.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::InUse);
    assert_eq!(stage.component(&plan).await.state, State::DeleteFailed);

    domain::ports::Operations::retry(&stage.operations, &stage.owner, stage.organization, plan.id)
        .await
        .unwrap();
    stage.settle().await;
    assert_eq!(stage.component(&plan).await.state, State::Deleted);
    assert_eq!(stage.aws.snapshots().len(), 1, "the snapshot of the first attempt counts");
}

#[tokio::test]
async fn a_cancelled_creation_leaves_no_stack() {
    let stage = Stage::new().await;
    stage.aws.slow_down(20);
    let operation = stage.order("orders").await;
    for _ in 0..40 {
        stage.worker.look_at_due().await.unwrap();
        stage.pass(1);
        if stage.aws.stacks().len() == 2 {
            break;
        }
    }
    domain::ports::Operations::cancel(&stage.operations, &stage.owner, stage.organization, operation.id)
        .await
        .unwrap();
    stage.settle().await;
    assert_eq!(stage.operation(operation.id).await.state, OperationState::Cancelled);
    assert_eq!(stage.component(&operation).await.state, State::CreateFailed);
    assert_eq!(stage.aws.stacks(), ["provisioner-acme-network"]);
}

#[tokio::test]
async fn a_cancelled_change_is_rolled_back() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    stage.aws.slow_down(20);
    stage.confirm(&plan).await;
    for _ in 0..30 {
        stage.worker.look_at_due().await.unwrap();
        stage.pass(1);
        if stage.aws.count("ExecuteChangeSet") == 1 {
            break;
        }
    }
    domain::ports::Operations::cancel(&stage.operations, &stage.owner, stage.organization, plan.id)
        .await
        .unwrap();
    stage.settle().await;
    assert_eq!(stage.operation(plan.id).await.state, OperationState::Cancelled);
    let component = stage.component(&plan).await;
    assert_eq!((component.state, component.version), (State::Ready, 1));
    assert!(component.document.allow_list.is_empty());
}

#[tokio::test]
async fn a_loss_that_nobody_confirmed_is_not_executed() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    stage.aws.replace_in_change_sets("AWS::RDS::DBCluster");
    // Confirmed before AWS's view is there.
    stage.confirm(&plan).await;
    stage.settle().await;
    let failed = stage.operation(plan.id).await;
    assert_eq!(failed.failure.unwrap().cause, Cause::WouldLoseData);
    assert_eq!(stage.aws.count("ExecuteChangeSet"), 0);
    assert!(stage.aws.open_change_sets().is_empty(), "the change set is removed");
    assert_eq!(stage.component(&plan).await.state, State::ChangeFailed);
}

#[tokio::test]
async fn an_operation_that_waits_is_cancelled_before_it_begins() {
    let stage = Stage::new().await;
    let operation = stage.order("orders").await;
    domain::ports::Operations::cancel(&stage.operations, &stage.owner, stage.organization, operation.id)
        .await
        .unwrap();
    stage.worker.look_at_due().await.unwrap();
    assert_eq!(stage.operation(operation.id).await.state, OperationState::Cancelled);
    assert!(stage.aws.stacks().is_empty());
}

#[tokio::test]
async fn a_loss_that_aws_foresees_needs_the_typed_name_and_a_snapshot() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    stage.aws.replace_in_change_sets("AWS::RDS::DBCluster");
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    assert_eq!(plan.plan.gate, None, "our own view sees no loss");
    stage.settle().await;
    let gate = stage.operation(plan.id).await.plan.gate.unwrap();
    let unread = domain::ports::Operations::confirm(
        &stage.operations,
        &stage.owner,
        stage.organization,
        plan.id,
        domain::ports::Confirmation::default(),
    );
    assert!(matches!(unread.await, Err(domain::Error::Invalid(_))));
    stage.confirm_typed(&plan, "orders").await;
    stage.settle().await;
    let done = stage.operation(plan.id).await;
    assert_eq!(done.state, OperationState::Succeeded, "{:?}", done.failure);
    assert_eq!(stage.aws.snapshots(), [gate.final_snapshot.unwrap()]);
}

#[tokio::test]
async fn a_creation_that_failed_is_planned_anew_with_other_settings() {
    let stage = Stage::new().await;
    stage.aws.fail_resource("AWS::RDS::DBInstance", "InsufficientDBInstanceCapacity");
    let operation = stage.order("orders").await;
    stage.settle().await;
    let failed = stage.component(&operation).await;
    assert_eq!(failed.state, State::CreateFailed);
    let plan = domain::ports::Changes::settings(
        &stage.changes,
        &stage.owner,
        stage.organization,
        failed.id,
        failed.version,
        serde_json::json!({ "backup_retention_days": 9 }),
    )
    .await
    .unwrap();
    stage.confirm(&plan).await;
    stage.settle().await;
    let component = stage.component(&operation).await;
    assert_eq!((component.state, component.version), (State::Ready, 1));
    assert_eq!(component.document.settings["backup_retention_days"], 9);
}

//! Confirming, discarding, cancelling and retrying.

use domain::Error;
use domain::audit::{AuditAction, AuditFilter, Outcome};
use domain::error::{Conflict, Problem};
use domain::grant::Role;
use domain::ids::OrganizationId;
use domain::operation::OperationState;
use domain::ports::{Changes as _, Components as _, Confirmation, Operations as _, PageRequest};
use futures::StreamExt;
use serde_json::json;
use server::db::audit::{self, AuditScope};

use crate::operations_stage::{Stage, caller};

fn conflict<T: std::fmt::Debug>(answer: domain::Result<T>) -> Conflict {
    match answer {
        Err(Error::Conflict(conflict)) => conflict,
        other => panic!("not a conflict: {other:?}"),
    }
}

#[tokio::test]
async fn a_form_sent_twice_starts_one_operation() {
    let stage = Stage::new().await;
    let first = stage.order("orders").await;
    let second = stage.confirm(&first).await;
    assert_eq!(second.id, first.id);
    stage.settle().await;
    assert_eq!(stage.aws.stacks().len(), 2);
}

#[tokio::test]
async fn while_one_runs_another_is_refused_and_named() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let first = stage.allow(&component, "203.0.113.0/24").await;
    let second = stage.allow(&component, "203.0.113.9").await;
    stage.confirm(&first).await;
    let refused =
        stage.operations.confirm(&stage.owner, stage.organization, second.id, Confirmation::default()).await;
    assert_eq!(
        conflict(refused),
        Conflict::OperationRunning { operation: first.id, change: domain::operation::Change::AllowList }
    );
    let planned = stage.changes.delete(&stage.owner, stage.organization, component.id).await;
    assert!(
        matches!(conflict(planned), Conflict::OperationRunning { operation, .. } if operation == first.id)
    );
}

#[tokio::test]
async fn a_plan_is_stale_when_the_component_has_changed() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let first = stage.allow(&component, "203.0.113.0/24").await;
    let second = stage.allow(&component, "203.0.114.0/24").await;
    stage.confirm(&first).await;
    stage.settle().await;
    let stale =
        stage.operations.confirm(&stage.owner, stage.organization, second.id, Confirmation::default()).await;
    assert_eq!(conflict(stale), Conflict::StaleVersion { read: 1, current: 2 });
    assert_eq!(
        stage.operation(second.id).await.state,
        OperationState::Discarded,
        "overtaken plans are cleared away"
    );
    assert!(stage.aws.open_change_sets().is_empty());

    let settings = json!({ "backup_retention_days": 9 });
    let stale = stage.changes.settings(&stage.owner, stage.organization, component.id, 1, settings).await;
    assert_eq!(conflict(stale), Conflict::StaleVersion { read: 1, current: 2 });
}

#[tokio::test]
async fn a_forgotten_plan_is_thrown_away_with_its_change_set() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    stage.settle().await;
    assert_eq!(stage.aws.open_change_sets().len(), 1);
    stage.pass(25 * 3600);
    stage.settle().await;
    assert_eq!(stage.operation(plan.id).await.state, OperationState::Discarded);
    assert!(stage.aws.open_change_sets().is_empty());
}

#[tokio::test]
async fn a_discarded_plan_takes_its_change_set_with_it() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    stage.settle().await;
    stage.operations.discard(&stage.owner, stage.organization, plan.id).await.unwrap();
    stage.operations.discard(&stage.owner, stage.organization, plan.id).await.unwrap();
    stage.settle().await;
    assert!(stage.aws.open_change_sets().is_empty());
    let confirmed =
        stage.operations.confirm(&stage.owner, stage.organization, plan.id, Confirmation::default()).await;
    assert_eq!(conflict(confirmed), Conflict::WrongState);
}

#[tokio::test]
async fn deleting_asks_for_the_name() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let refused = stage.changes.delete(&stage.owner, stage.organization, component.id).await;
    assert_eq!(conflict(refused), Conflict::DeletionProtected);
    let plan = stage.plan_deletion(&component).await;
    for (typed, problem) in [(None, Problem::Required), (Some("order"), Problem::NameDoesNotMatch)] {
        let typed = Confirmation { typed_name: typed.map(str::to_owned), ..Confirmation::default() };
        let refused = stage.operations.confirm(&stage.owner, stage.organization, plan.id, typed).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
        assert_eq!((fields[0].field.as_str(), &fields[0].problem), ("typed_name", &problem));
    }
    assert_eq!(stage.operation(plan.id).await.state, OperationState::Planned);
}

#[tokio::test]
async fn shutting_oneself_out_is_asked_about_first() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "198.51.100.0/24").await;
    stage.confirm(&plan).await;
    stage.settle().await;
    let component = stage.component(&plan).await;
    let own = component.document.allow_list.entries()[0].id;
    let plan = stage
        .changes
        .allow_list(
            &stage.owner,
            stage.organization,
            component.id,
            domain::allow_list::ListChange::Remove(vec![own]),
        )
        .await
        .unwrap();
    let asked =
        stage.operations.confirm(&stage.owner, stage.organization, plan.id, Confirmation::default()).await;
    assert_eq!(conflict(asked), Conflict::LocksCallerOut { address: "198.51.100.7".to_owned() });
    let sure = Confirmation { locks_me_out: true, ..Confirmation::default() };
    stage.operations.confirm(&stage.owner, stage.organization, plan.id, sure).await.unwrap();
}

#[tokio::test]
async fn two_plans_of_one_name_make_one_component() {
    let stage = Stage::new().await;
    let first =
        stage.changes.create(&stage.owner, stage.organization, stage.new_component("orders")).await.unwrap();
    let second =
        stage.changes.create(&stage.owner, stage.organization, stage.new_component("orders")).await.unwrap();
    stage.confirm(&first).await;
    let refused =
        stage.operations.confirm(&stage.owner, stage.organization, second.id, Confirmation::default()).await;
    assert_eq!(conflict(refused), Conflict::NameTaken);
    let again = stage.changes.create(&stage.owner, stage.organization, stage.new_component("orders")).await;
    assert_eq!(conflict(again), Conflict::NameTaken);
}

#[tokio::test]
async fn viewers_see_and_do_nothing_and_strangers_see_nothing() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    let viewer = caller(stage.organization, Role::Viewer);
    let stranger = caller(OrganizationId(uuid::Uuid::from_u128(99)), Role::Owner);
    assert!(stage.operations.find(&viewer, stage.organization, plan.id).await.is_ok());
    for (person, forbidden) in [(&viewer, true), (&stranger, false)] {
        let answers = [
            stage
                .operations
                .confirm(person, stage.organization, plan.id, Confirmation::default())
                .await
                .map(|_| ()),
            stage.operations.discard(person, stage.organization, plan.id).await,
            stage.operations.cancel(person, stage.organization, plan.id).await,
            stage.operations.retry(person, stage.organization, plan.id).await.map(|_| ()),
            stage.changes.delete(person, stage.organization, component.id).await.map(|_| ()),
            stage.components.reveal(person, stage.organization, component.id).await.map(|_| ()),
        ];
        for answer in answers {
            match answer {
                Err(Error::Forbidden(_)) => assert!(forbidden),
                Err(Error::NotFound) => assert!(!forbidden),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(stage.operation(plan.id).await.state, OperationState::Planned);
}

#[tokio::test]
async fn every_decision_is_in_the_audit_trail() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    stage.components.reveal(&stage.owner, stage.organization, component.id).await.unwrap();
    let plan = stage.allow(&component, "203.0.113.0/24").await;
    let reason = Confirmation { reason: Some("office move".to_owned()), ..Confirmation::default() };
    stage.operations.confirm(&stage.owner, stage.organization, plan.id, reason).await.unwrap();
    stage.settle().await;
    let tenant = domain::authz::scope(&stage.owner, stage.organization).unwrap();
    let entries = audit::list(
        stage.app.context.db.read(),
        &AuditScope::Tenant(tenant),
        &AuditFilter::default(),
        &PageRequest::default(),
    )
    .await
    .unwrap()
    .items;
    let actions: Vec<AuditAction> = entries.iter().rev().map(|entry| entry.action).collect();
    assert_eq!(
        actions,
        [
            AuditAction::OperationPlanned,
            AuditAction::ComponentCreated,
            AuditAction::CredentialsRevealed,
            AuditAction::OperationPlanned,
            AuditAction::AllowListChanged,
        ]
    );
    let changed = &entries[0];
    assert_eq!(changed.outcome, Outcome::Succeeded);
    assert_eq!(changed.reason.as_deref(), Some("office move"));
    assert_eq!(changed.before, Some(json!([])));
    assert_eq!(changed.after.as_ref().unwrap()[0]["network"], "203.0.113.0/24");
    assert_eq!(changed.operation, Some(plan.id));
}

#[tokio::test]
async fn whoever_watches_is_told_of_changes_of_their_organization() {
    let stage = Stage::new().await;
    let mut updates = stage.operations.watch(&stage.owner, stage.organization).await.unwrap();
    stage.app.context.wake.changed(OrganizationId(uuid::Uuid::from_u128(99)));
    stage.order("orders").await;
    assert_eq!(updates.next().await, Some(()));
}

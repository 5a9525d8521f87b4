//! Operations, their leases and durations, as they are stored.

use domain::authz::TenantScope;
use domain::component::Kind;
use domain::ids::OperationId;
use domain::operation::{Change, Operation, OperationState, StepName};
use domain::ports::OperationFilter;
use jiff::SignedDuration;
use server::db::step_durations::StepDuration;
use server::db::{operations, step_durations};

use crate::database_tenant::{Tenant, only};

#[tokio::test]
async fn a_component_has_one_active_operation() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let plan = tenant.operation(&orders, OperationState::Planned);
    tenant.queue(&plan).await.unwrap();
    tenant.queue(&tenant.operation(&orders, OperationState::Planned)).await.unwrap();
    let first = tenant.operation(&orders, OperationState::Queued);
    tenant.queue(&first).await.unwrap();
    let second = tenant.operation(&orders, OperationState::Running);
    assert!(tenant.queue(&second).await.unwrap_err().is_taken());
    let db = tenant.app.context.db.read();
    let active = operations::active(db, &tenant.all, orders.id).await.unwrap();
    assert_eq!(active.map(|operation| operation.id), Some(first.id));

    let confirmed = Operation { state: OperationState::Queued, ..plan };
    let transaction = tenant.app.context.db.write().await.unwrap();
    assert!(operations::save(&transaction, &confirmed, None).await.unwrap_err().is_taken());
}

#[tokio::test]
async fn operations_are_listed_newest_first_without_discarded_plans() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let events = tenant.component(&tenant.analytics, "events");
    let succeeded = tenant.operation(&orders, OperationState::Succeeded);
    let discarded = tenant.operation(&orders, OperationState::Discarded);
    let planned = tenant.operation(&events, OperationState::Planned);
    for operation in [&succeeded, &discarded, &planned] {
        tenant.queue(operation).await.unwrap();
    }
    let list = async |scope: &TenantScope, filter: OperationFilter| -> Vec<OperationId> {
        let page = operations::list(tenant.app.context.db.read(), scope, &filter).await.unwrap();
        page.items.iter().map(|operation| operation.id).collect()
    };
    assert_eq!(list(&tenant.all, OperationFilter::default()).await, [planned.id, succeeded.id]);
    assert_eq!(list(&only(&tenant.all, tenant.shop.id), OperationFilter::default()).await, [succeeded.id]);
    let thrown_away =
        OperationFilter { states: vec![OperationState::Discarded], ..OperationFilter::default() };
    assert_eq!(list(&tenant.all, thrown_away).await, [discarded.id]);
    let of_orders = OperationFilter { component: Some(orders.id), ..OperationFilter::default() };
    assert_eq!(list(&tenant.all, of_orders).await, [succeeded.id]);
}

#[tokio::test]
async fn one_worker_holds_an_operation_until_its_lease_runs_out() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let queued = tenant.operation(&orders, OperationState::Queued);
    tenant.queue(&queued).await.unwrap();
    assert_eq!(tenant.claim("one").await, Some(queued.clone()));
    assert_eq!(tenant.claim("two").await, None);
    tenant.app.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(tenant.claim("two").await, Some(queued.clone()), "the first worker was silent for too long");

    let running = Operation { state: OperationState::Running, ..queued };
    let soon = Some(tenant.app.context.now() + SignedDuration::from_secs(5));
    assert!(!tenant.give_back(&running, "one", soon).await, "another worker has it");
    assert!(tenant.give_back(&running, "two", soon).await);
    assert_eq!(tenant.claim("one").await, None, "it is not time yet");
    tenant.app.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(tenant.claim("one").await, Some(running.clone()));
    assert!(tenant.give_back(&running, "one", None).await);
    tenant.app.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(tenant.claim("one").await, None, "there is no more to do");
}

#[tokio::test]
async fn a_worker_does_not_undo_what_a_person_decided_meanwhile() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    tenant.queue(&tenant.operation(&orders, OperationState::Queued)).await.unwrap();
    let held = tenant.claim("one").await.unwrap();

    let transaction = tenant.app.context.db.write().await.unwrap();
    let mut wished = operations::lock(&transaction, &tenant.all, held.id).await.unwrap().unwrap();
    wished.cancel_requested = true;
    operations::save(&transaction, &wished, Some(tenant.app.context.now())).await.unwrap();
    transaction.commit().await.unwrap();

    assert!(!tenant.give_back(&held, "one", Some(tenant.app.context.now())).await);
    assert!(tenant.claim("two").await.unwrap().cancel_requested);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_claim_at_once_get_different_operations() {
    let tenant = Tenant::new().await;
    for text in ["one", "two", "three", "four"] {
        let component = tenant.component(&tenant.shop, text);
        tenant.queue(&tenant.operation(&component, OperationState::Queued)).await.unwrap();
    }
    let (a, b, c, d, e) = tokio::join!(
        tenant.claim("a"),
        tenant.claim("b"),
        tenant.claim("c"),
        tenant.claim("d"),
        tenant.claim("e")
    );
    let mut claimed: Vec<_> = [a, b, c, d, e].into_iter().flatten().map(|operation| operation.id).collect();
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), 4);
}

#[tokio::test]
async fn the_usual_time_is_learned_from_the_newest_steps() {
    let tenant = Tenant::new().await;
    let mut duration = StepDuration {
        operation: OperationId(uuid::Uuid::nil()),
        kind: Kind::Postgres,
        change: Change::Create,
        step: StepName::Stack,
        seconds: 0,
        ended: tenant.app.context.now(),
    };
    let transaction = tenant.app.context.db.write().await.unwrap();
    for seconds in 1..=60 {
        duration.operation = OperationId(tenant.app.context.new_id());
        duration.seconds = seconds;
        duration.ended += SignedDuration::from_secs(1);
        step_durations::save(&transaction, &duration).await.unwrap();
    }
    duration.seconds = 100;
    step_durations::save(&transaction, &duration).await.unwrap();
    transaction.commit().await.unwrap();
    let db = tenant.app.context.db.read();
    let newest = step_durations::newest(db, Kind::Postgres, Change::Create, StepName::Stack).await.unwrap();
    assert_eq!((newest.len(), newest[0], newest[49]), (50, 100, 11), "the same step again replaces its time");
    let other = step_durations::newest(db, Kind::Postgres, Change::Delete, StepName::Stack).await.unwrap();
    assert_eq!(other, Vec::<u32>::new());
}

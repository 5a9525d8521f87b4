//! The driver of the background work, and the tasks that act by themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use domain::allow_list::{ListChange, NewEntry};
use domain::caller::{Actor, Task as Automation};
use domain::clock::Clock;
use domain::component::State;
use domain::maintenance::{TimeOfDay, Weekday, Window};
use domain::ports::{Changes as _, OperationFilter, Operations as _};
use jiff::SignedDuration;
use server::tasks::{Driver, ExpireAllowList, RefreshWindows, Task};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::operations_stage::Stage;

#[tokio::test]
async fn an_expired_entry_is_really_removed_by_the_automation() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let expires = Some(stage.app.clock.now() + SignedDuration::from_hours(1));
    let entries = vec![
        NewEntry { network: "203.0.113.7".to_owned(), label: "visitor".to_owned(), expires },
        NewEntry { network: "203.0.114.0/24".to_owned(), label: "office".to_owned(), expires: None },
    ];
    let plan = stage
        .changes
        .allow_list(&stage.owner, stage.organization, component.id, ListChange::Add(entries))
        .await
        .unwrap();
    stage.confirm(&plan).await;
    stage.settle().await;
    let task = ExpireAllowList::new(stage.app.context.clone());
    let stop = CancellationToken::new();
    task.activate(&stop).await.unwrap();
    assert_eq!(stage.component(&plan).await.state, State::Ready, "nothing is due yet");

    stage.pass(3601);
    task.activate(&stop).await.unwrap();
    task.activate(&stop).await.unwrap();
    stage.settle().await;
    let component = stage.component(&plan).await;
    let labels: Vec<&str> =
        component.document.allow_list.entries().iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(labels, ["office"]);
    let template = stage.aws.template(&component.stack_name).unwrap().to_string();
    assert!(!template.contains("203.0.113.7"), "the rule is gone from AWS");

    let tenant = domain::authz::scope(&stage.owner, stage.organization).unwrap();
    let entries = server::db::audit::list(
        stage.app.context.db.read(),
        &server::db::audit::AuditScope::Tenant(tenant),
        &domain::audit::AuditFilter::default(),
        &domain::ports::PageRequest::default(),
    )
    .await
    .unwrap();
    assert_eq!(entries.items[0].actor, Actor::Automation { task: Automation::AllowListExpiry });
}

#[tokio::test]
async fn a_window_follows_daylight_saving() {
    let stage = Stage::new().await;
    let component = stage.ready("orders").await;
    let window = Window {
        zone: "Europe/Berlin".to_owned(),
        weekday: Weekday::Sunday,
        start: TimeOfDay::from_minute(4 * 60),
        minutes: 120,
    };
    let plan = stage
        .changes
        .window(&stage.owner, stage.organization, component.id, component.version, window)
        .await
        .unwrap();
    stage.confirm(&plan).await;
    stage.settle().await;
    let in_aws = |template: serde_json::Value| template.to_string();
    let component = stage.component(&plan).await;
    assert!(in_aws(stage.aws.template(&component.stack_name).unwrap()).contains("sun:03:00-sun:05:00"));

    let task = RefreshWindows::new(stage.app.context.clone());
    let stop = CancellationToken::new();
    task.activate(&stop).await.unwrap();
    let filter = OperationFilter { component: Some(component.id), ..OperationFilter::default() };
    let before = stage.operations.list(&stage.owner, stage.organization, &filter).await.unwrap().items.len();
    assert_eq!(before, 2, "in winter there is nothing to do");

    // Sunday 2027-03-21 06:00 in Berlin: the last opening before the clocks change is over.
    let last_opening: jiff::Timestamp = "2027-03-21T05:00:00Z".parse().unwrap();
    stage.app.clock.advance(stage.app.clock.now().duration_until(last_opening));
    task.activate(&stop).await.unwrap();
    stage.settle().await;
    assert!(in_aws(stage.aws.template(&component.stack_name).unwrap()).contains("sun:02:00-sun:04:00"));
}

struct Counting {
    activations: AtomicUsize,
    fails: bool,
    signal: Notify,
    ran: Notify,
}

#[async_trait]
impl Task for Counting {
    fn name(&self) -> &'static str {
        if self.fails { "failing" } else { "counting" }
    }

    async fn woken(&self) {
        self.signal.notified().await;
    }

    async fn activate(&self, _stop: &CancellationToken) -> Result<Duration> {
        self.activations.fetch_add(1, Ordering::SeqCst);
        self.ran.notify_one();
        assert!(!self.fails, "a task that panics");
        Ok(Duration::from_secs(3600))
    }
}

fn counting(fails: bool) -> Arc<Counting> {
    Arc::new(Counting { activations: AtomicUsize::new(0), fails, signal: Notify::new(), ran: Notify::new() })
}

#[tokio::test]
async fn tasks_run_at_once_and_when_woken_and_stop_when_told() {
    let clock: Arc<dyn Clock> = Arc::new(domain::clock::SystemClock);
    let stop = CancellationToken::new();
    let (well, failing) = (counting(false), counting(true));
    let driver = Driver::start(vec![well.clone(), failing.clone()], &clock, &stop);
    let board = driver.board();
    well.ran.notified().await;
    well.signal.notify_one();
    well.ran.notified().await;
    failing.ran.notified().await;
    failing.signal.notify_one();
    failing.ran.notified().await;
    stop.cancel();
    driver.stopped().await;

    let statuses = board.statuses();
    assert_eq!(statuses["counting"].activations, 2);
    assert_eq!(statuses["counting"].failures_in_a_row, 0);
    assert_eq!(statuses["failing"].failures_in_a_row, 2, "a task that panics goes on, and it shows");
    assert_eq!(statuses["failing"].failure, Some("internal"));
}

#[tokio::test]
async fn the_driven_worker_brings_an_operation_to_its_end() {
    let stage = Stage::new().await;
    let clock: Arc<dyn Clock> = Arc::new(domain::clock::SystemClock);
    let stop = CancellationToken::new();
    let driver = Driver::start(vec![Arc::new(stage.worker.clone())], &clock, &stop);
    let mut updates = stage.operations.watch(&stage.owner, stage.organization).await.unwrap();
    let operation = stage.order("orders").await;
    let ended = async {
        loop {
            futures::StreamExt::next(&mut updates).await;
            stage.pass(5);
            stage.app.context.wake.worker();
            if stage.operation(operation.id).await.state.is_ended() {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), ended).await.expect("the operation ends");
    stop.cancel();
    driver.stopped().await;
    assert_eq!(stage.component(&operation).await.state, State::Ready);
}

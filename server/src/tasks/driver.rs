//! Runs tasks: woken by signal and by timer, one activation of a task at a time, with a visible status.
//!
//! A task takes no input: what there is to do stands in the database. It is idempotent, and does not retry inside; the next activation
//! is the retry. So a stopped process loses nothing, and a task that was woken twice does no harm.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::clock::Clock;
use domain::{Error, Result};
use futures::FutureExt;
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long a task rests after an activation that failed.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Something that is done again and again.
#[async_trait]
pub trait Task: Send + Sync + 'static {
    /// Its name in metrics and logs.
    fn name(&self) -> &'static str;

    /// Ends when somebody told that there is work. By default nobody does, and the timer alone activates the task.
    async fn woken(&self) {
        std::future::pending().await
    }

    /// Does what there is to do, and says after how long to look again at the latest. Ends early when `stop` is cancelled.
    ///
    /// # Errors
    /// Whatever kept it from its work; it is activated again after a short rest.
    async fn activate(&self, stop: &CancellationToken) -> Result<Duration>;
}

/// How a task is doing, for `/metrics` and `/readyz`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskStatus {
    /// How often it was activated since the start.
    pub activations: u64,
    /// How many of the newest activations failed in a row; 0 when it is well.
    pub failures_in_a_row: u32,
    /// When the newest activation began.
    pub started: Option<Timestamp>,
    /// When it ended; before `started` while one runs.
    pub ended: Option<Timestamp>,
    /// The code of its newest failure, if the newest activation failed.
    pub failure: Option<&'static str>,
}

/// The running tasks. Dropping it does not stop them: cancel the token, then wait for [`Driver::stopped`].
pub struct Driver {
    loops: JoinSet<()>,
    board: Board,
}

/// Where every task writes how it is doing. Cheap to clone.
#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<BTreeMap<&'static str, TaskStatus>>>);

impl Board {
    /// How every task is doing, by name.
    pub fn statuses(&self) -> BTreeMap<&'static str, TaskStatus> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn update(&self, task: &'static str, change: impl FnOnce(&mut TaskStatus)) {
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(task).or_default());
    }
}

impl Driver {
    /// Starts the tasks. Each is activated at once, whenever it is woken, and when its own time is over, until `stop` is cancelled.
    pub fn start(tasks: Vec<Arc<dyn Task>>, clock: &Arc<dyn Clock>, stop: &CancellationToken) -> Self {
        let board = Board::default();
        let mut loops = JoinSet::new();
        for task in tasks {
            board.update(task.name(), |_| {});
            loops.spawn(keep_running(task, Arc::clone(clock), board.clone(), stop.clone()));
        }
        Self { loops, board }
    }

    /// How the tasks are doing.
    pub fn board(&self) -> Board {
        self.board.clone()
    }

    /// Waits until every task has ended. Cancel the token first.
    pub async fn stopped(mut self) {
        while self.loops.join_next().await.is_some() {}
    }
}

async fn keep_running(task: Arc<dyn Task>, clock: Arc<dyn Clock>, board: Board, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let rest = activate_once(task.as_ref(), clock.as_ref(), &board, &stop).await;
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = task.woken() => {}
            () = stop.cancelled() => {}
        }
    }
}

/// One activation, with its status and its failure in the log. A panic is a failure like another: the task goes on.
async fn activate_once(
    task: &dyn Task,
    clock: &dyn Clock,
    board: &Board,
    stop: &CancellationToken,
) -> Duration {
    let name = task.name();
    board.update(name, |status| {
        status.activations += 1;
        status.started = Some(clock.now());
    });
    let outcome = AssertUnwindSafe(task.activate(stop)).catch_unwind().await;
    let outcome = outcome.unwrap_or_else(|_| Err(Error::internal(Panicked)));
    board.update(name, |status| {
        status.ended = Some(clock.now());
        status.failure = outcome.as_ref().err().map(Error::code);
        status.failures_in_a_row =
            if outcome.is_ok() { 0 } else { status.failures_in_a_row.saturating_add(1) };
    });
    outcome.unwrap_or_else(|error| {
        tracing::error!(task = name, error = &error as &dyn std::error::Error, "the task {name} failed");
        REST_AFTER_FAILURE
    })
}

#[derive(Debug, thiserror::Error)]
#[error("the task panicked")]
struct Panicked;

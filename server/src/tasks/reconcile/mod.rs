//! The heart of the product: brings AWS to what confirmed operations want, one look at a time.
//!
//! A look claims an operation by a lease, reads what its current step needs from AWS, lets [`domain::plan::next`] decide, does the one
//! thing decided, and writes down what it saw. Nothing is remembered outside the database and AWS. Names and tokens were chosen when the
//! plan was made, so every call may be repeated, and stopping the process between any two lines loses nothing.
//!
//! - [`claim`]: one worker at a time, held by a lease that is renewed while AWS is asked;
//! - [`observe`], [`act`], [`deploy`], [`rollout`]: what is read, and the one thing that is done;
//! - [`advance`], [`patience`], [`finish`]: pure, what a look makes of the operation, when to look again, what becomes of the component;
//! - [`plans`]: plans get AWS's view, and are cleared away when nobody confirms them.

mod act;
mod advance;
mod claim;
mod deploy;
mod finish;
mod look;
mod observe;
mod patience;
mod plans;
mod rollout;
mod work;

use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use domain::cloud::Cloud;
use domain::operation::Operation;
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::service::Context;
use crate::tasks::Task;
use claim::{Lease, claim};

/// How long a look that runs may go on when the server stops. AWS's answers take milliseconds, and at most 30 s.
const GRACE: Duration = Duration::from_secs(8);

/// Advances operations.
#[derive(Clone)]
pub struct Reconciler {
    context: Context,
    cloud: Cloud,
    settings: Settings,
}

/// How the reconciler works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Operations advanced at the same time by this process.
    pub at_once: usize,
    /// The first pause between two looks at an operation; it grows to five seconds.
    pub pause: Duration,
    /// How long a version may take to answer the path of a guard. Nothing else of its roll-out is looked at meanwhile.
    pub answers_within: Duration,
}

impl Reconciler {
    /// A worker. Any number of them may share a database.
    pub const fn new(context: Context, cloud: Cloud, settings: Settings) -> Self {
        Self { context, cloud, settings }
    }

    /// Looks once at every operation that is due, one after the other, and says how many those were. Tests drive the reconciler by it.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] when the database does not answer.
    pub async fn look_at_due(&self) -> Result<usize> {
        let mut looked = 0;
        while let Some((operation, lease)) = claim(&self.context).await? {
            self.look(operation, &lease).await?;
            looked += 1;
        }
        Ok(looked)
    }

    /// A look, and when to take the next one. It ends when the server stops: by itself if it is done in time, else its lease is given back for another worker.
    async fn look_until(
        &self,
        operation: Operation,
        lease: Lease,
        stop: CancellationToken,
    ) -> Option<Timestamp> {
        let id = operation.id;
        let patience = async {
            stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        let looked = tokio::select! {
            looked = self.look(operation, &lease) => looked,
            () = patience => lease.release(&self.context).await.map(|()| None),
        };
        looked.unwrap_or_else(|error| {
            // The lease runs out by itself, and then another look is taken.
            let error = &error as &dyn std::error::Error;
            tracing::error!(operation = %id, error, "a look at an operation failed");
            None
        })
    }

    /// How long nothing is due, as far as this worker knows: at most its usual pause.
    fn rest(&self, soonest: Option<Timestamp>) -> Duration {
        let Some(soonest) = soonest else { return self.settings.pause };
        let left = self.context.now().duration_until(soonest);
        Duration::try_from(left).unwrap_or_default().min(self.settings.pause)
    }
}

#[async_trait]
impl Task for Reconciler {
    fn name(&self) -> &'static str {
        "reconcile"
    }

    async fn woken(&self) {
        self.context.wake.work().await;
    }

    /// Takes looks at what is due, several at the same time, until nothing is.
    async fn activate(&self, stop: &CancellationToken) -> Result<Duration> {
        let mut looks = JoinSet::new();
        // Operations that wait for little are not held up by the usual pause.
        let mut soonest: Option<Timestamp> = None;
        loop {
            while looks.len() < self.settings.at_once && !stop.is_cancelled() {
                let Some((operation, lease)) = claim(&self.context).await? else { break };
                let (worker, stop) = (self.clone(), stop.clone());
                looks.spawn(async move { worker.look_until(operation, lease, stop).await });
            }
            let rest = self.rest(soonest);
            tokio::select! {
                ended = looks.join_next() => match ended {
                    Some(ended) => {
                        let next = ended.map_err(domain::Error::internal)?;
                        soonest = [soonest, next].into_iter().flatten().min();
                    }
                    None => return Ok(rest),
                },
                () = tokio::time::sleep(rest) => soonest = None,
            }
        }
    }
}

//! Makes room: removes versions of functions that nobody goes back to, and code that nobody runs.

use std::time::Duration;

use async_trait::async_trait;
use domain::cloud::Cloud;
use domain::{Error, Result};
use tokio_util::sync::CancellationToken;

use super::Task;
use crate::db::components;
use crate::service::Context;
use crate::service::pruning::Pruning;

/// How often it looks. What goes has been kept for days.
const EVERY: Duration = Duration::from_secs(3600);

/// Functions read at once.
const PAGE: u64 = 200;

/// Makes room in all functions, one after the other.
pub struct Prune {
    context: Context,
    pruning: Pruning,
}

impl Prune {
    /// The task.
    pub fn new(context: Context, cloud: Cloud) -> Self {
        Self { pruning: Pruning::new(context.clone(), cloud), context }
    }
}

#[async_trait]
impl Task for Prune {
    fn name(&self) -> &'static str {
        "prune"
    }

    async fn activate(&self, stop: &CancellationToken) -> Result<Duration> {
        let mut after = None;
        loop {
            let page = components::functions_for_worker(self.context.db.read(), after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(EVERY) };
            after = Some(last.id);
            for function in &page {
                if stop.is_cancelled() {
                    return Ok(EVERY);
                }
                // One account that does not answer must not keep the others from being tidied.
                match self.pruning.tidy(function).await {
                    Ok(()) => {}
                    Err(error @ Error::Unavailable { .. }) => {
                        let error = &error as &dyn std::error::Error;
                        tracing::warn!(component = %function.id, error, "no room was made in a function");
                    }
                    Err(error) => {
                        let error = &error as &dyn std::error::Error;
                        tracing::error!(component = %function.id, error, "no room was made in a function");
                    }
                }
            }
        }
    }
}

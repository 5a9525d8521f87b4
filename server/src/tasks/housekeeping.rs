//! Keeps the database true and small: signs the heads of audit trails, closes what a crash left open, forgets what has ended.

use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use tokio_util::sync::CancellationToken;

use super::Task;
use crate::config;
use crate::service::Context;
use crate::service::housekeeping::{close_stale_audit, delete_old_sign_ins, expire_sessions, sign_heads};

/// How often the database is tidied.
const EVERY: Duration = Duration::from_secs(60);

/// Signs the heads of the audit trails that have grown.
pub struct SignHeads {
    context: Context,
    every: Duration,
}

impl SignHeads {
    /// The task, and how often it signs.
    pub const fn new(context: Context, every: Duration) -> Self {
        Self { context, every }
    }
}

#[async_trait]
impl Task for SignHeads {
    fn name(&self) -> &'static str {
        "sign_heads"
    }

    async fn activate(&self, _: &CancellationToken) -> Result<Duration> {
        sign_heads(&self.context).await?;
        Ok(self.every)
    }
}

/// Closes audit entries that a crash left open, and forgets sessions and sign-ins that have ended.
pub struct TidyUp {
    context: Context,
    limits: config::Sessions,
}

impl TidyUp {
    /// The task, and how long sessions last.
    pub const fn new(context: Context, limits: config::Sessions) -> Self {
        Self { context, limits }
    }
}

#[async_trait]
impl Task for TidyUp {
    fn name(&self) -> &'static str {
        "tidy_up"
    }

    async fn activate(&self, _: &CancellationToken) -> Result<Duration> {
        close_stale_audit(&self.context).await?;
        expire_sessions(&self.context, &self.limits).await?;
        delete_old_sign_ins(&self.context).await?;
        Ok(EVERY)
    }
}

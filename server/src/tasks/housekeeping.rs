//! Keeps the database true and small: signs the heads of audit trails, closes what a crash left open, forgets what has ended.

use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use tokio_util::sync::CancellationToken;

use super::Task;
use crate::config;
use crate::service::Context;
use crate::service::housekeeping::{
    close_stale_audit, delete_old_sign_ins, expire_sessions, expire_tokens, forget_requests, sign_heads,
};

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

/// Closes audit entries that a crash left open, and forgets sessions, tokens, sign-ins and requests whose time is over.
pub struct TidyUp {
    context: Context,
    limits: config::Sessions,
    tokens: config::Tokens,
}

impl TidyUp {
    /// The task, and how long sessions and tokens last.
    pub const fn new(context: Context, limits: config::Sessions, tokens: config::Tokens) -> Self {
        Self { context, limits, tokens }
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
        expire_tokens(&self.context, &self.tokens).await?;
        delete_old_sign_ins(&self.context).await?;
        forget_requests(&self.context).await?;
        Ok(EVERY)
    }
}

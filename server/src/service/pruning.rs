//! Old versions of functions, and archives that nobody needs any more, make room.
//!
//! A version is first marked, in a transaction that finds no operation at work on its function: whoever wants to go back to it afterwards is refused, and
//! whoever was faster keeps it. Only then is it removed from AWS. Both may run twice.

use std::collections::BTreeSet;

use domain::audit::{AuditAction, Outcome};
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::{Caller, Task};
use domain::cloud::{Cloud, CloudError, Place};
use domain::component::Component;
use domain::error::Dependency;
use domain::function::{Standing, UNUSED_CODE_KEPT_FOR, VersionState, prunable, unpublishable};
use domain::{Error, Result};
use kinds::function::outputs::name::FUNCTION_NAME;
use serde_json::json;

use super::Context;
use super::archives::{self, When};
use super::audit_trail::{self, Deed};
use super::placement::{self, OnBehalf};
use crate::db::{artifacts, components, operations, organizations, versions};

/// How many versions, and how many archives, of a function go at once. The rest waits for the next activation.
const AT_ONCE: usize = 20;

/// Makes room.
#[derive(Clone)]
pub struct Pruning {
    context: Context,
    cloud: Cloud,
}

impl Pruning {
    /// The service.
    pub const fn new(context: Context, cloud: Cloud) -> Self {
        Self { context, cloud }
    }

    /// Makes room in one function.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when database or AWS do not answer; what was not done is done the next time.
    pub async fn tidy(&self, function: &Component) -> Result<()> {
        self.mark(function).await?;
        self.unpublish(function).await?;
        self.remove_archives(function).await
    }

    /// Marks the versions that nobody needs any more.
    async fn mark(&self, function: &Component) -> Result<()> {
        let now = self.context.now();
        let seen = versions::standings_for_worker(self.context.db.read(), function.id).await?;
        if prunable(&seen, now).is_empty() {
            return Ok(());
        }
        let transaction = self.context.db.write().await?;
        let Some(function) = components::lock_for_worker(&transaction, function.id).await? else {
            return Ok(());
        };
        let tenant = TenantScope { organization: function.organization, projects: ProjectScope::All };
        let busy = operations::active(&transaction, &tenant, function.id).await?.is_some();
        if busy || function.deleted.is_some() {
            return Ok(());
        }
        let mut numbers = prunable(&versions::standings_for_worker(&transaction, function.id).await?, now);
        numbers.truncate(AT_ONCE);
        if numbers.is_empty() {
            return Ok(());
        }
        versions::prune_for_worker(&transaction, function.id, &numbers).await?;
        let deed = Deed {
            after: Some(json!({ "versions": numbers })),
            ..Deed::to_component(&function, AuditAction::VersionsPruned)
        };
        let caller = Caller::automation(Task::Pruning, self.context.new_id().to_string());
        audit_trail::record(&self.context, &transaction, &caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes from Lambda what pruned versions had there.
    async fn unpublish(&self, function: &Component) -> Result<()> {
        let standings = versions::standings_for_worker(self.context.db.read(), function.id).await?;
        let pending = |one: &Standing| one.state == VersionState::Pruned && one.published.is_some();
        let name = function.outputs.get(FUNCTION_NAME);
        let (Some(name), true) = (name, standings.iter().any(pending)) else { return Ok(()) };
        let place = self.place(function).await?;
        let functions = &self.cloud.functions;
        let there = functions.published(&place, name).await.map_err(unavailable)?;
        let going = unpublishable(&standings, &there);
        let mut left: BTreeSet<u64> = going.iter().skip(AT_ONCE).copied().collect();
        for number in going.into_iter().take(AT_ONCE) {
            match functions.unpublish(&place, name, number).await {
                Ok(()) => {}
                Err(CloudError::Refused { code, message }) => {
                    // An alias that somebody made behind our back, perhaps. It is tried again.
                    tracing::warn!(component = %function.id, number, code, message, "AWS keeps a version");
                    left.insert(number);
                }
                Err(error) => return Err(unavailable(error)),
            }
        }
        let transaction = self.context.db.write().await?;
        let left: Vec<u64> = left.into_iter().collect();
        versions::unpublish_for_worker(&transaction, function.id, &left).await?;
        Ok(transaction.commit().await?)
    }

    /// Removes archives that no version needs.
    async fn remove_archives(&self, function: &Component) -> Result<()> {
        let (db, now) = (&self.context.db, self.context.now());
        let before = now - UNUSED_CODE_KEPT_FOR;
        let limit = u64::try_from(AT_ONCE).unwrap_or(u64::MAX);
        let unneeded = artifacts::unneeded_for_worker(db.read(), function.id, before, limit).await?;
        if unneeded.is_empty() {
            return Ok(());
        }
        let place = self.place(function).await?;
        let cloud = self.cloud.artifacts.as_ref();
        for hash in unneeded {
            let when = (When::Unneeded(before), now);
            archives::remove(db, cloud, &place, function, &hash, when).await?.map_err(unavailable)?;
        }
        Ok(())
    }

    async fn place(&self, function: &Component) -> Result<Place> {
        let db = self.context.db.read();
        let organization =
            organizations::find_for_worker(db, function.organization).await?.ok_or(Error::NotFound)?;
        let on_behalf =
            OnBehalf { organization: &organization.slug, component: function.id, operation: None };
        placement::place(&self.context, &function.account, &function.region, on_behalf).await
    }
}

fn unavailable(error: CloudError) -> Error {
    Error::unavailable(Dependency::Aws, error)
}

//! Plans and their execution: implements [`domain::ports::Operations`].
//!
//! A person decides, the worker does: confirming, cancelling and retrying only write down what is wanted and wake it.

mod confirm;
mod share;

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{Action, ProjectScope, Resource, TenantScope};
use domain::caller::Caller;
use domain::error::Conflict;
use domain::function::Share;
use domain::ids::{OperationId, OrganizationId};
use domain::operation::{Change, Operation, OperationState, Step, StepState};
use domain::ports::{self, Confirmation, OperationFilter, Page, PageRequest, Trail, Updates};
use domain::{Error, Result};
use futures::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use super::Context;
use super::audit_trail::{self, Deed};
use super::authorize::{authorize, tenant};
use super::{deploys, idempotency};
use crate::db::{self, WriteTransaction, components};

pub(super) use confirm::steps;

/// Starts, stops and shows operations.
#[derive(Clone)]
pub struct Operations {
    context: Context,
}

impl Operations {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Whether the caller may do this with an operation; then a transaction in which nobody else changes it. A refusal is written down
    /// before the transaction begins.
    async fn lock(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        id: OperationId,
        action: impl FnOnce(&Operation) -> Action,
    ) -> Result<(WriteTransaction, Operation)> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let found =
            db::operations::find(self.context.db.read(), &tenant, id).await?.ok_or(Error::NotFound)?;
        let project = Resource::Project(organization, found.project);
        authorize(&self.context, caller, action(&found), project).await?;
        let transaction = self.context.db.write().await?;
        let operation = db::operations::lock(&transaction, &tenant, id).await?.ok_or(Error::NotFound)?;
        Ok((transaction, operation))
    }

    /// Writes down what the caller did with an operation.
    async fn record(
        &self,
        transaction: &WriteTransaction,
        caller: &Caller,
        action: AuditAction,
        operation: &Operation,
    ) -> Result<()> {
        let deed = deed(action, operation);
        audit_trail::record(&self.context, transaction, caller, deed, Outcome::Succeeded).await.map(|_| ())
    }

    /// Ends what the caller asked of an operation, and what they are answered with should they ask again.
    async fn commit_answer(
        &self,
        transaction: WriteTransaction,
        caller: &Caller,
        operation: &Operation,
    ) -> Result<()> {
        idempotency::began(&transaction, caller, operation.id).await?;
        self.commit(transaction, operation).await
    }

    /// Ends a change of an operation that the worker must know of.
    async fn commit(&self, transaction: WriteTransaction, operation: &Operation) -> Result<()> {
        db::operations::save(&transaction, operation, Some(self.context.now())).await?;
        transaction.commit().await?;
        self.context.wake.worker();
        self.context.wake.changed(operation.organization);
        Ok(())
    }
}

#[async_trait]
impl ports::Operations for Operations {
    async fn list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        filter: &OperationFilter,
    ) -> Result<Page<Operation>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        Ok(db::operations::list(self.context.db.read(), &tenant, filter).await?)
    }

    async fn find(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation> {
        let tenant = tenant(&self.context, caller, organization).await?;
        db::operations::find(self.context.db.read(), &tenant, operation).await?.ok_or(Error::NotFound)
    }

    async fn confirm(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        confirmation: Confirmation,
    ) -> Result<Operation> {
        let (transaction, operation) =
            self.lock(caller, organization, operation, |plan| plan.change.action()).await?;
        if operation.confirmed.is_some() {
            // A form that was sent twice.
            return Ok(operation);
        }
        let operation =
            confirm::confirm(&self.context, &transaction, caller, operation, confirmation).await?;
        self.commit_answer(transaction, caller, &operation).await?;
        Ok(operation)
    }

    async fn discard(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<()> {
        let (transaction, mut operation) =
            self.lock(caller, organization, operation, |plan| plan.change.action()).await?;
        match operation.state {
            OperationState::Planned => {}
            OperationState::Discarded => return Ok(()),
            _ => return Err(Error::Conflict(Conflict::WrongState)),
        }
        operation.state = OperationState::Discarded;
        operation.ended = Some(self.context.now());
        self.record(&transaction, caller, AuditAction::OperationDiscarded, &operation).await?;
        self.commit(transaction, &operation).await
    }

    async fn cancel(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<()> {
        let (transaction, mut operation) =
            self.lock(caller, organization, operation, |_| Action::OperateComponent).await?;
        if !operation.state.is_active() {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if operation.cancel_requested {
            return Ok(());
        }
        operation.cancel_requested = true;
        self.record(&transaction, caller, AuditAction::OperationCancelRequested, &operation).await?;
        self.commit_answer(transaction, caller, &operation).await
    }

    async fn give_share(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
        share: Share,
    ) -> Result<Operation> {
        let (transaction, operation) = self.lock(caller, organization, operation, |_| Action::Deploy).await?;
        let operation = share::asked(operation, share)?;
        let deed = share::deed(&operation, share);
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        self.commit_answer(transaction, caller, &operation).await?;
        Ok(operation)
    }

    async fn retry(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        operation: OperationId,
    ) -> Result<Operation> {
        let (transaction, mut operation) =
            self.lock(caller, organization, operation, |_| Action::OperateComponent).await?;
        if operation.state.is_active() && operation.attempt > 0 {
            // A form that was sent twice.
            return Ok(operation);
        }
        if operation.state != OperationState::Failed {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        check_newest(&transaction, &operation).await?;
        let component = components::lock_for_worker(&transaction, operation.component).await?;
        let component = confirm::check_unchanged(&transaction, &operation, component).await?;
        let component = component.ok_or(Error::NotFound)?;
        self.record(&transaction, caller, AuditAction::OperationRetried, &operation).await?;
        begin_again(&mut operation);
        deploys::retry_version(&transaction, &operation).await?;
        confirm::start(&self.context, &transaction, caller, &mut operation, Some(component), None).await?;
        self.commit_answer(transaction, caller, &operation).await?;
        Ok(operation)
    }

    async fn watch(&self, caller: &Caller, organization: OrganizationId) -> Result<Updates> {
        tenant(&self.context, caller, organization).await?;
        let changes = BroadcastStream::new(self.context.wake.changes());
        // Whoever fell behind reads everything again, as after any change.
        let ours = changes.filter_map(move |changed| async move {
            changed.map_or(Some(()), |changed| (changed == organization).then_some(()))
        });
        Ok(Box::pin(ours))
    }
}

/// A deploy that failed is not tried again over one that came after it: whoever wants its code deploys that.
async fn check_newest(transaction: &WriteTransaction, operation: &Operation) -> Result<()> {
    if !operation.change.moves_code() {
        return Ok(());
    }
    let tenant = TenantScope { organization: operation.organization, projects: ProjectScope::All };
    let filter = OperationFilter {
        component: Some(operation.component),
        states: Vec::new(),
        page: PageRequest { cursor: None, size: 1 },
    };
    let newest = db::operations::list(transaction, &tenant, &filter).await?.items.pop();
    match newest {
        Some(newest) if newest.id != operation.id => Err(Error::Conflict(Conflict::WrongState)),
        _ => Ok(()),
    }
}

/// Prepares another attempt. A deletion and a creation go on where they stopped; a change needs a new change set.
fn begin_again(operation: &mut Operation) {
    operation.attempt += 1;
    operation.failure = None;
    operation.ended = None;
    operation.cancel_requested = false;
    operation.share_requested = None;
    let all = !matches!(operation.change, Change::Create | Change::Delete);
    for step in &mut operation.steps {
        if all || step.state != StepState::Done {
            *step = Step::waiting(step.name, step.usual_seconds);
        }
    }
}

/// What the audit trail says of something that is done with an operation.
pub(crate) fn deed(action: AuditAction, operation: &Operation) -> Deed {
    let target = Target {
        name: operation.intent.name.to_string(),
        project: Some(operation.project),
        component: Some(operation.component),
    };
    let trail = Trail::Organization(operation.organization);
    Deed { operation: Some(operation.id), ..Deed::new(trail, action, target) }
}

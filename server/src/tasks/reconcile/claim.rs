//! Leases: an operation is advanced by one worker at a time, and by another one when that one is gone.

use std::time::Duration;

use domain::Result;
use domain::ids::OperationId;
use domain::operation::Operation;
use jiff::SignedDuration;

use crate::db::operations;
use crate::service::Context;

/// How long a worker that was not heard of holds an operation: so long a deploy stands still when its server was killed.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// How often a lease is renewed while AWS is asked.
const RENEWAL: Duration = Duration::from_secs(5);

/// The operation that has been due for longest, if one is, held for this worker.
pub(super) async fn claim(context: &Context) -> Result<Option<(Operation, Lease)>> {
    let now = context.now();
    // Every claim has a name of its own: a worker that lost one must not mistake the next one for it.
    let owner = context.new_id().to_string();
    let transaction = context.db.write().await?;
    let lease = operations::Lease { owner: owner.clone(), until: now + LEASE };
    let claimed = operations::claim_for_worker(&transaction, &lease, now).await?;
    transaction.commit().await?;
    Ok(claimed.map(|operation| {
        let lease = Lease { operation: operation.id, owner };
        (operation, lease)
    }))
}

/// Which operation this worker holds, and under which name.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    operation: OperationId,
    pub(super) owner: String,
}

impl Lease {
    /// Renews the lease again and again. Ends when it is lost.
    pub(super) async fn keep(&self, context: &Context) {
        loop {
            tokio::time::sleep(RENEWAL).await;
            match self.renew(context).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(operation = %self.operation, error, "the lease was not renewed");
                }
            }
        }
    }

    async fn renew(&self, context: &Context) -> Result<bool> {
        let lease = operations::Lease { owner: self.owner.clone(), until: context.now() + LEASE };
        let transaction = context.db.write().await?;
        let held = operations::renew_for_worker(&transaction, self.operation, &lease).await?;
        transaction.commit().await?;
        Ok(held)
    }

    /// Gives the operation back, for another worker to claim at once.
    pub(super) async fn release(&self, context: &Context) -> Result<()> {
        let transaction = context.db.write().await?;
        operations::release_leases_for_worker(&transaction, &self.owner).await?;
        Ok(transaction.commit().await?)
    }
}

//! Leases: which worker advances which operation. A worker that stops loses its leases when they run out, and another goes on.

use domain::ids::OperationId;
use domain::operation::Operation;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::row;
use crate::db::WriteTransaction;
use crate::db::entity::operation::{Column, Entity};
use crate::db::fault::Stored;

/// Who holds an operation, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The worker: unique among all replicas.
    pub owner: String,
    /// When others may take it.
    pub until: Timestamp,
}

/// Takes the operation that has waited longest for a worker, and that no other worker holds.
pub async fn claim_for_worker(
    transaction: &WriteTransaction,
    lease: &Lease,
    now: Timestamp,
) -> Stored<Option<Operation>> {
    let now = now.as_microsecond();
    let free = Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lte(now));
    let found = Entity::find()
        .filter(Column::NextAttempt.lte(now))
        .filter(free)
        .order_by_asc(Column::NextAttempt)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(transaction)
        .await?;
    let Some(found) = found else { return Ok(None) };
    let operation = row::read(found)?;
    Entity::update_many()
        .col_expr(Column::LeaseOwner, Expr::value(lease.owner.clone()))
        .col_expr(Column::LeaseUntil, Expr::value(lease.until.as_microsecond()))
        .filter(Column::Id.eq(operation.id.0))
        .exec(transaction)
        .await?;
    Ok(Some(operation))
}

/// Holds an operation for longer. False when another worker has it by now.
pub async fn renew_for_worker(
    transaction: &WriteTransaction,
    id: OperationId,
    lease: &Lease,
) -> Stored<bool> {
    let renewed = Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(lease.until.as_microsecond()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::LeaseOwner.eq(lease.owner.as_str()))
        .exec(transaction)
        .await?;
    Ok(renewed.rows_affected == 1)
}

/// Stores how far a worker has brought an operation, and gives it back. `next_attempt` is when to look at it again; none when there is no more to do.
/// False, and nothing is stored, when another worker has the operation by now, or a person has changed it meanwhile.
pub async fn save_for_worker(
    transaction: &WriteTransaction,
    operation: &Operation,
    owner: &str,
    next_attempt: Option<Timestamp>,
) -> Stored<bool> {
    let mut row = row::update(operation)?;
    row.lease_owner = Set(None);
    row.lease_until = Set(None);
    row.next_attempt = Set(next_attempt.map(|time| time.as_microsecond()));
    let saved = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(operation.id.0))
        .filter(Column::LeaseOwner.eq(owner))
        .exec(transaction)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Gives back all operations of a worker that stops.
pub async fn release_leases_for_worker(transaction: &WriteTransaction, owner: &str) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::LeaseOwner, Expr::value(Option::<String>::None))
        .col_expr(Column::LeaseUntil, Expr::value(Option::<i64>::None))
        .filter(Column::LeaseOwner.eq(owner))
        .exec(transaction)
        .await?;
    Ok(())
}

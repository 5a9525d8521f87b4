//! Operations. See [`domain::operation::Operation`].

mod lease;
mod row;

use domain::authz::TenantScope;
use domain::ids::{ComponentId, OperationId};
use domain::operation::{Operation, OperationState};
use domain::ports::{OperationFilter, Page};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::entity::operation::{Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column, cursor, scope};

pub use lease::{Lease, claim_for_worker, release_leases_for_worker, renew_for_worker, save_for_worker};

/// Adds an operation. `next_attempt` is when a worker should look at it first; none when it waits for a person.
///
/// # Errors
/// [`super::Fault::is_taken`] when it is active and another operation of the component is so too.
pub async fn insert(
    transaction: &WriteTransaction,
    operation: &Operation,
    next_attempt: Option<Timestamp>,
) -> Stored<()> {
    let mut row = row::write(operation)?;
    row.next_attempt = Set(next_attempt.map(|time| time.as_microsecond()));
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Stores what a person changed of an operation that they have locked. `next_attempt` as for [`insert`]. A worker that looks at the
/// operation meanwhile loses its lease: what the person decided counts.
///
/// # Errors
/// [`super::Fault::is_taken`] when it becomes active and another operation of the component is so too.
pub async fn save(
    transaction: &WriteTransaction,
    operation: &Operation,
    next_attempt: Option<Timestamp>,
) -> Stored<()> {
    let mut row = row::update(operation)?;
    row.cancel_requested = Set(operation.cancel_requested);
    row.share_requested = Set(row::share_requested(operation));
    row.lease_owner = Set(None);
    row.lease_until = Set(None);
    row.next_attempt = Set(next_attempt.map(|time| time.as_microsecond()));
    Entity::update(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// An operation of the tenant.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: OperationId,
) -> Stored<Option<Operation>> {
    in_tenant(tenant).filter(Column::Id.eq(id.0)).one(connection).await?.map(row::read).transpose()
}

/// [`find`], and nobody else changes it until the transaction ends.
pub async fn lock(
    transaction: &WriteTransaction,
    tenant: &TenantScope,
    id: OperationId,
) -> Stored<Option<Operation>> {
    in_tenant(tenant)
        .filter(Column::Id.eq(id.0))
        .lock_exclusive()
        .one(transaction)
        .await?
        .map(row::read)
        .transpose()
}

/// The operation that keeps others of the component from starting.
pub async fn active(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
) -> Stored<Option<Operation>> {
    in_tenant(tenant)
        .filter(Column::Component.eq(component.0))
        .filter(Column::State.is_in(ACTIVE))
        .one(connection)
        .await?
        .map(row::read)
        .transpose()
}

/// The tenant's operations, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    filter: &OperationFilter,
) -> Stored<Page<Operation>> {
    let OperationFilter { component, states, page } = filter;
    let mut query = in_tenant(tenant);
    if let Some(component) = component {
        query = query.filter(Column::Component.eq(component.0));
    }
    query = if states.is_empty() {
        query.filter(Column::State.ne(column::word("state", &OperationState::Discarded)?))
    } else {
        let states = states.iter().map(|state| column::word("state", state)).collect::<Stored<Vec<_>>>()?;
        query.filter(Column::State.is_in(states))
    };
    if let Some(place) = cursor::read::<uuid::Uuid>(page)? {
        query = query.filter(Column::Id.lt(place));
    }
    let rows = query.order_by_desc(Column::Id).limit(page.limit() + 1).all(connection).await?;
    let rows = cursor::page(page, rows, |row| row.id)?;
    let items = rows.items.into_iter().map(row::read).collect::<Stored<_>>()?;
    Ok(Page { items, next: rows.next })
}

fn in_tenant(tenant: &TenantScope) -> Select<Entity> {
    Entity::find().filter(scope::within(tenant, Column::Organization, Column::Project, Column::Component))
}

const ACTIVE: [&str; 2] = ["queued", "running"];

/// Any operation.
pub async fn find_for_worker(
    connection: &impl ConnectionTrait,
    id: OperationId,
) -> Stored<Option<Operation>> {
    Entity::find_by_id(id.0).one(connection).await?.map(row::read).transpose()
}

//! Archives on their way out of bucket and database.

use domain::component::Component;
use domain::function::{ArtifactHash, VersionState};
use domain::ids::{ComponentId, OrganizationId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::db::entity::artifact::{Column, Entity};
use crate::db::entity::{component, version};
use crate::db::fault::Stored;
use crate::db::{WriteTransaction, column};

/// Whether somebody has begun to remove an archive of the organization since `since`. Functions share a bucket, so it does not matter of which.
pub async fn being_removed(
    transaction: &WriteTransaction,
    organization: OrganizationId,
    hash: &ArtifactHash,
    since: Timestamp,
) -> Stored<bool> {
    let found: Option<String> = Entity::find()
        .select_only()
        .column(Column::Hash)
        .filter(Column::Organization.eq(organization.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .filter(Column::Removed.gte(since.as_microsecond()))
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(found.is_some())
}

/// The archives of a component, those that are being removed too.
pub async fn of_component_for_worker(
    connection: &impl ConnectionTrait,
    component: ComponentId,
    limit: u64,
) -> Stored<Vec<ArtifactHash>> {
    hashes(Condition::all().add(Column::Component.eq(component.0)), connection, limit).await
}

/// The archives of a component that no version needs and that were last sent before `before`, and those whose removal stopped half-way.
pub async fn unneeded_for_worker(
    connection: &impl ConnectionTrait,
    component: ComponentId,
    before: Timestamp,
    limit: u64,
) -> Stored<Vec<ArtifactHash>> {
    let needed = version::Entity::find()
        .select_only()
        .column(version::Column::Artifact)
        .filter(version::Column::Component.eq(component.0))
        .filter(version::Column::State.ne(column::word("state", &VersionState::Pruned)?));
    let unneeded = Condition::all()
        .add(Column::Created.lt(before.as_microsecond()))
        .add(Column::Hash.not_in_subquery(needed.into_query()));
    let of_component = Condition::all()
        .add(Column::Component.eq(component.0))
        .add(Condition::any().add(Column::Removed.is_not_null()).add(unneeded));
    hashes(of_component, connection, limit).await
}

async fn hashes(
    which: Condition,
    connection: &impl ConnectionTrait,
    limit: u64,
) -> Stored<Vec<ArtifactHash>> {
    let found: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Hash)
        .filter(which)
        .order_by_asc(Column::Hash)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    found.iter().map(|hash| column::from_word("hash", hash)).collect()
}

/// Whether another function needs the archive from the same bucket: one of the organization in the same account and region.
pub async fn needed_elsewhere_for_worker(
    transaction: &WriteTransaction,
    function: &Component,
    hash: &ArtifactHash,
) -> Stored<bool> {
    let neighbours = component::Entity::find()
        .select_only()
        .column(component::Column::Id)
        .filter(component::Column::Organization.eq(function.organization.0))
        .filter(component::Column::Account.eq(function.account.as_str()))
        .filter(component::Column::Region.eq(function.region.as_str()));
    let found: Option<String> = Entity::find()
        .select_only()
        .column(Column::Hash)
        .filter(Column::Component.ne(function.id.0))
        .filter(Column::Component.in_subquery(neighbours.into_query()))
        .filter(Column::Hash.eq(hash.as_str()))
        .filter(Column::Removed.is_null())
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(found.is_some())
}

/// Marks an archive as being removed from now on.
pub async fn begin_removal_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    hash: &ArtifactHash,
    now: Timestamp,
) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::Removed, Expr::value(Some(now.as_microsecond())))
        .filter(Column::Component.eq(component.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Forgets an archive that is being removed.
pub async fn end_removal_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    hash: &ArtifactHash,
) -> Stored<()> {
    Entity::delete_many()
        .filter(Column::Component.eq(component.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .filter(Column::Removed.is_not_null())
        .exec(transaction)
        .await?;
    Ok(())
}

//! Archives of code. See [`domain::function::Artifact`].

mod removal;

use domain::authz::TenantScope;
use domain::component::Component;
use domain::function::{Artifact, ArtifactHash};
use domain::ids::ComponentId;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::artifact::{ActiveModel, Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column, scope};

pub use removal::{
    begin_removal_for_worker, being_removed, end_removal_for_worker, needed_elsewhere_for_worker,
    of_component_for_worker, unneeded_for_worker,
};

/// Stores an archive of a component. The same archive again gets its content back, in case that was removed meanwhile. It must not be
/// [`being_removed`] now.
pub async fn save(
    transaction: &WriteTransaction,
    component: &Component,
    artifact: &Artifact,
    content: Vec<u8>,
    now: Timestamp,
) -> Stored<()> {
    let row = ActiveModel {
        component: Set(component.id.0),
        hash: Set(artifact.hash.as_str().to_owned()),
        organization: Set(component.organization.0),
        project: Set(component.project.0),
        size: Set(column::number("size", i64::try_from(artifact.size).unwrap_or(i64::MAX))?),
        unpacked: Set(column::number("unpacked", i64::try_from(artifact.unpacked).unwrap_or(i64::MAX))?),
        files: Set(column::json("files", &artifact.files)?),
        content: Set(Some(content)),
        created: Set(now.as_microsecond()),
        removed: Set(None),
    };
    let again = OnConflict::columns([Column::Component, Column::Hash])
        .update_columns([Column::Content, Column::Created, Column::Removed])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// An archive of a component of the tenant. None when it is being removed.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    hash: &ArtifactHash,
) -> Stored<Option<Artifact>> {
    let found: Option<(i64, i64, String)> = Entity::find()
        .select_only()
        .columns([Column::Size, Column::Unpacked, Column::Files])
        .filter(scope::within(tenant, Column::Organization, Column::Project, Column::Component))
        .filter(Column::Component.eq(component.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .filter(Column::Removed.is_null())
        .into_tuple()
        .one(connection)
        .await?;
    let Some((size, unpacked, files)) = found else { return Ok(None) };
    Ok(Some(Artifact {
        hash: hash.clone(),
        size: column::number("size", size)?,
        unpacked: column::number("unpacked", unpacked)?,
        files: column::from_json("files", &files)?,
    }))
}

/// The bytes of an archive. None once they lie in the bucket.
pub async fn content_for_worker(
    connection: &impl ConnectionTrait,
    component: ComponentId,
    hash: &ArtifactHash,
) -> Stored<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> = Entity::find()
        .select_only()
        .column(Column::Content)
        .filter(Column::Component.eq(component.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.flatten())
}

/// Forgets the bytes of an archive: they lie in the bucket.
pub async fn forget_content_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    hash: &ArtifactHash,
) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::Content, Expr::value(Option::<Vec<u8>>::None))
        .filter(Column::Component.eq(component.0))
        .filter(Column::Hash.eq(hash.as_str()))
        .exec(transaction)
        .await?;
    Ok(())
}

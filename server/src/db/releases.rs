//! Releases of components. See [`domain::component::Release`].

use domain::authz::TenantScope;
use domain::component::Release;
use domain::ids::{ComponentId, OperationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::release;
use super::fault::Stored;
use super::{WriteTransaction, column, components};

/// Adds a release.
///
/// # Errors
/// [`super::Fault::is_taken`] when the component has a release of that number.
pub async fn insert(transaction: &WriteTransaction, new: &Release) -> Stored<()> {
    let row = release::ActiveModel {
        component: Set(new.component.0),
        number: Set(column::number("number", i64::from(new.number))?),
        author: Set(new.author.clone()),
        message: Set(new.message.clone()),
        operation: Set(new.operation.0),
        document: Set(column::json("document", &new.document)?),
        created: Set(new.created.as_microsecond()),
    };
    release::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The releases of a component of the tenant, newest first. None when the tenant has no such component.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: ComponentId,
) -> Stored<Vec<Release>> {
    if components::find(connection, tenant, id).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = release::Entity::find()
        .filter(release::Column::Component.eq(id.0))
        .order_by_desc(release::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: release::Model) -> Stored<Release> {
    Ok(Release {
        component: ComponentId(row.component),
        number: column::number("number", i64::from(row.number))?,
        author: row.author,
        message: row.message,
        operation: OperationId(row.operation),
        document: column::from_json("document", &row.document)?,
        created: column::instant("created", row.created)?,
    })
}

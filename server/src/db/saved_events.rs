//! Events to try functions with. See [`domain::trial::SavedEvent`].

use domain::authz::TenantScope;
use domain::component::Component;
use domain::ids::ComponentId;
use domain::organization::Name;
use domain::trial::SavedEvent;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};

use super::entity::saved_event::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column, scope};

/// Stores an event of a component, in place of the one with its name.
pub async fn save(transaction: &WriteTransaction, component: &Component, event: &SavedEvent) -> Stored<()> {
    let row = ActiveModel {
        component: Set(component.id.0),
        name: Set(event.name.as_str().to_owned()),
        organization: Set(component.organization.0),
        project: Set(component.project.0),
        payload: Set(event.payload.clone()),
        author: Set(event.author.clone()),
        changed: Set(event.changed.as_microsecond()),
    };
    let again = OnConflict::columns([Column::Component, Column::Name])
        .update_columns([Column::Payload, Column::Author, Column::Changed])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// The events of a component of the tenant, by name.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
) -> Stored<Vec<SavedEvent>> {
    let rows = in_tenant(tenant, component).order_by_asc(Column::Name).all(connection).await?;
    rows.into_iter().map(read).collect()
}

/// An event of a component of the tenant.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    name: &Name,
) -> Stored<Option<SavedEvent>> {
    let found = in_tenant(tenant, component).filter(Column::Name.eq(name.as_str())).one(connection).await?;
    found.map(read).transpose()
}

/// How many other events a component of the tenant has.
pub async fn count_others(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    name: &Name,
) -> Stored<u64> {
    Ok(in_tenant(tenant, component).filter(Column::Name.ne(name.as_str())).count(connection).await?)
}

/// Removes an event of a component. Says whether there was one.
pub async fn remove(transaction: &WriteTransaction, component: &Component, name: &Name) -> Stored<bool> {
    let done = Entity::delete_by_id((component.id.0, name.as_str().to_owned())).exec(transaction).await?;
    Ok(done.rows_affected > 0)
}

fn in_tenant(tenant: &TenantScope, component: ComponentId) -> Select<Entity> {
    Entity::find()
        .filter(scope::within(tenant, Column::Organization, Column::Project, Column::Component))
        .filter(Column::Component.eq(component.0))
}

fn read(row: Model) -> Stored<SavedEvent> {
    Ok(SavedEvent {
        name: column::from_word("name", &row.name)?,
        payload: row.payload,
        author: row.author,
        changed: column::instant("changed", row.changed)?,
    })
}

//! What is known of the secret values of functions, never the values. See [`domain::function::Secret`].

use domain::authz::TenantScope;
use domain::component::Component;
use domain::function::Secret;
use domain::ids::ComponentId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::secret::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column, scope};

/// All of a component of the tenant by name, those that were removed too.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
) -> Stored<Vec<Secret>> {
    let rows = Entity::find()
        .filter(scope::within(tenant, Column::Organization, Column::Project, Column::Component))
        .filter(Column::Component.eq(component.0))
        .order_by_asc(Column::Name)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Stores what is known of one. The component must be locked.
pub async fn save(transaction: &WriteTransaction, component: &Component, secret: &Secret) -> Stored<()> {
    let row = ActiveModel {
        component: Set(component.id.0),
        name: Set(secret.name.clone()),
        organization: Set(component.organization.0),
        project: Set(component.project.0),
        present: Set(secret.present),
        version: Set(column::number("version", i64::from(secret.version))?),
        seen: Set(column::number("seen", i64::from(secret.seen))?),
        set_by: Set(secret.set_by.clone()),
        set_at: Set(secret.set.as_microsecond()),
    };
    let again = OnConflict::columns([Column::Component, Column::Name])
        .update_columns([Column::Present, Column::Version, Column::Seen, Column::SetBy, Column::SetAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// Forgets those of a component: they are gone.
pub async fn delete_for_worker(transaction: &WriteTransaction, component: ComponentId) -> Stored<()> {
    Entity::delete_many().filter(Column::Component.eq(component.0)).exec(transaction).await?;
    Ok(())
}

fn read(row: Model) -> Stored<Secret> {
    Ok(Secret {
        name: row.name,
        present: row.present,
        version: column::number("version", i64::from(row.version))?,
        seen: column::number("seen", i64::from(row.seen))?,
        set_by: row.set_by,
        set: column::instant("set_at", row.set_at)?,
    })
}

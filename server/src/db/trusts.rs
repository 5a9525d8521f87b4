//! Jobs of outside issuers that projects trust. See [`domain::trust::Trust`].

use domain::authz::TenantScope;
use domain::ids::{OrganizationId, ProjectId, TrustId};
use domain::trust::Trust;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::entity::trust::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column, scope};

/// Adds a trust.
pub async fn insert(transaction: &WriteTransaction, new: &Trust) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        organization: Set(new.organization.0),
        project: Set(new.project.0),
        provider: Set(new.provider.as_str().to_owned()),
        issuer: Set(new.issuer.as_str().to_owned()),
        conditions: Set(column::json("conditions", &new.conditions)?),
        functions: Set(column::json("functions", &new.functions)?),
        created: Set(new.created.as_microsecond()),
        created_by: Set(new.created_by.clone()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The tenant's trusts, oldest first.
pub async fn list(connection: &impl ConnectionTrait, tenant: &TenantScope) -> Stored<Vec<Trust>> {
    let rows = in_tenant(tenant).order_by_asc(Column::Id).all(connection).await?;
    rows.into_iter().map(read).collect()
}

/// Those of one project of the tenant, oldest first.
pub async fn of_project(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    project: ProjectId,
) -> Stored<Vec<Trust>> {
    let query = in_tenant(tenant).filter(Column::Project.eq(project.0));
    let rows = query.order_by_asc(Column::Id).all(connection).await?;
    rows.into_iter().map(read).collect()
}

/// A trust of the tenant.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: TrustId,
) -> Stored<Option<Trust>> {
    in_tenant(tenant).filter(Column::Id.eq(id.0)).one(connection).await?.map(read).transpose()
}

/// Removes a trust of the tenant. False when somebody else was faster.
pub async fn delete(transaction: &WriteTransaction, tenant: &TenantScope, id: TrustId) -> Stored<bool> {
    let deleted = Entity::delete_many()
        .filter(Column::Id.eq(id.0))
        .filter(scope::within_projects(tenant, Column::Organization, Column::Project))
        .exec(transaction)
        .await?;
    Ok(deleted.rows_affected == 1)
}

fn in_tenant(tenant: &TenantScope) -> Select<Entity> {
    Entity::find().filter(scope::within_projects(tenant, Column::Organization, Column::Project))
}

fn read(row: Model) -> Stored<Trust> {
    Ok(Trust {
        id: TrustId(row.id),
        organization: OrganizationId(row.organization),
        project: ProjectId(row.project),
        provider: column::from_word("provider", &row.provider)?,
        issuer: column::from_word("issuer", &row.issuer)?,
        conditions: column::from_json("conditions", &row.conditions)?,
        functions: column::from_json("functions", &row.functions)?,
        created: column::instant("created", row.created)?,
        created_by: row.created_by,
    })
}

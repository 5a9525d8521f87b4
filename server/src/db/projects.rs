//! Projects. See [`domain::organization::Project`].

use domain::authz::TenantScope;
use domain::ids::{OrganizationId, ProjectId};
use domain::organization::{Name, Project};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::entity::project::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column, scope};

/// Adds a project.
///
/// # Errors
/// [`super::Fault::is_taken`] when the organization has a project of that slug.
pub async fn insert(transaction: &WriteTransaction, new: &Project, created: Timestamp) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        organization: Set(new.organization.0),
        slug: Set(new.slug.as_str().to_owned()),
        display_name: Set(new.display_name.clone()),
        cost_center: Set(new.cost_center.clone()),
        created: Set(created.as_microsecond()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// A project of the tenant.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: ProjectId,
) -> Stored<Option<Project>> {
    in_tenant(tenant).filter(Column::Id.eq(id.0)).one(connection).await?.map(read).transpose()
}

/// A project of the tenant, by its slug.
pub async fn find_by_slug(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    slug: &Name,
) -> Stored<Option<Project>> {
    in_tenant(tenant).filter(Column::Slug.eq(slug.as_str())).one(connection).await?.map(read).transpose()
}

/// The tenant's projects, by display name.
pub async fn list(connection: &impl ConnectionTrait, tenant: &TenantScope) -> Stored<Vec<Project>> {
    let query = in_tenant(tenant).order_by_asc(Column::DisplayName).order_by_asc(Column::Id);
    query.all(connection).await?.into_iter().map(read).collect()
}

/// Any project.
pub async fn find_for_worker(connection: &impl ConnectionTrait, id: ProjectId) -> Stored<Option<Project>> {
    Entity::find_by_id(id.0).one(connection).await?.map(read).transpose()
}

fn in_tenant(tenant: &TenantScope) -> Select<Entity> {
    Entity::find().filter(scope::within_projects(tenant, Column::Organization, Column::Id))
}

fn read(row: Model) -> Stored<Project> {
    Ok(Project {
        id: ProjectId(row.id),
        organization: OrganizationId(row.organization),
        slug: column::from_word("slug", &row.slug)?,
        display_name: row.display_name,
        cost_center: row.cost_center,
    })
}

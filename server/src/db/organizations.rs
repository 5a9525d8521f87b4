//! Organizations. See [`domain::organization::Organization`].

use domain::authz::TenantScope;
use domain::ids::OrganizationId;
use domain::organization::{Name, Organization, Policy};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::organization::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// Adds an organization.
///
/// # Errors
/// [`super::Fault::is_taken`] when another has the slug.
pub async fn insert(transaction: &WriteTransaction, new: &Organization) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        slug: Set(new.slug.as_str().to_owned()),
        display_name: Set(new.display_name.clone()),
        public_networks: Set(new.policy.public_networks),
        created: Set(new.created.as_microsecond()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The tenant itself.
pub async fn find(connection: &impl ConnectionTrait, tenant: &TenantScope) -> Stored<Option<Organization>> {
    find_for_worker(connection, tenant.organization).await
}

/// [`find`], and nobody else who asks for this lock goes on until the transaction ends.
pub async fn lock(transaction: &WriteTransaction, tenant: &TenantScope) -> Stored<Option<Organization>> {
    let query = Entity::find_by_id(tenant.organization.0).lock_exclusive();
    query.one(transaction).await?.map(read).transpose()
}

/// Sets the policy of the tenant.
pub async fn set_policy(transaction: &WriteTransaction, tenant: &TenantScope, policy: Policy) -> Stored<()> {
    let Policy { public_networks } = policy;
    Entity::update_many()
        .col_expr(Column::PublicNetworks, Expr::value(public_networks))
        .filter(Column::Id.eq(tenant.organization.0))
        .exec(transaction)
        .await?;
    Ok(())
}

/// These organizations, by display name. Whoever asks has checked that the caller may see them.
pub async fn list(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganizationId>,
) -> Stored<Vec<Organization>> {
    let query = Entity::find().filter(Column::Id.is_in(ids.into_iter().map(|id| id.0)));
    let rows = query.order_by_asc(Column::DisplayName).order_by_asc(Column::Id).all(connection).await?;
    rows.into_iter().map(read).collect()
}

/// Every organization, by display name, for platform staff.
pub async fn list_for_platform(connection: &impl ConnectionTrait) -> Stored<Vec<Organization>> {
    let rows =
        Entity::find().order_by_asc(Column::DisplayName).order_by_asc(Column::Id).all(connection).await?;
    rows.into_iter().map(read).collect()
}

/// The organization with a slug. Whoever asks must check that the caller may see it.
pub async fn find_by_slug(connection: &impl ConnectionTrait, slug: &Name) -> Stored<Option<Organization>> {
    Entity::find().filter(Column::Slug.eq(slug.as_str())).one(connection).await?.map(read).transpose()
}

/// Any organization.
pub async fn find_for_worker(
    connection: &impl ConnectionTrait,
    id: OrganizationId,
) -> Stored<Option<Organization>> {
    Entity::find_by_id(id.0).one(connection).await?.map(read).transpose()
}

fn read(row: Model) -> Stored<Organization> {
    Ok(Organization {
        id: OrganizationId(row.id),
        slug: column::from_word("slug", &row.slug)?,
        display_name: row.display_name,
        policy: Policy { public_networks: row.public_networks },
        created: column::instant("created", row.created)?,
    })
}

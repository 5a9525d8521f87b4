//! Components. See [`domain::component::Component`].

mod row;

use domain::authz::TenantScope;
use domain::component::{Component, Environment, Kind, Region};
use domain::ids::{AwsAccountId, ComponentId, ProjectId};
use domain::organization::Name;
use domain::ports::{ComponentFilter, Page};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::entity::{component, project};
use super::fault::{Fault, Stored};
use super::{WriteTransaction, column, cursor, scope, search};

/// Adds a component. Its project must exist.
///
/// # Errors
/// [`Fault::is_taken`] when the project has a component of that name in the environment.
pub async fn insert(transaction: &WriteTransaction, component: &Component) -> Stored<()> {
    let project = project::Entity::find_by_id(component.project.0).one(transaction).await?;
    let project = project.ok_or_else(|| Fault::column("project", "no such project"))?;
    let row = row::write(component, project.slug)?;
    component::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Stores what has changed of a component.
pub async fn save(transaction: &WriteTransaction, component: &Component) -> Stored<()> {
    component::Entity::update(row::update(component)?).exec_without_returning(transaction).await?;
    Ok(())
}

/// A component of the tenant, a deleted one too.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: ComponentId,
) -> Stored<Option<Component>> {
    in_tenant(tenant).filter(component::Column::Id.eq(id.0)).one(connection).await?.map(row::read).transpose()
}

/// [`find`], and nobody else changes it until the transaction ends.
pub async fn lock(
    transaction: &WriteTransaction,
    tenant: &TenantScope,
    id: ComponentId,
) -> Stored<Option<Component>> {
    in_tenant(tenant)
        .filter(component::Column::Id.eq(id.0))
        .lock_exclusive()
        .one(transaction)
        .await?
        .map(row::read)
        .transpose()
}

/// The component that has the name now.
pub async fn find_by_name(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    project: ProjectId,
    environment: Environment,
    name: &Name,
) -> Stored<Option<Component>> {
    in_tenant(tenant)
        .filter(component::Column::Project.eq(project.0))
        .filter(component::Column::Environment.eq(environment.as_str()))
        .filter(component::Column::Name.eq(name.as_str()))
        .filter(component::Column::Deleted.is_null())
        .one(connection)
        .await?
        .map(row::read)
        .transpose()
}

/// The tenant's components by project, environment and name.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    filter: &ComponentFilter,
) -> Stored<Page<Component>> {
    use component::Column::{Environment, Id, Name, ProjectSlug};
    let mut query = in_tenant(tenant).filter(matching(filter)?);
    if let Some((project, environment, name, id)) =
        cursor::read::<(String, String, String, uuid::Uuid)>(&filter.page)?
    {
        let place = Expr::tuple([ProjectSlug, Environment, Name, Id].map(Expr::col));
        query = query.filter(place.gt(Expr::tuple([
            project.into(),
            environment.into(),
            name.into(),
            Expr::val(id),
        ])));
    }
    let rows = query
        .order_by_asc(ProjectSlug)
        .order_by_asc(Environment)
        .order_by_asc(Name)
        .order_by_asc(Id)
        .limit(filter.page.limit() + 1)
        .all(connection)
        .await?;
    let rows = cursor::page(&filter.page, rows, |row| {
        (row.project_slug.clone(), row.environment.clone(), row.name.clone(), row.id)
    })?;
    let items = rows.items.into_iter().map(row::read).collect::<Stored<_>>()?;
    Ok(Page { items, next: rows.next })
}

fn matching(filter: &ComponentFilter) -> Stored<Condition> {
    let ComponentFilter { text, project, environment, state, deleted, page: _ } = filter;
    let mut condition = Condition::all();
    if !deleted {
        condition = condition.add(component::Column::Deleted.is_null());
    }
    if let Some(text) = text {
        condition = condition.add(component::Column::Name.like(search::containing(text)));
    }
    if let Some(project) = project {
        condition = condition.add(component::Column::Project.eq(project.0));
    }
    if let Some(environment) = environment {
        condition = condition.add(component::Column::Environment.eq(environment.as_str()));
    }
    if let Some(state) = state {
        condition = condition.add(component::Column::State.eq(column::word("state", state)?));
    }
    Ok(condition)
}

/// The functions of the tenant whose settings name another component.
pub async fn linked(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    to: ComponentId,
) -> Stored<Vec<Component>> {
    let rows = in_tenant(tenant)
        .filter(component::Column::Kind.eq(Kind::Function.as_str()))
        .filter(component::Column::Deleted.is_null())
        .filter(component::Column::Document.contains(to.to_string()))
        .all(connection)
        .await?;
    rows.into_iter().map(row::read).collect()
}

fn in_tenant(tenant: &TenantScope) -> Select<component::Entity> {
    component::Entity::find().filter(scope::within(
        tenant,
        component::Column::Organization,
        component::Column::Project,
        component::Column::Id,
    ))
}

/// Any component.
pub async fn find_for_worker(
    connection: &impl ConnectionTrait,
    id: ComponentId,
) -> Stored<Option<Component>> {
    component::Entity::find_by_id(id.0).one(connection).await?.map(row::read).transpose()
}

/// [`find_for_worker`], and nobody else changes it until the transaction ends.
pub async fn lock_for_worker(transaction: &WriteTransaction, id: ComponentId) -> Stored<Option<Component>> {
    component::Entity::find_by_id(id.0).lock_exclusive().one(transaction).await?.map(row::read).transpose()
}

/// The components of all tenants that an account holds in a region, for its quotas.
pub async fn in_account_for_worker(
    connection: &impl ConnectionTrait,
    account: &AwsAccountId,
    region: &Region,
) -> Stored<Vec<Component>> {
    let rows = component::Entity::find()
        .filter(component::Column::Account.eq(account.as_str()))
        .filter(component::Column::Region.eq(region.as_str()))
        .filter(component::Column::Deleted.is_null())
        .all(connection)
        .await?;
    rows.into_iter().map(row::read).collect()
}

/// Whether an account holds a function.
pub async fn has_functions_for_worker(
    connection: &impl ConnectionTrait,
    account: &AwsAccountId,
) -> Stored<bool> {
    let found = component::Entity::find()
        .filter(component::Column::Account.eq(account.as_str()))
        .filter(component::Column::Kind.eq(Kind::Function.as_str()))
        .filter(component::Column::Deleted.is_null())
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// Components with an allow-list entry whose time was over at `now`, the longest overdue first.
pub async fn with_expired_entries_for_worker(
    connection: &impl ConnectionTrait,
    now: Timestamp,
    limit: u64,
) -> Stored<Vec<Component>> {
    let rows = component::Entity::find()
        .filter(component::Column::NextExpiry.lte(now.as_microsecond()))
        .filter(component::Column::Deleted.is_null())
        .order_by_asc(component::Column::NextExpiry)
        .limit(limit)
        .all(connection)
        .await?;
    rows.into_iter().map(row::read).collect()
}

/// Functions that are not deleted, by id, beginning after one.
pub async fn functions_for_worker(
    connection: &impl ConnectionTrait,
    after: Option<ComponentId>,
    limit: u64,
) -> Stored<Vec<Component>> {
    let after = after.map_or_else(uuid::Uuid::nil, |id| id.0);
    let rows = component::Entity::find()
        .filter(component::Column::Id.gt(after))
        .filter(component::Column::Kind.eq(Kind::Function.as_str()))
        .filter(component::Column::Deleted.is_null())
        .order_by_asc(component::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    rows.into_iter().map(row::read).collect()
}

/// All components that are not deleted, by id, beginning after one.
pub async fn all_for_worker(
    connection: &impl ConnectionTrait,
    after: Option<ComponentId>,
    limit: u64,
) -> Stored<Vec<Component>> {
    let after = after.map_or_else(uuid::Uuid::nil, |id| id.0);
    let rows = component::Entity::find()
        .filter(component::Column::Id.gt(after))
        .filter(component::Column::Deleted.is_null())
        .order_by_asc(component::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    rows.into_iter().map(row::read).collect()
}

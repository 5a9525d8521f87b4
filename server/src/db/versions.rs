//! Versions of functions. See [`domain::function::Version`].

mod room;

use domain::authz::TenantScope;
use domain::component::Component;
use domain::function::{ArtifactHash, Version, VersionState};
use domain::ids::{ComponentId, OperationId};
use domain::ports::{Page, PageRequest};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::entity::version::{ActiveModel, Column, Entity, Model};
use super::fault::Stored;
use super::{WriteTransaction, column, cursor, scope};

pub use room::{
    StoredCode, prune_for_worker, standings_for_worker, stored_code_for_worker, unpublish_for_worker,
};

/// Adds a version of a component.
///
/// # Errors
/// [`super::Fault::is_taken`] when the component has a version of that number.
pub async fn insert(transaction: &WriteTransaction, component: &Component, new: &Version) -> Stored<()> {
    let row = ActiveModel {
        component: Set(component.id.0),
        number: Set(column::number("number", i64::from(new.number))?),
        organization: Set(component.organization.0),
        project: Set(component.project.0),
        state: Set(column::word("state", &new.state)?),
        artifact: Set(new.artifact.as_str().to_owned()),
        size: Set(i64::try_from(new.size).unwrap_or(i64::MAX)),
        environment: Set(column::json("environment", &new.environment)?),
        settings: Set(column::json("settings", &new.settings)?),
        published: Set(new.published.map(|number| i64::try_from(number).unwrap_or(i64::MAX))),
        author: Set(new.author.clone()),
        message: Set(new.message.clone()),
        source: Set(column::json("source", &new.source)?),
        operation: Set(new.operation.0),
        created: Set(new.created.as_microsecond()),
        replaced: Set(None),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The versions of a component of the tenant, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    page: &PageRequest,
) -> Stored<Page<Version>> {
    let mut query = in_tenant(tenant, component);
    if let Some(place) = cursor::read::<i32>(page)? {
        query = query.filter(Column::Number.lt(place));
    }
    let rows = query.order_by_desc(Column::Number).limit(page.limit() + 1).all(connection).await?;
    let rows = cursor::page(page, rows, |row| row.number)?;
    Ok(Page { items: rows.items.into_iter().map(read).collect::<Stored<_>>()?, next: rows.next })
}

/// The number of the version that AWS has under another one. Where several are the same in AWS, the one that is live, else the newest.
pub async fn numbered(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    published: u64,
) -> Stored<Option<u32>> {
    let published = i64::try_from(published).unwrap_or(i64::MAX);
    let same = in_tenant(tenant, component).filter(Column::Published.eq(published));
    let rows = same.order_by_desc(Column::Number).all(connection).await?;
    let versions: Vec<Version> = rows.into_iter().map(read).collect::<Stored<_>>()?;
    let live = versions.iter().find(|version| version.state == VersionState::Live);
    Ok(live.or_else(|| versions.first()).map(|version| version.number))
}

/// A version of a component of the tenant.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
    number: u32,
) -> Stored<Option<Version>> {
    // A number that no column can hold names nothing.
    let Ok(number) = i32::try_from(number) else { return Ok(None) };
    in_tenant(tenant, component)
        .filter(Column::Number.eq(number))
        .one(connection)
        .await?
        .map(read)
        .transpose()
}

/// The version that gets the traffic.
pub async fn live(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    component: ComponentId,
) -> Stored<Option<Version>> {
    in_tenant(tenant, component)
        .filter(Column::State.eq(column::word("state", &VersionState::Live)?))
        .one(connection)
        .await?
        .map(read)
        .transpose()
}

/// The number of the newest version; 0 when there is none. The component must be locked.
pub async fn newest_number(transaction: &WriteTransaction, component: ComponentId) -> Stored<u32> {
    let newest: Option<Option<i32>> = Entity::find()
        .select_only()
        .column_as(Column::Number.max(), "newest")
        .filter(Column::Component.eq(component.0))
        .into_tuple()
        .one(transaction)
        .await?;
    column::number("number", i64::from(newest.flatten().unwrap_or(0)))
}

/// Makes a version the one that gets the traffic; the one that had it becomes a previous one.
pub async fn make_live_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    number: u32,
    published: Option<u64>,
    now: Timestamp,
) -> Stored<()> {
    let number: i32 = column::number("number", i64::from(number))?;
    let of_component = || Entity::update_many().filter(Column::Component.eq(component.0));
    of_component()
        .col_expr(Column::State, Expr::value(column::word("state", &VersionState::Previous)?))
        .col_expr(Column::Replaced, Expr::value(Some(now.as_microsecond())))
        .filter(Column::State.eq(column::word("state", &VersionState::Live)?))
        .filter(Column::Number.ne(number))
        .exec(transaction)
        .await?;
    let published = published.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    of_component()
        .col_expr(Column::State, Expr::value(column::word("state", &VersionState::Live)?))
        .col_expr(Column::Published, Expr::value(published))
        .filter(Column::Number.eq(number))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Sets what became of the version that an operation was to make, unless it has got traffic. `published` is Lambda's number of it, if it got that far.
pub async fn end_for_worker(
    transaction: &WriteTransaction,
    operation: OperationId,
    state: VersionState,
    published: Option<u64>,
) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(column::word("state", &state)?))
        .col_expr(
            Column::Published,
            Expr::value(published.map(|number| i64::try_from(number).unwrap_or(i64::MAX))),
        )
        .filter(Column::Operation.eq(operation.0))
        .filter(Column::State.eq(column::word("state", &VersionState::Deploying)?))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Marks the version of an operation as on its way again.
pub async fn begin_again(transaction: &WriteTransaction, operation: OperationId) -> Stored<()> {
    let ended = [VersionState::Failed, VersionState::Returned].map(|state| column::word("state", &state));
    let ended = ended.into_iter().collect::<Stored<Vec<_>>>()?;
    Entity::update_many()
        .col_expr(Column::State, Expr::value(column::word("state", &VersionState::Deploying)?))
        .filter(Column::Operation.eq(operation.0))
        .filter(Column::State.is_in(ended))
        .exec(transaction)
        .await?;
    Ok(())
}

fn in_tenant(tenant: &TenantScope, component: ComponentId) -> Select<Entity> {
    Entity::find()
        .filter(scope::within(tenant, Column::Organization, Column::Project, Column::Component))
        .filter(Column::Component.eq(component.0))
}

fn read(row: Model) -> Stored<Version> {
    Ok(Version {
        component: ComponentId(row.component),
        number: column::number("number", i64::from(row.number))?,
        state: column::from_word("state", &row.state)?,
        artifact: column::from_word::<ArtifactHash>("artifact", &row.artifact)?,
        size: column::number("size", row.size)?,
        environment: column::from_json("environment", &row.environment)?,
        settings: column::from_json("settings", &row.settings)?,
        published: row.published.map(|number| column::number("published", number)).transpose()?,
        author: row.author,
        message: row.message,
        source: column::from_json("source", &row.source)?,
        operation: OperationId(row.operation),
        created: column::instant("created", row.created)?,
    })
}

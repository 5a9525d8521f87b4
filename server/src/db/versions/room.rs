//! The room that versions take, and how it is made.

use domain::component::Region;
use domain::function::{Standing, VersionState};
use domain::ids::{AwsAccountId, ComponentId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::db::entity::component;
use crate::db::entity::version::{Column, Entity};
use crate::db::fault::Stored;
use crate::db::{WriteTransaction, column};

/// Number, state, artifact, published, created, replaced.
type Row = (i32, String, String, Option<i64>, i64, Option<i64>);

/// All versions of a function as far as it matters whether they are kept, oldest first.
pub async fn standings_for_worker(
    connection: &impl ConnectionTrait,
    component: ComponentId,
) -> Stored<Vec<Standing>> {
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .columns([
            Column::Number,
            Column::State,
            Column::Artifact,
            Column::Published,
            Column::Created,
            Column::Replaced,
        ])
        .filter(Column::Component.eq(component.0))
        .order_by_asc(Column::Number)
        .into_tuple()
        .all(connection)
        .await?;
    let standing = |(number, state, artifact, published, created, replaced): Row| {
        Ok(Standing {
            number: column::number("number", i64::from(number))?,
            state: column::from_word("state", &state)?,
            artifact: column::from_word("artifact", &artifact)?,
            published: published.map(|number| column::number("published", number)).transpose()?,
            since: column::instant("replaced", replaced.unwrap_or(created))?,
        })
    };
    rows.into_iter().map(standing).collect()
}

/// Marks versions of a function as pruned. The component must be locked, and no operation at work on it.
pub async fn prune_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    numbers: &[u32],
) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(column::word("state", &VersionState::Pruned)?))
        .filter(Column::Component.eq(component.0))
        .filter(Column::Number.is_in(numbers.iter().copied().map(i64::from)))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Notes that pruned versions of a function are out of Lambda: all but those with these numbers there.
pub async fn unpublish_for_worker(
    transaction: &WriteTransaction,
    component: ComponentId,
    still_there: &[u64],
) -> Stored<()> {
    let there = still_there.iter().map(|number| i64::try_from(*number).unwrap_or(i64::MAX));
    Entity::update_many()
        .col_expr(Column::Published, Expr::value(Option::<i64>::None))
        .filter(Column::Component.eq(component.0))
        .filter(Column::State.eq(column::word("state", &VersionState::Pruned)?))
        .filter(Column::Published.is_not_in(there))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Code of a version in Lambda, as far as it takes room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredCode {
    /// Of which function.
    pub component: ComponentId,
    /// Lambda's number of the version; none until it has one.
    pub published: Option<u64>,
    /// Bytes of its archive.
    pub size: u64,
}

/// What the versions of all functions of an account and region take, those of all tenants, by function and number.
pub async fn stored_code_for_worker(
    connection: &impl ConnectionTrait,
    account: &AwsAccountId,
    region: &Region,
) -> Stored<Vec<StoredCode>> {
    let there = component::Entity::find()
        .select_only()
        .column(component::Column::Id)
        .filter(component::Column::Account.eq(account.as_str()))
        .filter(component::Column::Region.eq(region.as_str()))
        .filter(component::Column::Deleted.is_null());
    let takes_room = Condition::any()
        .add(Column::Published.is_not_null())
        .add(Column::State.eq(column::word("state", &VersionState::Deploying)?));
    let rows: Vec<(uuid::Uuid, Option<i64>, i64)> = Entity::find()
        .select_only()
        .columns([Column::Component, Column::Published, Column::Size])
        .filter(Column::Component.in_subquery(there.into_query()))
        .filter(takes_room)
        .order_by_asc(Column::Component)
        .order_by_asc(Column::Number)
        .into_tuple()
        .all(connection)
        .await?;
    let read = |(component, published, size): (uuid::Uuid, Option<i64>, i64)| {
        Ok(StoredCode {
            component: ComponentId(component),
            published: published.map(|number| column::number("published", number)).transpose()?,
            size: column::number("size", size)?,
        })
    };
    rows.into_iter().map(read).collect()
}

//! How long steps took, from which the usual time is learned.

use domain::component::Kind;
use domain::ids::OperationId;
use domain::operation::{Change, StepName};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::step_duration::{ActiveModel, Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// From how many steps the usual time is learned.
const LEARNED_FROM: u64 = 50;

/// A step that was done.
#[derive(Clone, Copy, Debug)]
pub struct StepDuration {
    /// By which operation.
    pub operation: OperationId,
    /// Of which kind of component.
    pub kind: Kind,
    /// For which change.
    pub change: Change,
    /// Which step.
    pub step: StepName,
    /// How long it took, in seconds.
    pub seconds: u32,
    /// When it was done.
    pub ended: Timestamp,
}

/// Remembers how long a step took. The same step of the same operation again replaces what was remembered.
pub async fn save(transaction: &WriteTransaction, duration: &StepDuration) -> Stored<()> {
    let row = ActiveModel {
        operation: Set(duration.operation.0),
        kind: Set(duration.kind.as_str().to_owned()),
        change: Set(column::word("change", &duration.change)?),
        step: Set(column::word("step", &duration.step)?),
        seconds: Set(column::number("seconds", i64::from(duration.seconds))?),
        ended: Set(duration.ended.as_microsecond()),
    };
    let again = OnConflict::columns([Column::Operation, Column::Step])
        .update_columns([Column::Seconds, Column::Ended])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// The newest durations of a step, in seconds; of all tenants, because AWS is as quick for each.
pub async fn newest(
    connection: &impl ConnectionTrait,
    kind: Kind,
    change: Change,
    step: StepName,
) -> Stored<Vec<u32>> {
    let rows: Vec<i32> = Entity::find()
        .select_only()
        .column(Column::Seconds)
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::Change.eq(column::word("change", &change)?))
        .filter(Column::Step.eq(column::word("step", &step)?))
        .order_by_desc(Column::Ended)
        .limit(LEARNED_FROM)
        .into_tuple()
        .all(connection)
        .await?;
    rows.into_iter().map(|seconds| column::number("seconds", i64::from(seconds))).collect()
}

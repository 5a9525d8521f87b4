//! Signed heads.

use domain::audit::AuditHead;
use domain::ids::OrganizationId;
use domain::ports::Trail;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{AuditScope, TrailEnd, key};
use crate::db::entity::{audit_head, audit_trail};
use crate::db::fault::Stored;
use crate::db::{WriteTransaction, column};

/// The heads of a trail, newest first.
pub async fn heads(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    limit: u64,
) -> Stored<Vec<AuditHead>> {
    let rows = audit_head::Entity::find()
        .filter(audit_head::Column::Trail.eq(scope.trail()))
        .order_by_desc(audit_head::Column::Count)
        .limit(limit)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Keeps a head. Another replica may have signed the same length: then its head stays.
pub async fn insert_head(transaction: &WriteTransaction, trail: Trail, head: &AuditHead) -> Stored<()> {
    let row = audit_head::ActiveModel {
        trail: Set(key(trail)),
        count: Set(i64::try_from(head.count).map_err(|error| crate::db::Fault::column("count", error))?),
        hash: Set(head.hash.clone()),
        time: Set(head.time.as_microsecond()),
        key: Set(head.key.clone()),
        signature: Set(head.signature.clone()),
    };
    audit_head::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([audit_head::Column::Trail, audit_head::Column::Count])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Trails that have grown since their newest head, and where they end.
pub async fn unsigned_trails_for_worker(connection: &impl ConnectionTrait) -> Stored<Vec<(Trail, TrailEnd)>> {
    let signed = Query::select()
        .expr(Expr::val(1))
        .from(audit_head::Entity)
        .and_where(
            Expr::col((audit_head::Entity, audit_head::Column::Trail))
                .equals((audit_trail::Entity, audit_trail::Column::Trail)),
        )
        .and_where(
            Expr::col((audit_head::Entity, audit_head::Column::Count))
                .equals((audit_trail::Entity, audit_trail::Column::Count)),
        )
        .to_owned();
    let rows = audit_trail::Entity::find().filter(Expr::exists(signed).not()).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let trail = if row.trail.is_nil() {
                Trail::Platform
            } else {
                Trail::Organization(OrganizationId(row.trail))
            };
            let end = TrailEnd {
                count: column::number("count", row.count)?,
                hash: row.hash,
                completed: column::instant("completed", row.completed)?,
            };
            Ok((trail, end))
        })
        .collect()
}

fn read(row: audit_head::Model) -> Stored<AuditHead> {
    Ok(AuditHead {
        organization: (!row.trail.is_nil()).then_some(OrganizationId(row.trail)),
        count: column::number("count", row.count)?,
        hash: row.hash,
        time: column::instant("time", row.time)?,
        key: row.key,
        signature: row.signature,
    })
}

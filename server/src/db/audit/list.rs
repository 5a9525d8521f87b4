//! Pages of a trail, and its export.

use domain::audit::{AuditEntry, AuditFilter};
use domain::authz::ProjectScope;
use domain::ids::AuditEntryId;
use domain::ports::{Page, PageRequest};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::AuditScope;
use crate::db::entity::audit_actor;
use crate::db::entity::audit_entry::{Column, Entity};
use crate::db::fault::Stored;
use crate::db::{column, cursor, scope, search};

/// Most actors whose names match a search. Whoever types more of the name finds the others.
const MAX_ACTORS: u64 = 20;

/// Entries of a trail, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Stored<Page<AuditEntry>> {
    let Some(query) = within_time(connection, scope, filter).await? else {
        return Ok(Page { items: Vec::new(), next: None });
    };
    let mut query = narrowed(query, filter);
    if let Some(place) = cursor::read::<i64>(page)? {
        query = query.filter(Column::Sequence.lt(place));
    }
    let mut rows = Vec::new();
    for branch in branches(connection, scope, filter, &query).await? {
        rows.extend(newest(connection, branch, page.limit() + 1).await?);
    }
    rows.sort_unstable_by_key(|(sequence, _)| std::cmp::Reverse(*sequence));
    let rows = cursor::page(page, rows, |(sequence, _)| *sequence)?;
    let items =
        rows.items.iter().map(|(_, entry)| column::from_json("entry", entry)).collect::<Stored<_>>()?;
    Ok(Page { items, next: rows.next })
}

/// One entry.
pub async fn find(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    id: AuditEntryId,
) -> Stored<Option<AuditEntry>> {
    let mut query = in_trail(scope).filter(Column::Id.eq(id.0));
    if let AuditScope::Tenant(tenant) = scope
        && let Some(part) = scope::narrowed(tenant, Column::Project, Column::Component)
    {
        query = query.filter(part);
    }
    let rows = newest(connection, query, 1).await?;
    rows.first().map(|(_, entry)| column::from_json("entry", entry)).transpose()
}

/// Entries of a whole trail after a place, oldest first.
pub async fn export(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    after_sequence: u64,
    limit: u64,
) -> Stored<Vec<AuditEntry>> {
    // No trail is longer than this.
    let after = i64::try_from(after_sequence).unwrap_or(i64::MAX);
    let rows: Vec<String> = in_trail(scope)
        .select_only()
        .column(Column::Entry)
        .filter(Column::Sequence.gt(after))
        .order_by_asc(Column::Sequence)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    rows.iter().map(|entry| column::from_json("entry", entry)).collect()
}

fn in_trail(scope: &AuditScope) -> Select<Entity> {
    Entity::find().filter(Column::Trail.eq(scope.trail()))
}

async fn newest(
    connection: &impl ConnectionTrait,
    query: Select<Entity>,
    limit: u64,
) -> Stored<Vec<(i64, String)>> {
    let query = query.select_only().column(Column::Sequence).column(Column::Entry);
    Ok(query.order_by_desc(Column::Sequence).limit(limit).into_tuple().all(connection).await?)
}

/// The part of the trail between two instants, as a range of the sequence; none when it is empty.
async fn within_time(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    filter: &AuditFilter,
) -> Stored<Option<Select<Entity>>> {
    let mut query = in_trail(scope);
    if let Some(from) = filter.from {
        match edge(connection, scope, Column::Completed.gte(from.as_microsecond()), Order::Asc).await? {
            Some(first) => query = query.filter(Column::Sequence.gte(first)),
            None => return Ok(None),
        }
    }
    if let Some(until) = filter.until {
        match edge(connection, scope, Column::Completed.lt(until.as_microsecond()), Order::Desc).await? {
            Some(last) => query = query.filter(Column::Sequence.lte(last)),
            None => return Ok(None),
        }
    }
    Ok(Some(query))
}

async fn edge(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    side: sea_orm::sea_query::SimpleExpr,
    order: Order,
) -> Stored<Option<i64>> {
    Ok(in_trail(scope)
        .select_only()
        .column(Column::Sequence)
        .filter(side)
        .order_by(Column::Completed, order.clone())
        .order_by(Column::Sequence, order)
        .into_tuple()
        .one(connection)
        .await?)
}

fn narrowed(query: Select<Entity>, filter: &AuditFilter) -> Select<Entity> {
    let AuditFilter { action, component, outcome, actor: _, from: _, until: _ } = filter;
    let mut query = query;
    if let Some(action) = action {
        query = query.filter(Column::Action.eq(action.as_str()));
    }
    if let Some(component) = component {
        query = query.filter(Column::Component.eq(component.0));
    }
    if let Some(outcome) = outcome {
        query = query.filter(Column::Outcome.eq(outcome.as_str()));
    }
    query
}

/// The query once for each matching actor, or each project of a narrowed scope: every one runs down an index in the order of the list, which one query with `IN`
/// would not do.
async fn branches(
    connection: &impl ConnectionTrait,
    scope: &AuditScope,
    filter: &AuditFilter,
    query: &Select<Entity>,
) -> Stored<Vec<Select<Entity>>> {
    let tenant = match scope {
        AuditScope::Platform => None,
        AuditScope::Tenant(tenant) => Some(tenant),
    };
    let Some(text) = &filter.actor else {
        return Ok(match tenant.map(|tenant| &tenant.projects) {
            Some(ProjectScope::Only(projects)) => {
                projects.iter().map(|project| query.clone().filter(Column::Project.eq(project.0))).collect()
            }
            Some(ProjectScope::Components(_, components)) => components
                .iter()
                .map(|component| query.clone().filter(Column::Component.eq(component.0)))
                .collect(),
            Some(ProjectScope::All) | None => vec![query.clone()],
        });
    };
    let part = tenant.and_then(|tenant| scope::narrowed(tenant, Column::Project, Column::Component));
    let query = match part {
        Some(part) => query.clone().filter(part),
        None => query.clone(),
    };
    let actors = actors(connection, scope.trail(), text).await?;
    Ok(actors.into_iter().map(|actor| query.clone().filter(Column::Actor.eq(actor))).collect())
}

async fn actors(connection: &impl ConnectionTrait, trail: Uuid, text: &str) -> Stored<Vec<String>> {
    Ok(audit_actor::Entity::find()
        .select_only()
        .column(audit_actor::Column::Actor)
        .distinct()
        .filter(audit_actor::Column::Trail.eq(trail))
        .filter(audit_actor::Column::Name.like(search::containing(text)))
        .order_by_asc(audit_actor::Column::Actor)
        .limit(MAX_ACTORS)
        .into_tuple()
        .all(connection)
        .await?)
}

//! Audit trails: open entries, the chain of completed ones, signed heads.
//!
//! Within a trail `completed` never goes back while `sequence` grows (see [`append`]). So the order of the chain is the order by completed time, lists need one order
//! only, and a past range of time never changes.

mod heads;
mod list;

use domain::audit::{AuditEntry, NO_HASH};
use domain::authz::TenantScope;
use domain::caller::Actor;
use domain::ids::AuditEntryId;
use domain::ports::Trail;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::entity::{audit_actor, audit_entry, audit_trail, open_audit_entry};
use super::fault::Stored;
use super::{WriteTransaction, column};

pub use heads::{heads, insert_head, unsigned_trails_for_worker};
pub use list::{export, find, list};

/// Which part of which trail may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditScope {
    /// The platform's own trail.
    Platform,
    /// The trail of a tenant, as far as the scope reaches.
    Tenant(TenantScope),
}

impl AuditScope {
    fn trail(&self) -> Uuid {
        match self {
            Self::Platform => Uuid::nil(),
            Self::Tenant(tenant) => tenant.organization.0,
        }
    }
}

/// The newest place of a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailEnd {
    /// How many entries the trail has: the sequence of the newest.
    pub count: u64,
    /// The hash of the newest.
    pub hash: String,
    /// When the newest was completed.
    pub completed: Timestamp,
}

fn key(trail: Trail) -> Uuid {
    match trail {
        // No organization has this id: those of version 7 are never nil.
        Trail::Platform => Uuid::nil(),
        Trail::Organization(organization) => organization.0,
    }
}

/// Keeps an entry that is not completed.
pub async fn insert_open(transaction: &WriteTransaction, trail: Trail, entry: &AuditEntry) -> Stored<()> {
    let row = open_audit_entry::ActiveModel {
        id: Set(entry.id.0),
        trail: Set(key(trail)),
        entry: Set(column::json("entry", entry)?),
        opened: Set(entry.opened.as_microsecond()),
    };
    open_audit_entry::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Takes an open entry away in order to complete it. None when somebody did so before.
pub async fn take_open(transaction: &WriteTransaction, id: AuditEntryId) -> Stored<Option<AuditEntry>> {
    let found = open_audit_entry::Entity::find_by_id(id.0).lock_exclusive().one(transaction).await?;
    let Some(row) = found else { return Ok(None) };
    open_audit_entry::Entity::delete_by_id(id.0).exec(transaction).await?;
    column::from_json("entry", &row.entry).map(Some)
}

/// Entries that have been open since before an instant, oldest first.
pub async fn open_since_for_worker(
    connection: &impl ConnectionTrait,
    opened_before: Timestamp,
    limit: u64,
) -> Stored<Vec<AuditEntry>> {
    let rows = open_audit_entry::Entity::find()
        .filter(open_audit_entry::Column::Opened.lt(opened_before.as_microsecond()))
        .order_by_asc(open_audit_entry::Column::Opened)
        .limit(limit)
        .all(connection)
        .await?;
    rows.iter().map(|row| column::from_json("entry", &row.entry)).collect()
}

/// The newest place of a trail. Nobody else appends to the trail until the transaction ends: this is what makes the sequence gapless.
pub async fn lock_end(transaction: &WriteTransaction, trail: Trail) -> Stored<TrailEnd> {
    let key = key(trail);
    let query = || audit_trail::Entity::find_by_id(key).lock_exclusive().one(transaction);
    let row = match query().await? {
        Some(row) => row,
        None => {
            let empty = audit_trail::Model { trail: key, count: 0, hash: NO_HASH.to_owned(), completed: 0 };
            audit_trail::Entity::insert(audit_trail::ActiveModel::from(empty.clone()))
                .on_conflict(OnConflict::column(audit_trail::Column::Trail).do_nothing().to_owned())
                .exec_without_returning(transaction)
                .await?;
            query().await?.unwrap_or(empty)
        }
    };
    Ok(TrailEnd {
        count: column::number("count", row.count)?,
        hash: row.hash,
        completed: column::instant("completed", row.completed)?,
    })
}

/// Appends a sealed entry to the trail whose end is locked. The entry was completed no earlier than the one before it.
pub async fn append(transaction: &WriteTransaction, trail: Trail, entry: &AuditEntry) -> Stored<()> {
    let trail = key(trail);
    let sequence: i64 =
        i64::try_from(entry.sequence).map_err(|error| super::Fault::column("sequence", error))?;
    let actor = actor_key(&entry.actor);
    let row = audit_entry::ActiveModel {
        trail: Set(trail),
        sequence: Set(sequence),
        id: Set(entry.id.0),
        completed: Set(entry.completed.as_microsecond()),
        actor: Set(actor.clone()),
        action: Set(entry.action.as_str().to_owned()),
        outcome: Set(entry.outcome.as_str().to_owned()),
        project: Set(entry.target.project.map(|project| project.0)),
        component: Set(entry.target.component.map(|component| component.0)),
        entry: Set(column::json("entry", entry)?),
    };
    audit_entry::Entity::insert(row).exec_without_returning(transaction).await?;
    audit_trail::Entity::update_many()
        .col_expr(audit_trail::Column::Count, Expr::value(sequence))
        .col_expr(audit_trail::Column::Hash, Expr::value(entry.hash.clone()))
        .col_expr(audit_trail::Column::Completed, Expr::value(entry.completed.as_microsecond()))
        .filter(audit_trail::Column::Trail.eq(trail))
        .exec(transaction)
        .await?;
    let name = audit_actor::ActiveModel {
        trail: Set(trail),
        actor: Set(actor),
        name: Set(actor_name(&entry.actor)),
    };
    audit_actor::Entity::insert(name)
        .on_conflict(
            OnConflict::columns([
                audit_actor::Column::Trail,
                audit_actor::Column::Actor,
                audit_actor::Column::Name,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

fn actor_key(actor: &Actor) -> String {
    match actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Job { issuer, job, .. } => {
            let repository = format!("{issuer} {}", job.repository);
            format!("job:{}", hex::encode(Sha256::digest(repository)))
        }
        Actor::Automation { .. } => format!("automation:{}", actor_name(actor)),
        Actor::Anonymous => actor_name(actor),
    }
}

fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::Person { email, name, .. } => format!("{email} {name}").to_lowercase(),
        Actor::Job { job, .. } => format!("job {}", job.repository).to_lowercase(),
        Actor::Automation { task } => column::word("task", task).unwrap_or_else(|_| "automation".to_owned()),
        Actor::Anonymous => "anonymous".to_owned(),
    }
}

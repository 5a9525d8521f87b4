//! Writing audit trails.
//!
//! An entry is opened in the transaction that begins something and completed in the one that ends it; what begins and ends at once is [`record`]ed.
//! Completing seals the entry into the chain of its trail. Lock the end of a trail last: it is held until the transaction ends.

use domain::audit::{AuditAction, AuditEntry, AwsLinks, Outcome, Target, redact, seal};
use domain::caller::{Actor, Caller};
use domain::component::Component;
use domain::error::Result;
use domain::grant::Scope;
use domain::ids::{AuditEntryId, OperationId};
use domain::ports::Trail;
use serde_json::Value;

use super::Context;
use crate::db::{WriteTransaction, audit};

/// What an entry says besides who, when and from where.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Whose trail.
    pub trail: Trail,
    /// What.
    pub action: AuditAction,
    /// To what.
    pub target: Target,
    /// What it was before. Secrets are redacted here.
    pub before: Option<Value>,
    /// What it is to be afterwards. Secrets are redacted here.
    pub after: Option<Value>,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// The operation that does it.
    pub operation: Option<OperationId>,
}

impl Deed {
    /// An action on a target, and nothing more to say about it.
    pub const fn new(trail: Trail, action: AuditAction, target: Target) -> Self {
        Self { trail, action, target, before: None, after: None, reason: None, operation: None }
    }

    /// Something done to a component, in the trail of its organization.
    pub fn to_component(component: &Component, action: AuditAction) -> Self {
        let target = Target {
            name: component.name.to_string(),
            project: Some(component.project),
            component: Some(component.id),
        };
        Self::new(Trail::Organization(component.organization), action, target)
    }
}

/// Opens an entry. Unless it is completed within [`super::housekeeping::OPEN_AT_MOST`], and no operation is at work on it, it is closed as `unknown`.
///
/// # Errors
/// Those of the database.
pub async fn open(
    context: &Context,
    transaction: &WriteTransaction,
    caller: &Caller,
    deed: Deed,
) -> Result<AuditEntryId> {
    let trail = deed.trail;
    let entry = entry(context, caller, deed);
    audit::insert_open(transaction, trail, &entry).await?;
    Ok(entry.id)
}

/// Completes an open entry and seals it into its trail. One that was completed before stays as it is.
///
/// # Errors
/// Those of the database.
pub async fn complete(
    context: &Context,
    transaction: &WriteTransaction,
    id: AuditEntryId,
    outcome: Outcome,
    aws: Option<AwsLinks>,
) -> Result<()> {
    if let Some(open) = audit::take_open(transaction, id).await? {
        append(context, transaction, AuditEntry { outcome, aws, ..open }).await?;
    }
    Ok(())
}

/// [`open`], in a transaction of its own: for what is done outside of the database. Whoever stops the server meanwhile is seen all the same.
///
/// # Errors
/// Those of the database.
pub async fn open_now(context: &Context, caller: &Caller, deed: Deed) -> Result<AuditEntryId> {
    let transaction = context.db.write().await?;
    let entry = open(context, &transaction, caller, deed).await?;
    transaction.commit().await?;
    Ok(entry)
}

/// [`complete`], in a transaction of its own.
///
/// # Errors
/// Those of the database.
pub async fn complete_now(context: &Context, id: AuditEntryId, outcome: Outcome) -> Result<()> {
    let transaction = context.db.write().await?;
    complete(context, &transaction, id, outcome, None).await?;
    Ok(transaction.commit().await?)
}

/// Writes an entry about something that begins and ends in this transaction.
///
/// # Errors
/// Those of the database.
pub async fn record(
    context: &Context,
    transaction: &WriteTransaction,
    caller: &Caller,
    deed: Deed,
    outcome: Outcome,
) -> Result<AuditEntryId> {
    let entry = AuditEntry { outcome, ..entry(context, caller, deed) };
    let id = entry.id;
    append(context, transaction, entry).await?;
    Ok(id)
}

/// Writes that the caller was refused, in a transaction of its own.
///
/// # Errors
/// Those of the database.
pub async fn record_refusal(context: &Context, caller: &Caller, deed: Deed) -> Result<()> {
    let transaction = context.db.write().await?;
    record(context, &transaction, caller, deed, Outcome::Refused).await?;
    Ok(transaction.commit().await?)
}

async fn append(context: &Context, transaction: &WriteTransaction, entry: AuditEntry) -> Result<()> {
    let trail = entry.organization.map_or(Trail::Platform, Trail::Organization);
    let end = audit::lock_end(transaction, trail).await?;
    let entry = AuditEntry {
        sequence: end.count + 1,
        // The clocks of replicas differ: time never goes back inside a trail.
        completed: context.now().max(end.completed),
        ..entry
    };
    Ok(audit::append(transaction, trail, &seal(&end.hash, entry)).await?)
}

fn entry(context: &Context, caller: &Caller, deed: Deed) -> AuditEntry {
    let Deed { trail, action, target, before, after, reason, operation } = deed;
    let now = context.now();
    AuditEntry {
        id: AuditEntryId(context.new_id()),
        organization: match trail {
            Trail::Platform => None,
            Trail::Organization(organization) => Some(organization),
        },
        sequence: 0,
        actor: caller.actor.clone(),
        roles: roles(caller, trail),
        origin: caller.origin.clone(),
        action,
        target,
        before: before.map(redacted),
        after: after.map(redacted),
        reason,
        outcome: Outcome::Unknown,
        operation,
        aws: None,
        opened: now,
        completed: now,
        previous_hash: String::new(),
        hash: String::new(),
    }
}

fn redacted(mut document: Value) -> Value {
    redact(&mut document);
    document
}

/// The roles that count in a trail: `operator`, `owner`, `developer of PROJECT`, `deploys FUNCTION`.
fn roles(caller: &Caller, trail: Trail) -> Vec<String> {
    match caller.actor {
        Actor::Person { .. } => {}
        Actor::Job { .. } => {
            return caller.deploys.iter().map(|grant| format!("deploys {}", grant.component)).collect();
        }
        Actor::Automation { .. } | Actor::Anonymous => return Vec::new(),
    }
    let platform = caller.platform_roles.iter().map(|role| role.as_str().to_owned());
    let granted =
        caller.grants.iter().filter(|grant| trail == Trail::Organization(grant.organization)).map(|grant| {
            match grant.scope {
                Scope::Organization => grant.role.as_str().to_owned(),
                Scope::Project(project) => format!("{} of {project}", grant.role.as_str()),
            }
        });
    platform.chain(granted).collect()
}

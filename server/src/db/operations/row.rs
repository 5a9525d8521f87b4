//! An operation as its row, and back.

use domain::function::Share;
use domain::ids::{AuditEntryId, ComponentId, OperationId, OrganizationId, ProjectId};
use domain::operation::Operation;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};

use crate::db::column;
use crate::db::entity::operation::{ActiveModel, Model};
use crate::db::fault::Stored;

/// A new row, without a lease.
pub(super) fn write(operation: &Operation) -> Stored<ActiveModel> {
    Ok(ActiveModel {
        id: Set(operation.id.0),
        organization: Set(operation.organization.0),
        project: Set(operation.project.0),
        component: Set(operation.component.0),
        kind: Set(operation.intent.kind.as_str().to_owned()),
        change: Set(column::word("change", &operation.change)?),
        base_version: Set(column::number("base_version", i64::from(operation.base_version))?),
        cancel_requested: Set(operation.cancel_requested),
        share_requested: Set(share_requested(operation)),
        created: Set(operation.created.as_microsecond()),
        ..update(operation)?
    })
}

/// What can change of a row, but for the lease, and for what people wish meanwhile: a worker must not undo that.
pub(super) fn update(operation: &Operation) -> Stored<ActiveModel> {
    let Operation {
        id,
        state,
        plan,
        intent,
        author,
        message,
        steps,
        failure,
        attempt,
        audit_entry,
        confirmed,
        started,
        ended,
        organization: _,
        project: _,
        component: _,
        change: _,
        base_version: _,
        cancel_requested: _,
        share_requested: _,
        created: _,
    } = operation;
    Ok(ActiveModel {
        id: Unchanged(id.0),
        organization: NotSet,
        project: NotSet,
        component: NotSet,
        kind: NotSet,
        change: NotSet,
        state: Set(column::word("state", state)?),
        plan: Set(column::json("plan", plan)?),
        intent: Set(column::json("intent", intent)?),
        base_version: NotSet,
        author: Set(author.clone()),
        message: Set(message.clone()),
        steps: Set(column::json("steps", steps)?),
        failure: Set(failure.as_ref().map(|failure| column::json("failure", failure)).transpose()?),
        cancel_requested: NotSet,
        share_requested: NotSet,
        attempt: Set(column::number("attempt", i64::from(*attempt))?),
        audit_entry: Set(audit_entry.map(|entry| entry.0)),
        created: NotSet,
        confirmed: Set(confirmed.map(|time| time.as_microsecond())),
        started: Set(started.map(|time| time.as_microsecond())),
        ended: Set(ended.map(|time| time.as_microsecond())),
        lease_owner: NotSet,
        lease_until: NotSet,
        next_attempt: NotSet,
    })
}

/// The share that a person asks for, in percent.
pub(super) fn share_requested(operation: &Operation) -> Option<i32> {
    operation.share_requested.map(|share| i32::from(share.as_percent()))
}

/// What a row says.
pub(super) fn read(row: Model) -> Stored<Operation> {
    Ok(Operation {
        id: OperationId(row.id),
        organization: OrganizationId(row.organization),
        project: ProjectId(row.project),
        component: ComponentId(row.component),
        change: column::from_word("change", &row.change)?,
        state: column::from_word("state", &row.state)?,
        plan: column::from_json("plan", &row.plan)?,
        intent: column::from_json("intent", &row.intent)?,
        base_version: column::number("base_version", i64::from(row.base_version))?,
        author: row.author,
        message: row.message,
        steps: column::from_json("steps", &row.steps)?,
        failure: row.failure.map(|failure| column::from_json("failure", &failure)).transpose()?,
        cancel_requested: row.cancel_requested,
        share_requested: match row.share_requested {
            Some(percent) => Some(Share::percent(column::number("share_requested", i64::from(percent))?)),
            None => None,
        },
        attempt: column::number("attempt", i64::from(row.attempt))?,
        audit_entry: row.audit_entry.map(AuditEntryId),
        created: column::instant("created", row.created)?,
        confirmed: column::optional_instant("confirmed", row.confirmed)?,
        started: column::optional_instant("started", row.started)?,
        ended: column::optional_instant("ended", row.ended)?,
    })
}

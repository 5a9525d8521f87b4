//! A component as its row, and back.

use domain::component::Component;
use domain::ids::{ComponentId, OperationId, OrganizationId, ProjectId};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};

use crate::db::column;
use crate::db::entity::component::{ActiveModel, Model};
use crate::db::fault::Stored;

/// A new row.
pub(super) fn write(component: &Component, project_slug: String) -> Stored<ActiveModel> {
    Ok(ActiveModel {
        id: Set(component.id.0),
        organization: Set(component.organization.0),
        project: Set(component.project.0),
        project_slug: Set(project_slug),
        kind: Set(component.kind.as_str().to_owned()),
        name: Set(component.name.as_str().to_owned()),
        environment: Set(component.environment.as_str().to_owned()),
        region: Set(component.region.as_str().to_owned()),
        account: Set(component.account.as_str().to_owned()),
        created: Set(component.created.as_microsecond()),
        slot: Set(component.slot.map(i32::from)),
        ..update(component)?
    })
}

/// What can change of a row.
pub(super) fn update(component: &Component) -> Stored<ActiveModel> {
    let Component {
        id,
        stack_name,
        blueprint,
        state,
        document,
        version,
        outputs,
        running,
        changed,
        deleted,
        organization: _,
        project: _,
        kind: _,
        name: _,
        environment: _,
        region: _,
        account: _,
        created: _,
        slot: _,
    } = component;
    Ok(ActiveModel {
        id: Unchanged(id.0),
        organization: NotSet,
        project: NotSet,
        project_slug: NotSet,
        kind: NotSet,
        name: NotSet,
        environment: NotSet,
        region: NotSet,
        account: NotSet,
        stack_name: Set(stack_name.clone()),
        blueprint: Set(blueprint.clone()),
        state: Set(column::word("state", state)?),
        document: Set(column::json("document", document)?),
        version: Set(column::number("version", i64::from(*version))?),
        outputs: Set(column::json("outputs", outputs)?),
        running: Set(running.map(|operation| operation.0)),
        next_expiry: Set(document.allow_list.next_expiry().map(|expiry| expiry.as_microsecond())),
        created: NotSet,
        changed: Set(changed.as_microsecond()),
        deleted: Set(deleted.map(|deleted| deleted.as_microsecond())),
        slot: NotSet,
    })
}

/// What a row says.
pub(super) fn read(row: Model) -> Stored<Component> {
    Ok(Component {
        id: ComponentId(row.id),
        organization: OrganizationId(row.organization),
        project: ProjectId(row.project),
        kind: column::from_word("kind", &row.kind)?,
        name: column::from_word("name", &row.name)?,
        environment: column::from_word("environment", &row.environment)?,
        region: column::from_word("region", &row.region)?,
        account: column::from_word("account", &row.account)?,
        stack_name: row.stack_name,
        blueprint: row.blueprint,
        state: column::from_word("state", &row.state)?,
        document: column::from_json("document", &row.document)?,
        version: column::number("version", i64::from(row.version))?,
        outputs: column::from_json("outputs", &row.outputs)?,
        running: row.running.map(OperationId),
        created: column::instant("created", row.created)?,
        changed: column::instant("changed", row.changed)?,
        deleted: column::optional_instant("deleted", row.deleted)?,
        slot: row.slot.map(|slot| column::number("slot", i64::from(slot))).transpose()?,
    })
}

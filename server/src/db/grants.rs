//! Grants. See [`domain::grant::Grant`].

use domain::authz::TenantScope;
use domain::caller::CallerGrant;
use domain::grant::{Grant, Holder, Scope};
use domain::ids::{GrantId, OrganizationId, ProjectId, UserId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::grant::{ActiveModel, Column, Entity, Model};
use super::fault::{Fault, Stored};
use super::{WriteTransaction, column};

/// Adds a grant.
pub async fn insert(transaction: &WriteTransaction, new: &Grant) -> Stored<()> {
    let (email, user, group) = match &new.holder {
        Holder::User { email, user } => (Some(email.clone()), user.map(|user| user.0), None),
        Holder::Group { group } => (None, None, Some(group.clone())),
    };
    let row = ActiveModel {
        id: Set(new.id.0),
        organization: Set(new.organization.0),
        project: Set(match new.scope {
            Scope::Organization => None,
            Scope::Project(project) => Some(project.0),
        }),
        role: Set(new.role.as_str().to_owned()),
        email: Set(email),
        user: Set(user),
        group: Set(group),
        expires: Set(new.expires.map(|time| time.as_microsecond())),
        created: Set(new.created.as_microsecond()),
        created_by: Set(new.created_by.clone()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The tenant's grants that had not expired before an instant, oldest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    in_force_since: Timestamp,
) -> Stored<Vec<Grant>> {
    let rows = Entity::find()
        .filter(Column::Organization.eq(tenant.organization.0))
        .filter(in_force(in_force_since))
        .order_by_asc(Column::Created)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// A grant of the tenant, an expired one too.
pub async fn find(
    connection: &impl ConnectionTrait,
    tenant: &TenantScope,
    id: GrantId,
) -> Stored<Option<Grant>> {
    Entity::find_by_id(id.0)
        .filter(Column::Organization.eq(tenant.organization.0))
        .one(connection)
        .await?
        .map(read)
        .transpose()
}

/// Removes a grant of the tenant.
pub async fn delete(transaction: &WriteTransaction, tenant: &TenantScope, id: GrantId) -> Stored<()> {
    Entity::delete_many()
        .filter(Column::Id.eq(id.0))
        .filter(Column::Organization.eq(tenant.organization.0))
        .exec(transaction)
        .await?;
    Ok(())
}

/// What a person and the groups they are in may do now, in all organizations.
pub async fn of_person(
    connection: &impl ConnectionTrait,
    user: UserId,
    groups: &[String],
    now: Timestamp,
) -> Stored<Vec<CallerGrant>> {
    let mut holder = Condition::any().add(Column::User.eq(user.0));
    if !groups.is_empty() {
        holder = holder.add(Column::Group.is_in(groups));
    }
    let rows = Entity::find().filter(holder).filter(in_force(now)).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let Grant { organization, scope, role, .. } = read(row)?;
            Ok(CallerGrant { organization, scope, role })
        })
        .collect()
}

/// Hands the grants to an e-mail address over to the person who has proved to own it.
pub async fn link(transaction: &WriteTransaction, email: &str, user: UserId) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::User, Expr::value(user.0))
        .filter(Column::Email.eq(email))
        .filter(Column::User.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

fn in_force(at: Timestamp) -> Condition {
    Condition::any().add(Column::Expires.is_null()).add(Column::Expires.gt(at.as_microsecond()))
}

fn read(row: Model) -> Stored<Grant> {
    let holder = match (row.email, row.group) {
        (Some(email), None) => Holder::User { email, user: row.user.map(UserId) },
        (None, Some(group)) => Holder::Group { group },
        _ => return Err(Fault::column("email", "a grant has one holder")),
    };
    Ok(Grant {
        id: GrantId(row.id),
        organization: OrganizationId(row.organization),
        scope: row.project.map_or(Scope::Organization, |project| Scope::Project(ProjectId(project))),
        holder,
        role: column::from_word("role", &row.role)?,
        expires: column::optional_instant("expires", row.expires)?,
        created: column::instant("created", row.created)?,
        created_by: row.created_by,
    })
}

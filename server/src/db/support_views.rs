//! When platform staff last looked into an organization.

use domain::ids::{OrganizationId, SessionId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::support_view::{ActiveModel, Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// The last look that was written down.
pub async fn last(
    connection: &impl ConnectionTrait,
    session: SessionId,
    organization: OrganizationId,
) -> Stored<Option<Timestamp>> {
    let found = Entity::find_by_id((session.0, organization.0)).one(connection).await?;
    column::optional_instant("seen", found.map(|row| row.seen))
}

/// Remembers a look that was written down.
pub async fn save(
    transaction: &WriteTransaction,
    session: SessionId,
    organization: OrganizationId,
    seen: Timestamp,
) -> Stored<()> {
    let row = ActiveModel {
        session: Set(session.0),
        organization: Set(organization.0),
        seen: Set(seen.as_microsecond()),
    };
    let again =
        OnConflict::columns([Column::Session, Column::Organization]).update_column(Column::Seen).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

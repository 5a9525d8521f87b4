//! Command lines that a person has let act as them, until they fetch their token.

use domain::ids::UserId;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::approval::{ActiveModel, Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// A command line that may fetch its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// SHA-256 of the code that it trades for the token.
    pub code_hash: [u8; 32],
    /// As whom it may act.
    pub user: UserId,
    /// The groups of that person.
    pub groups: Vec<String>,
    /// What it calls itself.
    pub name: String,
    /// What only it can answer (RFC 7636, `S256`).
    pub challenge: String,
    /// When it is too late.
    pub expires: Timestamp,
}

/// Remembers an approval.
pub async fn insert(transaction: &WriteTransaction, new: &Approval) -> Stored<()> {
    let row = ActiveModel {
        code_hash: Set(new.code_hash.to_vec()),
        user: Set(new.user.0),
        groups: Set(column::json("groups", &new.groups)?),
        name: Set(new.name.clone()),
        challenge: Set(new.challenge.clone()),
        expires: Set(new.expires.as_microsecond()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Takes an approval away, so that a code counts once. None when it is not known or too late.
pub async fn take(
    transaction: &WriteTransaction,
    code_hash: [u8; 32],
    now: Timestamp,
) -> Stored<Option<Approval>> {
    let found = Entity::find_by_id(code_hash.to_vec()).lock_exclusive().one(transaction).await?;
    let Some(row) = found else { return Ok(None) };
    Entity::delete_by_id(code_hash.to_vec()).exec(transaction).await?;
    let expires = column::instant("expires", row.expires)?;
    if expires <= now {
        return Ok(None);
    }
    Ok(Some(Approval {
        code_hash,
        user: UserId(row.user),
        groups: column::from_json("groups", &row.groups)?,
        name: row.name,
        challenge: row.challenge,
        expires,
    }))
}

/// Forgets approvals whose token nobody fetched.
pub async fn delete_expired_for_worker(transaction: &WriteTransaction, now: Timestamp) -> Stored<u64> {
    let deleted =
        Entity::delete_many().filter(Column::Expires.lte(now.as_microsecond())).exec(transaction).await?;
    Ok(deleted.rows_affected)
}

//! Tokens of outside issuers that were exchanged: none is exchanged twice.

use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::WriteTransaction;
use super::entity::spent_id_token::{ActiveModel, Column, Entity};
use super::fault::Stored;

/// Remembers a token until it is good for nothing any more.
///
/// # Errors
/// [`super::Fault::is_taken`] when it was exchanged before.
pub async fn insert(transaction: &WriteTransaction, hash: [u8; 32], expires: Timestamp) -> Stored<()> {
    let row = ActiveModel { token_hash: Set(hash.to_vec()), expires: Set(expires.as_microsecond()) };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Forgets those that have expired.
pub async fn delete_expired_for_worker(transaction: &WriteTransaction, now: Timestamp) -> Stored<u64> {
    let expired = Entity::delete_many().filter(Column::Expires.lte(now.as_microsecond()));
    Ok(expired.exec(transaction).await?.rows_affected)
}

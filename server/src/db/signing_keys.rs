//! The key that signs the heads of audit trails, when the configuration names none.

use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::WriteTransaction;
use super::entity::signing_key::{ActiveModel, Column, Entity};
use super::fault::{Fault, Stored};

/// The seed (RFC 8032, section 5.1.5) of the key made first.
pub async fn first(connection: &impl ConnectionTrait) -> Stored<Option<[u8; 32]>> {
    let found = Entity::find().order_by_asc(Column::Created).one(connection).await?;
    found
        .map(|row| <[u8; 32]>::try_from(row.seed).map_err(|_| Fault::column("seed", "a seed has 32 bytes")))
        .transpose()
}

/// Keeps a seed under the id of its public key.
pub async fn insert(
    transaction: &WriteTransaction,
    id: String,
    seed: [u8; 32],
    created: Timestamp,
) -> Stored<()> {
    let row = ActiveModel { id: Set(id), seed: Set(seed.to_vec()), created: Set(created.as_microsecond()) };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

//! Sign-ins that have begun: what must come back from the issuer.

use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::sign_in::{ActiveModel, Column, Entity};
use super::fault::Stored;
use super::{WriteTransaction, column};

/// A sign-in that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// SHA-256 of the `state` that the issuer gives back. The state itself is only in the browser.
    pub state_hash: [u8; 32],
    /// Must stand in the ID token.
    pub nonce: String,
    /// Proves to the issuer that the code was asked for here (RFC 7636).
    pub pkce_verifier: String,
    /// The page to show afterwards: a path of this server.
    pub return_to: String,
    /// When it is too late.
    pub expires: Timestamp,
}

/// Remembers a sign-in.
pub async fn insert(transaction: &WriteTransaction, new: &SignIn) -> Stored<()> {
    let row = ActiveModel {
        state_hash: Set(new.state_hash.to_vec()),
        nonce: Set(new.nonce.clone()),
        pkce_verifier: Set(new.pkce_verifier.clone()),
        return_to: Set(new.return_to.clone()),
        expires: Set(new.expires.as_microsecond()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Takes a sign-in away, so that an answer of the issuer counts once. None when it is not known or too late.
pub async fn take(
    transaction: &WriteTransaction,
    state_hash: [u8; 32],
    now: Timestamp,
) -> Stored<Option<SignIn>> {
    let found = Entity::find_by_id(state_hash.to_vec()).lock_exclusive().one(transaction).await?;
    let Some(row) = found else { return Ok(None) };
    Entity::delete_by_id(state_hash.to_vec()).exec(transaction).await?;
    let expires = column::instant("expires", row.expires)?;
    Ok((expires > now).then_some(SignIn {
        state_hash,
        nonce: row.nonce,
        pkce_verifier: row.pkce_verifier,
        return_to: row.return_to,
        expires,
    }))
}

/// Forgets sign-ins that nobody finished.
pub async fn delete_expired_for_worker(transaction: &WriteTransaction, now: Timestamp) -> Stored<u64> {
    let deleted =
        Entity::delete_many().filter(Column::Expires.lte(now.as_microsecond())).exec(transaction).await?;
    Ok(deleted.rows_affected)
}

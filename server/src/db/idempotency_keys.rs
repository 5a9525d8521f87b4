//! Requests that a program may send twice, and what the first was answered with.

use domain::ids::{OperationId, SessionId};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::idempotency_key::{ActiveModel, Column, Entity};
use super::fault::{Fault, Stored};
use super::{WriteTransaction, column};

/// Which request: the same key of two credentials is two keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The credential that the request came with.
    pub credential: SessionId,
    /// The key that the program chose.
    pub key: String,
}

/// A request that was sent with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of the request.
    pub request_hash: [u8; 32],
    /// What it was answered with. None while it is in work.
    pub answer: Option<Answer>,
    /// What it began: written down together with that, so it is known even when the answer is not.
    pub operation: Option<OperationId>,
    /// When it came.
    pub created: Timestamp,
}

/// What a request was answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers that tell about the result, by name.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The request that came with a key before, for a transaction in which nobody else looks.
pub async fn lock(transaction: &WriteTransaction, key: &Key) -> Stored<Option<Kept>> {
    let id = (key.credential.0, key.key.clone());
    let Some(row) = Entity::find_by_id(id).lock_exclusive().one(transaction).await? else { return Ok(None) };
    let answer = match row.status {
        Some(status) => Some(Answer {
            status: column::number("status", status.into())?,
            headers: column::from_json("headers", &row.headers)?,
            body: row.body,
        }),
        None => None,
    };
    Ok(Some(Kept {
        request_hash: row
            .request_hash
            .try_into()
            .map_err(|_| Fault::column("request_hash", "a hash has 32 bytes"))?,
        answer,
        operation: row.operation.map(OperationId),
        created: column::instant("created", row.created)?,
    }))
}

/// Writes down that a request is in work.
pub async fn insert(
    transaction: &WriteTransaction,
    key: &Key,
    request_hash: [u8; 32],
    now: Timestamp,
) -> Stored<()> {
    let row = ActiveModel {
        credential: Set(key.credential.0),
        key: Set(key.key.clone()),
        request_hash: Set(request_hash.to_vec()),
        status: Set(None),
        headers: Set("[]".to_owned()),
        body: Set(String::new()),
        created: Set(now.as_microsecond()),
        operation: Set(None),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Writes down what a request began.
pub async fn began(transaction: &WriteTransaction, key: &Key, operation: OperationId) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::Operation, Expr::value(operation.0))
        .filter(Column::Credential.eq(key.credential.0))
        .filter(Column::Key.eq(key.key.as_str()))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Keeps what a request was answered with.
pub async fn keep(transaction: &WriteTransaction, key: &Key, answer: &Answer) -> Stored<()> {
    let row = ActiveModel {
        credential: Set(key.credential.0),
        key: Set(key.key.clone()),
        status: Set(Some(i32::from(answer.status))),
        headers: Set(column::json("headers", &answer.headers)?),
        body: Set(answer.body.clone()),
        ..ActiveModel::default()
    };
    Entity::update(row).exec(transaction).await?;
    Ok(())
}

/// Forgets a request that began nothing.
pub async fn delete_idle(transaction: &WriteTransaction, key: &Key) -> Stored<()> {
    Entity::delete_by_id((key.credential.0, key.key.clone()))
        .filter(Column::Operation.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

/// Forgets a request.
pub async fn delete(transaction: &WriteTransaction, key: &Key) -> Stored<()> {
    Entity::delete_by_id((key.credential.0, key.key.clone())).exec(transaction).await?;
    Ok(())
}

/// Forgets the requests that came before then.
pub async fn delete_older_for_worker(transaction: &WriteTransaction, before: Timestamp) -> Stored<u64> {
    let deleted =
        Entity::delete_many().filter(Column::Created.lt(before.as_microsecond())).exec(transaction).await?;
    Ok(deleted.rows_affected)
}

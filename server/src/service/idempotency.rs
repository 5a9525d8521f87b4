//! Requests that a program may send twice because it did not hear the answer: the second one is answered as the first was, and does nothing.
//!
//! What a request begins is written down in the transaction that begins it. So a server that ends between that and the answer takes the answer along,
//! but never the knowledge of what was done.

use std::time::Duration;

use domain::caller::Caller;
use domain::error::Result;
use domain::ids::OperationId;
use jiff::SignedDuration;

use super::Context;
use crate::db::WriteTransaction;
use crate::db::idempotency_keys::{self, Answer, Kept, Key};

/// How long an answer is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long after its time limit a request may still be ending.
const GRACE: SignedDuration = SignedDuration::from_secs(5);

/// What is known of a request that comes with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It has not come before. It must be [`end`]ed.
    New,
    /// It came before, and was answered.
    Answered(Answer),
    /// It came before and began this, and nobody heard the answer.
    Began(OperationId),
    /// It came before, and is in work.
    InWork,
    /// The key came before with another request.
    Reused,
}

/// Begins a request. One that was begun longer ago than its `time_limit` was cut off by the end of its server.
///
/// # Errors
/// Those of the database.
pub async fn begin(
    context: &Context,
    key: &Key,
    request_hash: [u8; 32],
    time_limit: Duration,
) -> Result<Begun> {
    let now = context.now();
    let at_most = SignedDuration::try_from(time_limit).unwrap_or(KEPT) + GRACE;
    let transaction = context.db.write().await?;
    match idempotency_keys::lock(&transaction, key).await? {
        Some(Kept { created, .. }) if created + KEPT <= now => {}
        Some(kept) if kept.request_hash != request_hash => return Ok(Begun::Reused),
        Some(Kept { answer: Some(answer), .. }) => return Ok(Begun::Answered(answer)),
        Some(Kept { operation: Some(operation), .. }) => return Ok(Begun::Began(operation)),
        Some(Kept { created, .. }) if created + at_most > now => return Ok(Begun::InWork),
        Some(_) | None => {}
    }
    idempotency_keys::delete(&transaction, key).await?;
    match idempotency_keys::insert(&transaction, key, request_hash, now).await {
        Ok(()) => {}
        // Another replica was faster by a moment.
        Err(fault) if fault.is_taken() => return Ok(Begun::InWork),
        Err(fault) => return Err(fault.into()),
    }
    transaction.commit().await?;
    Ok(Begun::New)
}

/// Writes down that the caller's request, if it may be sent twice, began an operation.
///
/// # Errors
/// Those of the database.
pub async fn began(transaction: &WriteTransaction, caller: &Caller, operation: OperationId) -> Result<()> {
    if let (Some(credential), Some(key)) = (caller.credential(), caller.request_key.clone()) {
        idempotency_keys::began(transaction, &Key { credential, key }, operation).await?;
    }
    Ok(())
}

/// Ends a request, with the answer to keep. One that changed nothing is forgotten, so that the same key can try again.
///
/// # Errors
/// Those of the database.
pub async fn end(context: &Context, key: &Key, answer: Option<Answer>) -> Result<()> {
    let transaction = context.db.write().await?;
    match answer {
        Some(answer) => idempotency_keys::keep(&transaction, key, &answer).await?,
        None => idempotency_keys::delete_idle(&transaction, key).await?,
    }
    Ok(transaction.commit().await?)
}

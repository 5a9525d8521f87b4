//! Requests that a program may send twice because it did not hear the answer: the second one is answered as the first was, and does nothing.

use domain::error::Result;
use jiff::SignedDuration;

use super::Context;
use crate::db::idempotency_keys::{self, Answer, Kept, Key};

/// How long an answer is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long a request can be in work: longer than [`crate::config::Server::request_timeout`] can be. One that is older was cut off by the end of its server.
const IN_WORK_AT_MOST: SignedDuration = SignedDuration::from_mins(6);

/// What is known of a request that comes with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It has not come before. It must be [`end`]ed.
    New,
    /// It came before, and was answered.
    Answered(Answer),
    /// It came before, and is in work.
    InWork,
    /// The key came before with another request.
    Reused,
}

/// Begins a request.
///
/// # Errors
/// Those of the database.
pub async fn begin(context: &Context, key: &Key, request_hash: [u8; 32]) -> Result<Begun> {
    let now = context.now();
    let transaction = context.db.write().await?;
    match idempotency_keys::lock(&transaction, key).await? {
        Some(Kept { created, .. }) if created + KEPT <= now => {}
        Some(kept) if kept.request_hash != request_hash => return Ok(Begun::Reused),
        Some(Kept { answer: Some(answer), .. }) => return Ok(Begun::Answered(answer)),
        Some(Kept { created, .. }) if created + IN_WORK_AT_MOST > now => return Ok(Begun::InWork),
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

/// Ends a request, with the answer to keep. One that changed nothing is forgotten, so that the same key can try again.
///
/// # Errors
/// Those of the database.
pub async fn end(context: &Context, key: &Key, answer: Option<Answer>) -> Result<()> {
    let transaction = context.db.write().await?;
    match answer {
        Some(answer) => idempotency_keys::keep(&transaction, key, &answer).await?,
        None => idempotency_keys::delete(&transaction, key).await?,
    }
    Ok(transaction.commit().await?)
}

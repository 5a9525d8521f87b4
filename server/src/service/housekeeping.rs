//! What has to be done again and again so that the database stays true and small. `tasks` runs these; each may run twice, and in several replicas at once.

use domain::audit::{AuditHead, Outcome, key_id};
use domain::error::Result;
use domain::ports::Trail;
use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};

use super::trusts::token::LOOKS;
use super::{Context, audit_trail, idempotency};
use crate::config;
use crate::db::{
    Database, approvals, audit, devices, idempotency_keys, job_tokens, operations, sessions, sign_ins,
    signing_keys, spent_id_tokens, tokens,
};
use crate::random::Random;

/// How long an audit entry may be open that no operation is at work on: no request takes this long, not even one that
/// waits for a function.
pub const OPEN_AT_MOST: SignedDuration = SignedDuration::from_mins(20);

/// How long a command line that nobody let in is told that it is too late, before it is not known any more.
const TOLD_TOO_LATE: SignedDuration = SignedDuration::from_mins(10);

/// How many entries one run closes at most.
const AT_ONCE: u64 = 100;

/// Signs the end of every trail that has grown since it was signed last. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn sign_heads(context: &Context) -> Result<u32> {
    let grown = audit::unsigned_trails_for_worker(context.db.read()).await?;
    if grown.is_empty() {
        return Ok(0);
    }
    let transaction = context.db.write().await?;
    let mut signed = 0;
    for (trail, end) in grown {
        let organization = match trail {
            Trail::Platform => None,
            Trail::Organization(organization) => Some(organization),
        };
        let head = AuditHead::sign(
            organization,
            end.count,
            &end.hash,
            whole_microseconds(context.now()),
            &context.signer,
        );
        audit::insert_head(&transaction, trail, &head).await?;
        signed += 1;
    }
    transaction.commit().await?;
    Ok(signed)
}

/// Closes as `unknown` the audit entries that a crash left open. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn close_stale_audit(context: &Context) -> Result<u32> {
    let opened_before = context.now() - OPEN_AT_MOST;
    let mut closed = 0;
    for entry in audit::open_since_for_worker(context.db.read(), opened_before, AT_ONCE).await? {
        let transaction = context.db.write().await?;
        let at_work = match entry.operation {
            Some(operation) => operations::find_for_worker(&transaction, operation)
                .await?
                .is_some_and(|operation| operation.state.is_active()),
            None => false,
        };
        if !at_work {
            audit_trail::complete(context, &transaction, entry.id, Outcome::Unknown, None).await?;
            transaction.commit().await?;
            closed += 1;
        }
    }
    Ok(closed)
}

/// Forgets the sessions that ended by themselves. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn expire_sessions(context: &Context, limits: &config::Sessions) -> Result<u64> {
    let now = context.now();
    let transaction = context.db.write().await?;
    let deleted = sessions::delete_ended_for_worker(&transaction, now - limits.idle, now).await?;
    transaction.commit().await?;
    Ok(deleted)
}

/// Forgets the tokens that ended by themselves, of command lines and of jobs, and what jobs gave for them. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn expire_tokens(context: &Context, limits: &config::Tokens) -> Result<u64> {
    let now = context.now();
    let transaction = context.db.write().await?;
    let mut deleted = tokens::delete_ended_for_worker(&transaction, now - limits.idle, now).await?;
    deleted += job_tokens::delete_ended_for_worker(&transaction, now - LOOKS).await?;
    deleted += spent_id_tokens::delete_expired_for_worker(&transaction, now).await?;
    transaction.commit().await?;
    Ok(deleted)
}

/// Forgets the sign-ins that nobody finished, of browsers and of command lines. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn delete_old_sign_ins(context: &Context) -> Result<u64> {
    let now = context.now();
    let transaction = context.db.write().await?;
    let mut deleted = sign_ins::delete_expired_for_worker(&transaction, now).await?;
    deleted += approvals::delete_expired_for_worker(&transaction, now).await?;
    deleted += devices::delete_expired_for_worker(&transaction, now - TOLD_TOO_LATE).await?;
    transaction.commit().await?;
    Ok(deleted)
}

/// Forgets what requests with a key were answered with, when it is too late to send them again. Says how many.
///
/// # Errors
/// Those of the database.
pub async fn forget_requests(context: &Context) -> Result<u64> {
    let transaction = context.db.write().await?;
    let before = context.now() - idempotency::KEPT;
    let deleted = idempotency_keys::delete_older_for_worker(&transaction, before).await?;
    transaction.commit().await?;
    Ok(deleted)
}

/// The key that signs audit heads when the configuration names none: made at the first start, and the same for all replicas afterwards. It lies in the database, so
/// it shows tampering by those who cannot read all of that; the operations guide says how to keep it elsewhere.
///
/// # Errors
/// Those of the database.
pub async fn stored_signing_key(db: &Database, random: &Random, now: Timestamp) -> Result<SigningKey> {
    if let Some(seed) = signing_keys::first(db.read()).await? {
        return Ok(SigningKey::from_bytes(&seed));
    }
    let transaction = db.write().await?;
    transaction.lock_for_setup().await?;
    if let Some(seed) = signing_keys::first(&transaction).await? {
        return Ok(SigningKey::from_bytes(&seed));
    }
    let seed = random.token();
    let key = SigningKey::from_bytes(&seed);
    signing_keys::insert(&transaction, key_id(&key.verifying_key()), seed, now).await?;
    transaction.commit().await?;
    Ok(key)
}

/// The database keeps microseconds, and the signature covers the time as it is kept.
fn whole_microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

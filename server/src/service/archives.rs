//! Archives of code on their way out of their bucket.
//!
//! Functions of an organization share a bucket, in which equal archives are one object. So an archive is marked before its object is removed, and
//! while it is marked nobody can send an equal one: otherwise the object could go after the new one was stored.

use domain::authz::{ProjectScope, TenantScope};
use domain::cloud::{CloudResult, Place};
use domain::component::Component;
use domain::error::Dependency;
use domain::function::{ArtifactHash, Code};
use domain::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use kinds::function::outputs::name::CODE_BUCKET;

use crate::db::{Database, WriteTransaction, artifacts, components, organizations};

/// After so long nobody is at a removal any more: its call has ended, or its server.
const REMOVAL: SignedDuration = SignedDuration::from_mins(5);

/// When an archive may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The function is gone.
    Always,
    /// No version needs it, and it was last sent before this.
    Unneeded(Timestamp),
}

/// Keeps others of the organization from storing or removing archives until the transaction ends, and answers with the function, locked.
///
/// # Errors
/// [`Error::NotFound`] when organization or function do not exist.
pub async fn lock(transaction: &WriteTransaction, function: &Component) -> Result<Component> {
    let tenant = TenantScope { organization: function.organization, projects: ProjectScope::All };
    organizations::lock(transaction, &tenant).await?.ok_or(Error::NotFound)?;
    components::lock_for_worker(transaction, function.id).await?.ok_or(Error::NotFound)
}

/// Refuses to store an archive of which an equal one is just being removed: it can be sent again in some seconds.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn check_not_removed(
    transaction: &WriteTransaction,
    function: &Component,
    hash: &ArtifactHash,
    now: Timestamp,
) -> Result<()> {
    match artifacts::being_removed(transaction, function.organization, hash, now - REMOVAL).await? {
        true => Err(Error::unavailable(Dependency::Aws, BeingRemoved)),
        false => Ok(()),
    }
}

/// Removes an archive of a function from bucket and database. The object stays where another function needs it. One that may not go is left as it is.
///
/// # Errors
/// [`Error::Unavailable`] when the database does not answer. The inner ones are AWS's.
pub async fn remove(
    db: &Database,
    cloud: &dyn domain::cloud::Artifacts,
    place: &Place,
    function: &Component,
    hash: &ArtifactHash,
    (when, now): (When, Timestamp),
) -> Result<CloudResult<()>> {
    let transaction = db.write().await?;
    let function = lock(&transaction, function).await?;
    if let When::Unneeded(before) = when {
        // Somebody may have deployed it since the list was made.
        let unneeded = artifacts::unneeded_for_worker(&transaction, function.id, before, u64::MAX >> 1);
        if !unneeded.await?.contains(hash) {
            return Ok(Ok(()));
        }
    }
    let shared = artifacts::needed_elsewhere_for_worker(&transaction, &function, hash).await?;
    artifacts::begin_removal_for_worker(&transaction, function.id, hash, now).await?;
    transaction.commit().await?;
    if let Some(bucket) = function.outputs.get(CODE_BUCKET).filter(|_| !shared)
        && let Err(error) = cloud.delete(place, bucket, &Code::key(hash)).await
    {
        return Ok(Err(error));
    }
    let transaction = db.write().await?;
    artifacts::end_removal_for_worker(&transaction, function.id, hash).await?;
    transaction.commit().await?;
    Ok(Ok(()))
}

#[derive(Debug, thiserror::Error)]
#[error("an equal archive is being removed at the moment")]
struct BeingRemoved;

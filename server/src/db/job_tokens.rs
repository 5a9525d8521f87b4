//! Tokens of CI jobs.

use domain::ids::{OrganizationId, ProjectId, SessionId, TrustId};
use domain::trust::Job;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::job_token::{ActiveModel, Column, Entity};
use super::fault::{Fault, Stored};
use super::{WriteTransaction, column};

/// A job that may deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobToken {
    /// What the audit trail calls it.
    pub id: SessionId,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Where it may deploy.
    pub organization: OrganizationId,
    /// In which project.
    pub project: ProjectId,
    /// Why: all trusts that the job met. Those that were removed since give nothing any more.
    pub trusts: Vec<TrustId>,
    /// Who signed what is known of the job.
    pub issuer: String,
    /// Whom the issuer says that it is.
    pub subject: String,
    /// What runs.
    pub job: Job,
    /// Since when nothing can be deployed with it.
    pub expires: Timestamp,
}

/// Adds a token.
pub async fn insert(transaction: &WriteTransaction, new: &JobToken) -> Stored<()> {
    let row = ActiveModel {
        id: Set(new.id.0),
        token_hash: Set(new.token_hash.to_vec()),
        organization: Set(new.organization.0),
        project: Set(new.project.0),
        trusts: Set(column::json("trusts", &new.trusts)?),
        issuer: Set(new.issuer.clone()),
        subject: Set(new.subject.clone()),
        job: Set(column::json("job", &new.job)?),
        expires: Set(new.expires.as_microsecond()),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// The token with this hash, ended or not.
pub async fn find_by_hash(
    connection: &impl ConnectionTrait,
    token_hash: [u8; 32],
) -> Stored<Option<JobToken>> {
    let found = Entity::find().filter(Column::TokenHash.eq(token_hash.to_vec())).one(connection).await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(JobToken {
        id: SessionId(row.id),
        token_hash: row
            .token_hash
            .try_into()
            .map_err(|_| Fault::column("token_hash", "a hash has 32 bytes"))?,
        organization: OrganizationId(row.organization),
        project: ProjectId(row.project),
        trusts: column::from_json("trusts", &row.trusts)?,
        issuer: row.issuer,
        subject: row.subject,
        job: column::from_json("job", &row.job)?,
        expires: column::instant("expires", row.expires)?,
    }))
}

/// Forgets the tokens with which nothing could be deployed any more then.
pub async fn delete_ended_for_worker(transaction: &WriteTransaction, then: Timestamp) -> Stored<u64> {
    let ended = Entity::delete_many().filter(Column::Expires.lte(then.as_microsecond()));
    Ok(ended.exec(transaction).await?.rows_affected)
}

//! One change of a function's secrets in AWS, by which nobody's change is lost.

use std::collections::BTreeSet;

use domain::cloud::{Cloud, CloudError, Place, SecretState, SecretVersion};
use domain::error::{Conflict, Dependency, FieldError};
use domain::function::{SecretValues, secret_version_id, secret_version_number};
use domain::{Error, Result};
use uuid::Uuid;

/// How often a change is tried when others are faster. Each of them has made a change then.
const ATTEMPTS: u32 = 8;

/// What a change makes of the values.
pub(super) type Apply<'a> = dyn Fn(SecretValues) -> Result<SecretValues, FieldError> + Send + Sync + 'a;

/// A function's secret in AWS.
pub(super) struct InAws<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) place: &'a Place,
    pub(super) arn: &'a str,
    /// Marks the versions of this change in AWS: the id of its audit entry.
    pub(super) mark: Uuid,
}

/// What became current.
pub(super) struct Current {
    pub(super) version: u32,
    pub(super) names: BTreeSet<String>,
}

impl InAws<'_> {
    /// Reads the values, changes them, stores them as another version, and makes that the current one in the place of the one that was read; again,
    /// where somebody else was faster. `newest` is the newest version that the database knows of.
    pub(super) async fn change(&self, newest: u32, apply: &Apply<'_>) -> Result<Current> {
        let mut number = newest;
        for _ in 0..ATTEMPTS {
            let read = self.read().await?;
            let values =
                SecretValues::read(&read.value).ok_or(Error::Conflict(Conflict::SecretUnreadable))?;
            let values = apply(values)?;
            // A version has its own number, even if the current one is not ours and has none.
            number = number.max(secret_version_number(&read.id).unwrap_or(0)) + 1;
            let next = SecretVersion { id: secret_version_id(number, self.mark), value: values.to_value() };
            self.cloud.secrets.put(self.place, self.arn, &next).await.map_err(unavailable)?;
            if self.make_current(&next, &read).await? {
                return Ok(Current { version: number, names: values.names() });
            }
        }
        Err(Error::unavailable(Dependency::Aws, Contended))
    }

    /// The current version. A secret that somebody has deleted is brought back, as long as AWS can.
    async fn read(&self) -> Result<SecretVersion> {
        for _ in 0..2 {
            match self.cloud.secrets.current(self.place, self.arn).await.map_err(unavailable)? {
                SecretState::Current(version) => return Ok(version),
                SecretState::Missing => break,
                SecretState::Deleting => {
                    self.cloud.secrets.restore(self.place, self.arn).await.map_err(unavailable)?;
                }
            }
        }
        Err(Error::Conflict(Conflict::SecretDeleted))
    }

    /// Whether the version became the current one. Where the answer is that it did not, it may have all the same: the call was heard, its answer lost,
    /// and it was sent again.
    async fn make_current(&self, next: &SecretVersion, read: &SecretVersion) -> Result<bool> {
        let secrets = &self.cloud.secrets;
        match secrets.make_current(self.place, self.arn, &next.id, &read.id).await {
            Ok(true) => return Ok(true),
            Ok(false) | Err(CloudError::Transient(_)) => {}
            Err(error) => return Err(unavailable(error)),
        }
        match secrets.current(self.place, self.arn).await.map_err(unavailable)? {
            SecretState::Current(current) => Ok(current.id == next.id),
            SecretState::Deleting | SecretState::Missing => Ok(false),
        }
    }
}

fn unavailable(error: CloudError) -> Error {
    Error::unavailable(Dependency::Aws, error)
}

#[derive(Debug, thiserror::Error)]
#[error("others change the secret all the time")]
struct Contended;

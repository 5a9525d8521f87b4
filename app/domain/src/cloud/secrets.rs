//! Secrets: read, and written so that nobody's change is lost.

use async_trait::async_trait;

use super::{CloudResult, Place};

/// Secrets of Secrets Manager.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The value of a secret.
    async fn read(&self, place: &Place, arn: &str) -> CloudResult<SecretValue>;
    /// The version that is current now.
    async fn current(&self, place: &Place, arn: &str) -> CloudResult<SecretState>;
    /// Stores a version, which is not current yet. The same version again is left as it is.
    async fn put(&self, place: &Place, arn: &str, version: &SecretVersion) -> CloudResult<()>;
    /// Makes a stored version the current one, if `previous` is current until then. False when it is not: somebody else was faster, or an earlier
    /// call was heard although its answer was lost.
    async fn make_current(
        &self,
        place: &Place,
        arn: &str,
        version: &str,
        previous: &str,
    ) -> CloudResult<bool>;
    /// Takes back that a secret is to be deleted. One that is not is left as it is.
    async fn restore(&self, place: &Place, arn: &str) -> CloudResult<()>;
}

/// How a secret is.
#[derive(Clone, Debug)]
pub enum SecretState {
    /// It can be read.
    Current(SecretVersion),
    /// Somebody has it deleted; until its time is over it can be restored.
    Deleting,
    /// There is none, or none with a value.
    Missing,
}

/// A version of a secret, which never changes.
#[derive(Clone, Debug)]
pub struct SecretVersion {
    /// Its id, 32-64 characters.
    pub id: String,
    /// Its value.
    pub value: SecretValue,
}

/// A secret's value. Prints nothing of it.
#[derive(Clone)]
pub struct SecretValue(String);

impl SecretValue {
    /// Wraps a secret.
    pub const fn new(value: String) -> Self {
        Self(value)
    }

    /// The secret itself; the caller writes an audit entry.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("***")
    }
}

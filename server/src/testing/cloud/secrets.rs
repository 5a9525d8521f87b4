//! Secrets Manager: the secrets that stacks make, and those that RDS keeps, which are all the same.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::cloud::{CloudError, CloudResult, Place, SecretState, SecretValue, SecretVersion, Secrets};

use super::FakeCloud;
use super::world::{World, refused};

/// The password of every fake database.
pub const PASSWORD: &str = "fake-password";

pub(super) struct FakeSecret {
    pub(super) stack: String,
    current: String,
    versions: BTreeMap<String, String>,
    deleting: bool,
}

impl FakeSecret {
    /// As a stack makes it.
    pub(super) fn new(stack: &str, value: &str) -> Self {
        let first = "00000000-0000-0000-0000-000000000001".to_owned();
        let versions = BTreeMap::from([(first.clone(), value.to_owned())]);
        Self { stack: stack.to_owned(), current: first, versions, deleting: false }
    }
}

impl FakeCloud {
    /// The value of a secret that a stack has made.
    pub fn secret(&self, arn: &str) -> Option<serde_json::Value> {
        let world = self.lock();
        let secret = world.secrets.get(arn).filter(|secret| !secret.deleting)?;
        serde_json::from_str(secret.versions.get(&secret.current)?).ok()
    }

    /// The ARNs of the secrets that stacks have made.
    pub fn secrets(&self) -> Vec<String> {
        self.lock().secrets.keys().cloned().collect()
    }

    /// Somebody gives a secret another value in AWS's console.
    pub fn set_secret_by_hand(&self, arn: &str, value: &str) {
        if let Some(secret) = self.lock().secrets.get_mut(arn) {
            let id = format!("00000000-0000-0000-0000-{:012}", secret.versions.len() + 1);
            secret.versions.insert(id.clone(), value.to_owned());
            secret.current = id;
        }
    }

    /// Somebody deletes a secret in AWS's console: with time to restore it, or for good.
    pub fn delete_secret_by_hand(&self, arn: &str, for_good: bool) {
        let mut world = self.lock();
        if for_good {
            world.secrets.remove(arn);
        } else if let Some(secret) = world.secrets.get_mut(arn) {
            secret.deleting = true;
        }
    }
}

impl World {
    fn made_secret(&mut self, arn: &str) -> CloudResult<&mut FakeSecret> {
        let found = self.secrets.get_mut(arn).ok_or_else(missing)?;
        if found.deleting { Err(marked()) } else { Ok(found) }
    }
}

#[async_trait]
impl Secrets for FakeCloud {
    async fn read(&self, place: &Place, arn: &str) -> CloudResult<SecretValue> {
        self.call("GetSecretValue", place, arn, |_| {
            Ok(SecretValue::new(
                serde_json::json!({ "username": "postgres", "password": PASSWORD }).to_string(),
            ))
        })
        .await
    }

    async fn current(&self, place: &Place, arn: &str) -> CloudResult<SecretState> {
        self.call("GetSecretValue", place, arn, |world| {
            Ok(match world.secrets.get(arn) {
                None => SecretState::Missing,
                Some(secret) if secret.deleting => SecretState::Deleting,
                Some(secret) => SecretState::Current(SecretVersion {
                    id: secret.current.clone(),
                    value: SecretValue::new(secret.versions[&secret.current].clone()),
                }),
            })
        })
        .await
    }

    async fn put(&self, place: &Place, arn: &str, version: &SecretVersion) -> CloudResult<()> {
        self.call("PutSecretValue", place, arn, |world| {
            let secret = world.made_secret(arn)?;
            let value = version.value.expose().to_owned();
            match secret.versions.get(&version.id) {
                Some(stored) if *stored != value => Err(refused(
                    "ResourceExistsException",
                    "You provided a ClientRequestToken that was used before with another value.",
                )),
                _ => {
                    secret.versions.insert(version.id.clone(), value);
                    Ok(())
                }
            }
        })
        .await
    }

    async fn make_current(
        &self,
        place: &Place,
        arn: &str,
        version: &str,
        previous: &str,
    ) -> CloudResult<bool> {
        self.call("UpdateSecretVersionStage", place, arn, |world| {
            let secret = world.made_secret(arn)?;
            if !secret.versions.contains_key(version) {
                return Err(missing());
            }
            let moves = secret.current == previous;
            if moves {
                secret.current = version.to_owned();
            }
            Ok(moves)
        })
        .await
    }

    async fn restore(&self, place: &Place, arn: &str) -> CloudResult<()> {
        self.call("RestoreSecret", place, arn, |world| {
            world.secrets.get_mut(arn).ok_or_else(missing)?.deleting = false;
            Ok(())
        })
        .await
    }
}

fn missing() -> CloudError {
    refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
}

fn marked() -> CloudError {
    refused(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
    )
}

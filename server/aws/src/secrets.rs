//! Secrets.

use std::sync::Arc;

use async_trait::async_trait;
use domain::cloud::{CloudError, CloudResult, Place, SecretState, SecretValue, SecretVersion};

use crate::errors::{Reason, done_when, is_refused_as, transient};
use crate::gateway::Gateway;
use crate::limit::Service;

/// The label of the version that everybody reads who names none
/// (<https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version>).
const CURRENT: &str = "AWSCURRENT";

/// The label of the newest version that was stored to become current. Without a label of its own AWS would give it [`CURRENT`] at once, whoever has
/// that by now.
const NEXT: &str = "PROVISIONER_NEXT";

/// There is no secret, or none with a current version.
const MISSING: &str = "ResourceNotFoundException";

/// For a secret that is read: it is to be deleted (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>).
const NOT_NOW: &str = "InvalidRequestException";

/// For a label that is moved: another version has it
/// (<https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html>).
const ELSEWHERE: &str = "InvalidParameterException";

/// Secrets of Secrets Manager.
pub(crate) struct Secrets(Arc<Gateway>);

impl Secrets {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    async fn get(&self, place: &Place, arn: &str) -> CloudResult<SecretVersion> {
        let answer = self
            .0
            .call(Service::SecretsManager, "GetSecretValue", place, |clients| {
                clients.secrets_manager.get_secret_value().secret_id(arn).send()
            })
            .await?;
        let value = answer.secret_string.map(SecretValue::new).ok_or_else(|| CloudError::Refused {
            code: "SecretNotText".to_owned(),
            message: "the secret holds bytes, not text".to_owned(),
        })?;
        Ok(SecretVersion { id: answer.version_id.unwrap_or_default(), value })
    }
}

#[async_trait]
impl domain::cloud::Secrets for Secrets {
    async fn read(&self, place: &Place, arn: &str) -> CloudResult<SecretValue> {
        self.get(place, arn).await.map(|version| version.value)
    }

    async fn current(&self, place: &Place, arn: &str) -> CloudResult<SecretState> {
        match self.get(place, arn).await {
            Ok(version) if version.id.is_empty() => Err(transient(Reason::Incomplete("VersionId"))),
            Ok(version) => Ok(SecretState::Current(version)),
            Err(error) if is_refused_as(&error, &[MISSING]) => Ok(SecretState::Missing),
            Err(error) if is_refused_as(&error, &[NOT_NOW]) => Ok(SecretState::Deleting),
            Err(error) => Err(error),
        }
    }

    async fn put(&self, place: &Place, arn: &str, version: &SecretVersion) -> CloudResult<()> {
        let put = self
            .0
            .call(Service::SecretsManager, "PutSecretValue", place, |clients| {
                clients
                    .secrets_manager
                    .put_secret_value()
                    .secret_id(arn)
                    .client_request_token(&version.id)
                    .secret_string(version.value.expose())
                    .version_stages(NEXT)
                    .send()
            })
            .await;
        put.map(drop).map_err(without_words)
    }

    async fn make_current(
        &self,
        place: &Place,
        arn: &str,
        version: &str,
        previous: &str,
    ) -> CloudResult<bool> {
        let moved = self
            .0
            .call(Service::SecretsManager, "UpdateSecretVersionStage", place, |clients| {
                clients
                    .secrets_manager
                    .update_secret_version_stage()
                    .secret_id(arn)
                    .version_stage(CURRENT)
                    .move_to_version_id(version)
                    .remove_from_version_id(previous)
                    .send()
            })
            .await;
        match moved {
            Ok(_) => Ok(true),
            Err(error) if is_refused_as(&error, &[ELSEWHERE]) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn restore(&self, place: &Place, arn: &str) -> CloudResult<()> {
        let restored = self
            .0
            .call(Service::SecretsManager, "RestoreSecret", place, |clients| {
                clients.secrets_manager.restore_secret().secret_id(arn).send()
            })
            .await;
        // It is not to be deleted: somebody was faster, or the answer to the call before was lost.
        done_when(restored.map(drop), |error| is_refused_as(error, &[NOT_NOW]))
    }
}

/// AWS's words may repeat what was sent.
fn without_words(error: CloudError) -> CloudError {
    match error {
        CloudError::Refused { code, .. } => CloudError::Refused { code, message: String::new() },
        CloudError::Transient(_) => transient(Reason::NoAnswer("the value was not taken".to_owned())),
        other => other,
    }
}

#[cfg(test)]
mod tests;

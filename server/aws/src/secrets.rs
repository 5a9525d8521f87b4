//! Secrets.

use std::sync::Arc;

use async_trait::async_trait;
use domain::cloud::{CloudError, CloudResult, Place, SecretValue};

use crate::gateway::Gateway;
use crate::limit::Service;

/// Secrets of Secrets Manager.
pub(crate) struct Secrets(Arc<Gateway>);

impl Secrets {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }
}

#[async_trait]
impl domain::cloud::Secrets for Secrets {
    async fn read(&self, place: &Place, arn: &str) -> CloudResult<SecretValue> {
        let answer = self
            .0
            .call(Service::SecretsManager, "GetSecretValue", place, |clients| {
                clients.secrets_manager.get_secret_value().secret_id(arn).send()
            })
            .await?;
        answer.secret_string.map(SecretValue::new).ok_or_else(|| CloudError::Refused {
            code: "SecretNotText".to_owned(),
            message: "the secret holds bytes, not text".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_secretsmanager::Client;
    use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
    use aws_sdk_secretsmanager::primitives::Blob;
    use aws_smithy_mocks::mock;
    use domain::cloud::CloudError;

    use crate::testing::{answer, cloud, place};

    #[tokio::test]
    async fn a_secret_is_read_by_its_arn() {
        let rule = mock!(Client::get_secret_value)
            .match_requests(|input| input.secret_id() == Some("arn"))
            .then_output(|| GetSecretValueOutput::builder().secret_string("hunter2").build());
        let secret = cloud(&[&rule]).secrets.read(&place(), "arn").await.unwrap();
        assert_eq!(secret.expose(), "hunter2");
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused() {
        let bytes = mock!(Client::get_secret_value)
            .then_output(|| GetSecretValueOutput::builder().secret_binary(Blob::new([0])).build());
        let refused = cloud(&[&bytes]).secrets.read(&place(), "arn").await;
        assert!(matches!(refused, Err(CloudError::Refused { code, .. }) if code == "SecretNotText"));
        let missing = mock!(Client::get_secret_value).then_http_response(|| {
            answer(400, r#"{"__type":"ResourceNotFoundException","Message":"can't find the secret"}"#)
        });
        let refused = cloud(&[&missing]).secrets.read(&place(), "arn").await;
        assert!(
            matches!(refused, Err(CloudError::Refused { code, .. }) if code == "ResourceNotFoundException")
        );
    }
}

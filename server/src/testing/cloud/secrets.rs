//! Secrets Manager.

use async_trait::async_trait;
use domain::cloud::{CloudResult, Place, SecretValue, Secrets};

use super::FakeCloud;

/// The password of every fake database.
pub const PASSWORD: &str = "fake-password";

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
}

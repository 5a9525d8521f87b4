//! Where code is kept.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumAlgorithm;
use domain::cloud::{CloudResult, Place};

use crate::errors::{done_when, is_refused_as, none_when};
use crate::gateway::Gateway;
use crate::limit::Service;

/// What a HEAD without a body is taken for: neither bucket nor object says more.
const NOT_FOUND: &str = "NotFound";
const NO_BUCKET: &str = "NoSuchBucket";

/// For one attempt to store an archive: the largest that Lambda takes has some 250 MB.
const PUT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(120);
/// Over all attempts.
const PUT_TIMEOUT: Duration = Duration::from_secs(300);

/// Objects of S3. Each call names the account that the bucket must belong to: bucket names are the whole world's, and a bucket that was
/// deleted may be somebody else's now.
pub(crate) struct Artifacts(Arc<Gateway>);

impl Artifacts {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }
}

#[async_trait]
impl domain::cloud::Artifacts for Artifacts {
    async fn exists(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<bool> {
        let result = self
            .0
            .call(Service::S3, "HeadObject", place, |clients| {
                clients
                    .s3
                    .head_object()
                    .expected_bucket_owner(place.account.as_str())
                    .bucket(bucket)
                    .key(key)
                    .send()
            })
            .await;
        none_when(result, |error| is_refused_as(error, &[NOT_FOUND])).map(|found| found.is_some())
    }

    async fn put(&self, place: &Place, bucket: &str, key: &str, bytes: Vec<u8>) -> CloudResult<()> {
        self.0
            .call(Service::S3, "PutObject", place, |clients| {
                clients
                    .s3
                    .put_object()
                    .expected_bucket_owner(place.account.as_str())
                    .bucket(bucket)
                    .key(key)
                    // S3 refuses bytes that were damaged on the way.
                    .checksum_algorithm(ChecksumAlgorithm::Sha256)
                    .body(ByteStream::from(bytes))
                    .customize()
                    .config_override(patiently())
                    .send()
            })
            .await
            .map(drop)
    }

    async fn delete(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::S3, "DeleteObject", place, |clients| {
                clients
                    .s3
                    .delete_object()
                    .expected_bucket_owner(place.account.as_str())
                    .bucket(bucket)
                    .key(key)
                    .send()
            })
            .await;
        done_when(result.map(drop), |error| is_refused_as(error, &[NO_BUCKET]))
    }
}

fn patiently() -> aws_sdk_s3::config::Builder {
    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(PUT_ATTEMPT_TIMEOUT)
        .operation_timeout(PUT_TIMEOUT);
    aws_sdk_s3::Config::builder().timeout_config(timeouts.build())
}

#[cfg(test)]
mod tests;

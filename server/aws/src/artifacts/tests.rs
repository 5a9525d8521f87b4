use aws_sdk_s3::Client;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::operation::put_object::PutObjectOutput;
use aws_smithy_mocks::mock;
use domain::cloud::CloudError;

use crate::testing::{answer, cloud, place};

#[tokio::test]
async fn an_object_is_there_or_not() {
    let rule = mock!(Client::head_object)
        .match_requests(|input| {
            input.bucket() == Some("code")
                && input.key() == Some("abab.zip")
                && input.expected_bucket_owner() == Some("222222222222")
        })
        .then_output(|| HeadObjectOutput::builder().build());
    assert!(cloud(&[&rule]).artifacts.exists(&place(), "code", "abab.zip").await.unwrap());
    let gone = mock!(Client::head_object).then_http_response(|| answer(404, ""));
    assert!(!cloud(&[&gone]).artifacts.exists(&place(), "code", "abab.zip").await.unwrap());
}

#[tokio::test]
async fn a_bucket_that_may_not_be_read_is_refused_though_s3_has_no_words_for_it() {
    let denied = mock!(Client::head_object).then_http_response(|| answer(403, ""));
    let refused = cloud(&[&denied]).artifacts.exists(&place(), "code", "abab.zip").await;
    assert!(
        matches!(&refused, Err(CloudError::Refused { code, .. }) if code == "AccessDenied"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_object_is_stored_in_the_own_bucket_with_a_checksum() {
    let rule = mock!(Client::put_object)
        .match_requests(|input| {
            input.bucket() == Some("code")
                && input.key() == Some("abab.zip")
                && input.expected_bucket_owner() == Some("222222222222")
                && input.checksum_algorithm().is_some_and(|algorithm| algorithm.as_str() == "SHA256")
                && input.body().bytes() == Some(b"archive")
        })
        .then_output(|| PutObjectOutput::builder().build());
    cloud(&[&rule]).artifacts.put(&place(), "code", "abab.zip", b"archive".to_vec()).await.unwrap();
}

#[tokio::test]
async fn what_is_in_no_bucket_is_removed_and_what_may_not_be_is_refused() {
    let failing = |status, code| {
        mock!(Client::delete_object)
            .then_http_response(move || answer(status, format!("<Error><Code>{code}</Code></Error>")))
    };
    let gone = failing(404, "NoSuchBucket");
    cloud(&[&gone]).artifacts.delete(&place(), "code", "abab.zip").await.unwrap();
    let denied = failing(403, "AccessDenied");
    let refused = cloud(&[&denied]).artifacts.delete(&place(), "code", "abab.zip").await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

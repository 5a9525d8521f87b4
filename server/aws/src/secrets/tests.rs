//! What is asked of Secrets Manager, and what its answers mean.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use aws_sdk_secretsmanager::operation::put_secret_value::PutSecretValueOutput;
use aws_sdk_secretsmanager::operation::restore_secret::RestoreSecretOutput;
use aws_sdk_secretsmanager::operation::update_secret_version_stage::UpdateSecretVersionStageOutput;
use aws_sdk_secretsmanager::primitives::Blob;
use aws_smithy_mocks::mock;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use domain::cloud::{CloudError, SecretState, SecretValue, SecretVersion};

use crate::testing::{answer, cloud, place};

fn refusal(code: &str) -> HttpResponse {
    answer(400, format!(r#"{{"__type":"{code}","Message":"hunter2 is in AWS's words"}}"#))
}

fn version() -> SecretVersion {
    let id = "provisioner-7-0198f000-0000-7000-8000-000000000001".to_owned();
    SecretVersion { id, value: SecretValue::new("hunter2".to_owned()) }
}

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
    let missing = mock!(Client::get_secret_value).then_http_response(|| refusal("ResourceNotFoundException"));
    let refused = cloud(&[&missing]).secrets.read(&place(), "arn").await;
    assert!(matches!(refused, Err(CloudError::Refused { code, .. }) if code == "ResourceNotFoundException"));
}

#[tokio::test]
async fn a_secret_is_current_deleting_or_missing() {
    let current = mock!(Client::get_secret_value)
        .then_output(|| GetSecretValueOutput::builder().version_id("v1").secret_string("{}").build());
    let found = cloud(&[&current]).secrets.current(&place(), "arn").await.unwrap();
    assert!(
        matches!(found, SecretState::Current(version) if version.id == "v1" && version.value.expose() == "{}")
    );
    let deleting = mock!(Client::get_secret_value).then_http_response(|| refusal("InvalidRequestException"));
    let found = cloud(&[&deleting]).secrets.current(&place(), "arn").await.unwrap();
    assert!(matches!(found, SecretState::Deleting));
    let missing = mock!(Client::get_secret_value).then_http_response(|| refusal("ResourceNotFoundException"));
    let found = cloud(&[&missing]).secrets.current(&place(), "arn").await.unwrap();
    assert!(matches!(found, SecretState::Missing));
    let throttled = mock!(Client::get_secret_value).then_http_response(|| refusal("ThrottlingException"));
    let found = cloud(&[&throttled]).secrets.current(&place(), "arn").await;
    assert!(matches!(found, Err(CloudError::Transient(_))));
}

#[tokio::test]
async fn a_version_is_stored_under_its_id_and_does_not_become_current() {
    let rule = mock!(Client::put_secret_value)
        .match_requests(|input| {
            input.client_request_token() == Some(version().id.as_str())
                && input.secret_string() == Some("hunter2")
                && input.version_stages() == ["PROVISIONER_NEXT"]
        })
        .then_output(|| PutSecretValueOutput::builder().build());
    cloud(&[&rule]).secrets.put(&place(), "arn", &version()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_does_not_repeat_the_value() {
    for code in ["ValidationException", "ThrottlingException"] {
        let rule = mock!(Client::put_secret_value).then_http_response(move || refusal(code));
        let error = cloud(&[&rule]).secrets.put(&place(), "arn", &version()).await.unwrap_err();
        let told =
            format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[tokio::test]
async fn a_version_becomes_current_only_in_the_place_of_the_one_that_was_read() {
    let moved = mock!(Client::update_secret_version_stage)
        .match_requests(|input| {
            input.version_stage() == Some("AWSCURRENT")
                && (input.move_to_version_id(), input.remove_from_version_id()) == (Some("v2"), Some("v1"))
        })
        .then_output(|| UpdateSecretVersionStageOutput::builder().build());
    assert!(cloud(&[&moved]).secrets.make_current(&place(), "arn", "v2", "v1").await.unwrap());
    let late = mock!(Client::update_secret_version_stage)
        .then_http_response(|| refusal("InvalidParameterException"));
    assert!(!cloud(&[&late]).secrets.make_current(&place(), "arn", "v2", "v1").await.unwrap());
}

#[tokio::test]
async fn a_deletion_is_taken_back() {
    let rule = mock!(Client::restore_secret)
        .match_requests(|input| input.secret_id() == Some("arn"))
        .then_output(|| RestoreSecretOutput::builder().build());
    cloud(&[&rule]).secrets.restore(&place(), "arn").await.unwrap();
}

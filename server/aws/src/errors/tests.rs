//! Each failure of AWS, by its bytes on the wire, and what it means to the domain.

use aws_sdk_cloudformation::Client;
use aws_smithy_mocks::mock;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use domain::cloud::CloudError;

use crate::testing::{answer, cloud, error, place};

async fn meaning_of(response: impl Fn() -> HttpResponse + Send + Sync + 'static) -> CloudError {
    let rule = mock!(Client::delete_stack).then_http_response(response);
    cloud(&[&rule]).stacks.delete(&place(), "stack", "token").await.unwrap_err()
}

#[tokio::test]
async fn what_passes_by_itself_is_tried_again() {
    let table = [
        (400, "Throttling", "Rate exceeded"),
        (400, "ThrottlingException", "Rate exceeded"),
        (400, "RequestLimitExceeded", "Request limit exceeded."),
        (429, "Whatever", "Too many"),
        (500, "InternalFailure", "It broke"),
        (503, "ServiceUnavailable", "Back soon"),
        (403, "ExpiredToken", "The security token included in the request is expired"),
        (403, "InvalidClientTokenId", "The security token included in the request is invalid"),
    ];
    for (status, code, message) in table {
        let meaning = meaning_of(move || error(status, code, message)).await;
        assert!(matches!(meaning, CloudError::Transient(_)), "{code}: {meaning:?}");
    }
}

#[tokio::test]
async fn what_will_be_refused_again_keeps_the_code_and_words() {
    let table = [
        (403, "AccessDenied", "User is not authorized to perform: cloudformation:DeleteStack"),
        (400, "ValidationError", "Stack [stack] cannot be deleted while TerminationProtection is enabled"),
        (400, "LimitExceededException", "Limit for stack has been exceeded"),
    ];
    for (status, wanted_code, wanted_message) in table {
        match meaning_of(move || error(status, wanted_code, wanted_message)).await {
            CloudError::Refused { code, message } => {
                assert_eq!((code.as_str(), message.as_str()), (wanted_code, wanted_message));
            }
            other => panic!("{wanted_code}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_answer_of_something_else_than_aws_is_tried_again() {
    let meaning = meaning_of(|| answer(502, "<html>Bad gateway</html>")).await;
    assert!(matches!(meaning, CloudError::Transient(_)), "{meaning:?}");
}

#[tokio::test]
async fn no_body_is_kept_in_an_error() {
    let rule = mock!(aws_sdk_secretsmanager::Client::get_secret_value)
        .then_http_response(|| answer(200, r#"{"SecretString":"hunter2", broken"#));
    let error = cloud(&[&rule]).secrets.read(&place(), "arn").await.unwrap_err();
    assert!(matches!(error, CloudError::Transient(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("hunter2"));
}

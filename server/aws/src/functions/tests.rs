use std::collections::BTreeMap;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::delete_function::DeleteFunctionOutput;
use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::operation::invoke::InvokeOutput;
use aws_sdk_lambda::operation::list_versions_by_function::ListVersionsByFunctionOutput;
use aws_sdk_lambda::operation::publish_version::PublishVersionOutput;
use aws_sdk_lambda::operation::update_function_code::UpdateFunctionCodeOutput;
use aws_sdk_lambda::operation::update_function_configuration::UpdateFunctionConfigurationOutput;
use aws_sdk_lambda::types::builders::FunctionConfigurationBuilder;
use aws_sdk_lambda::types::{
    EnvironmentError, EnvironmentResponse, FunctionConfiguration, LastUpdateStatus,
    LastUpdateStatusReasonCode, State, StateReasonCode, VpcConfigResponse,
};
use aws_smithy_mocks::{Rule, mock};
use aws_smithy_types::base64;
use domain::cloud::{
    Cloud, CloudError, CodeLocation, FunctionStatus, Invocation, Reconfiguration, UpdateStatus,
};
use domain::function::{ArtifactHash, Environment};

use crate::testing::{cloud, place, rest_error};

const ARN: &str = "arn:aws:lambda:eu-central-1:222222222222:function:orders";

fn variables() -> BTreeMap<String, String> {
    BTreeMap::from([("TOKEN".to_owned(), "hunter2".to_owned())])
}

fn told() -> FunctionConfigurationBuilder {
    let environment =
        EnvironmentResponse::builder().set_variables(Some(variables().into_iter().collect())).build();
    FunctionConfiguration::builder()
        .function_arn(ARN)
        .code_sha256(base64::encode([0xab; 32]))
        .environment(environment)
        .revision_id("revision")
        .state(State::Active)
        .last_update_status(LastUpdateStatus::Successful)
}

fn telling(told: impl Fn() -> FunctionConfigurationBuilder + Send + Sync + 'static) -> Rule {
    mock!(Client::get_function)
        .match_requests(|input| input.function_name() == Some("orders") && input.qualifier().is_none())
        .then_output(move || GetFunctionOutput::builder().configuration(told().build()).build())
}

async fn described(rule: &Rule) -> FunctionStatus {
    cloud(&[rule]).functions.describe(&place(), "orders").await.unwrap().unwrap()
}

fn code() -> CodeLocation {
    CodeLocation { bucket: "code".to_owned(), key: "abab.zip".to_owned() }
}

#[tokio::test]
async fn a_function_is_described_as_it_is() {
    let expected = FunctionStatus {
        arn: ARN.to_owned(),
        code: ArtifactHash::of([0xab; 32]),
        environment: Environment::from_cloud(variables()),
        revision: "revision".to_owned(),
        update: UpdateStatus::Successful,
        in_network: false,
    };
    assert_eq!(described(&telling(told)).await, expected);
    let inside = telling(|| told().vpc_config(VpcConfigResponse::builder().subnet_ids("subnet-1").build()));
    assert!(described(&inside).await.in_network);
}

#[tokio::test]
async fn a_function_tells_how_far_its_last_change_is() {
    let failed = |code: &str| UpdateStatus::Failed { code: code.to_owned(), reason: "no".to_owned() };
    let creating = telling(|| told().state(State::Pending));
    assert_eq!(described(&creating).await.update, UpdateStatus::InProgress);
    let updating = telling(|| told().last_update_status(LastUpdateStatus::InProgress));
    assert_eq!(described(&updating).await.update, UpdateStatus::InProgress);
    let not_updated = telling(|| {
        told()
            .last_update_status(LastUpdateStatus::Failed)
            .last_update_status_reason("no")
            .last_update_status_reason_code(LastUpdateStatusReasonCode::InvalidSubnet)
    });
    assert_eq!(described(&not_updated).await.update, failed("InvalidSubnet"));
    let not_made = telling(|| {
        told().state(State::Failed).state_reason("no").state_reason_code(StateReasonCode::ImageAccessDenied)
    });
    assert_eq!(described(&not_made).await.update, failed("ImageAccessDenied"));
}

#[tokio::test]
async fn variables_that_cannot_be_decrypted_are_not_taken_for_none() {
    let locked = telling(|| {
        let error =
            EnvironmentError::builder().error_code("AccessDeniedException").message("kms:Decrypt").build();
        told().environment(EnvironmentResponse::builder().error(error).build())
    });
    let refused = cloud(&[&locked]).functions.describe(&place(), "orders").await;
    assert!(matches!(&refused, Err(CloudError::Refused { code, .. }) if code == "AccessDeniedException"));
}

#[tokio::test]
async fn code_is_taken_from_its_bucket_if_nobody_was_before() {
    let rule = mock!(Client::update_function_code)
        .match_requests(|input| {
            input.s3_bucket() == Some("code")
                && input.s3_key() == Some("abab.zip")
                && input.revision_id() == Some("revision")
                && input.publish() != Some(true)
        })
        .then_output(|| UpdateFunctionCodeOutput::builder().build());
    cloud(&[&rule]).functions.update_code(&place(), "orders", &code(), "revision").await.unwrap();
}

#[tokio::test]
async fn only_what_is_named_is_reconfigured() {
    let environment = mock!(Client::update_function_configuration)
        .match_requests(|input| {
            let given = input.environment().and_then(|environment| environment.variables());
            given.is_some_and(|given| given["TOKEN"] == "hunter2") && input.vpc_config().is_none()
        })
        .then_output(|| UpdateFunctionConfigurationOutput::builder().build());
    let network = mock!(Client::update_function_configuration)
        .match_requests(|input| {
            let network = input.vpc_config();
            input.environment().is_none()
                && network.is_some_and(|network| {
                    network.subnet_ids.as_ref().is_some_and(Vec::is_empty)
                        && network.security_group_ids.as_ref().is_some_and(Vec::is_empty)
                })
        })
        .then_output(|| UpdateFunctionConfigurationOutput::builder().build());
    let functions = cloud(&[&environment, &network]).functions;
    let change = Reconfiguration::Environment(Environment::from_cloud(variables()));
    functions.reconfigure(&place(), "orders", &change, "revision").await.unwrap();
    functions.reconfigure(&place(), "orders", &Reconfiguration::LeaveNetwork, "revision").await.unwrap();
    assert_eq!((environment.num_calls(), network.num_calls()), (1, 1));
}

#[tokio::test]
async fn values_of_variables_are_in_no_error_and_no_debug_output() {
    let rule = mock!(Client::update_function_configuration).then_http_response(|| {
        rest_error(400, "InvalidParameterValueException", "Value '{TOKEN=hunter2}' is wrong")
    });
    let change = Reconfiguration::Environment(Environment::from_cloud(variables()));
    let refused = cloud(&[&rule]).functions.reconfigure(&place(), "orders", &change, "revision").await;
    match refused {
        Err(CloudError::Refused { message, .. }) => assert_eq!(message, "Value '{TOKEN=***}' is wrong"),
        other => panic!("{other:?}"),
    }
    let printed = format!("{change:?} {:?}", described(&telling(told)).await);
    assert!(printed.contains("TOKEN") && !printed.contains("hunter2"), "{printed}");
}

#[tokio::test]
async fn a_version_is_published_of_this_code_only() {
    let rule = mock!(Client::publish_version)
        .match_requests(|input| {
            input.code_sha256() == Some(base64::encode([0xab; 32]).as_str())
                && input.description() == Some("deploy 7")
        })
        .then_output(|| PublishVersionOutput::builder().version("12").build());
    let functions = cloud(&[&rule]).functions;
    let published = functions.publish(&place(), "orders", &ArtifactHash::of([0xab; 32]), "deploy 7").await;
    assert_eq!(published.unwrap(), 12);
}

#[tokio::test]
async fn a_run_tells_what_came_of_it() {
    let rule = mock!(Client::invoke)
        .match_requests(|input| {
            input.qualifier() == Some("live")
                && input.payload().is_some_and(|payload| payload.as_ref() == b"{}")
                && input.log_type().is_some_and(|log| log.as_str() == "Tail")
        })
        .then_output(|| {
            InvokeOutput::builder()
                .status_code(200)
                .executed_version("12")
                .function_error("Unhandled")
                .payload(aws_sdk_lambda::primitives::Blob::new(r#"{"errorMessage":"no"}"#))
                .log_result(base64::encode("START\nEND\n"))
                .build()
        });
    let run = cloud(&[&rule]).functions.invoke(&place(), "orders", "live", b"{}").await.unwrap();
    let expected = Invocation {
        version: Some(12),
        payload: br#"{"errorMessage":"no"}"#.to_vec(),
        failed: true,
        log_tail: "START\nEND\n".to_owned(),
    };
    assert_eq!(run, expected);
}

#[tokio::test]
async fn a_run_that_aws_turns_away_is_told_apart_from_one_that_may_have_run() {
    for (status, code, throttled) in [
        (429, "TooManyRequestsException", true),
        (500, "ServiceException", false),
        (409, "ResourceConflictException", false),
    ] {
        let rule = mock!(Client::invoke).then_http_response(move || rest_error(status, code, "no"));
        let error = cloud(&[&rule]).functions.invoke(&place(), "orders", "live", b"{}").await.unwrap_err();
        assert_eq!(matches!(error, CloudError::Throttled(_)), throttled, "{error:?}");
        assert_eq!(matches!(error, CloudError::Transient(_)), !throttled, "{error:?}");
    }
}

#[tokio::test]
async fn published_versions_are_numbers_over_all_pages() {
    let rule = mock!(Client::list_versions_by_function).then_compute_output(|input| {
        let version = |number: &str| FunctionConfiguration::builder().version(number).build();
        let page = ListVersionsByFunctionOutput::builder();
        match input.marker() {
            None => page.versions(version("$LATEST")).versions(version("1")).next_marker("more").build(),
            Some(_) => page.versions(version("12")).build(),
        }
    });
    assert_eq!(cloud(&[&rule]).functions.published(&place(), "orders").await.unwrap(), [1, 12]);
}

#[tokio::test]
async fn only_a_version_is_removed_and_not_one_that_is_used() {
    let free = mock!(Client::delete_function)
        .match_requests(|input| input.function_name() == Some("orders") && input.qualifier() == Some("12"))
        .then_output(|| DeleteFunctionOutput::builder().build());
    cloud(&[&free]).functions.unpublish(&place(), "orders", 12).await.unwrap();
    let used = mock!(Client::delete_function)
        .then_http_response(|| rest_error(409, "ResourceConflictException", "aliases reference it: [live]"));
    let refused = cloud(&[&used]).functions.unpublish(&place(), "orders", 12).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_does_not_exist_is_none_and_is_removed() {
    let gone = || rest_error(404, "ResourceNotFoundException", "Function not found");
    let describe = mock!(Client::get_function).then_http_response(gone);
    let list = mock!(Client::list_versions_by_function).then_http_response(gone);
    let delete = mock!(Client::delete_function).then_http_response(gone);
    let functions = cloud(&[&describe, &list, &delete]).functions;
    assert_eq!(functions.describe(&place(), "orders").await.unwrap(), None);
    assert_eq!(functions.published(&place(), "orders").await.unwrap(), [0_u64; 0]);
    functions.unpublish(&place(), "orders", 12).await.unwrap();
}

/// All calls that change or run a function, each with the same answer.
async fn changed(status: u16, code_of_error: &'static str) -> [CloudError; 4] {
    let answer = move || rest_error(status, code_of_error, "no");
    let rules = [
        mock!(Client::update_function_code).then_http_response(answer),
        mock!(Client::update_function_configuration).then_http_response(answer),
        mock!(Client::publish_version).then_http_response(answer),
        mock!(Client::invoke).then_http_response(answer),
    ];
    let Cloud { functions, .. } = cloud(&rules.each_ref());
    let hash = ArtifactHash::of([0; 32]);
    let leave = Reconfiguration::LeaveNetwork;
    [
        functions.update_code(&place(), "orders", &code(), "revision").await.unwrap_err(),
        functions.reconfigure(&place(), "orders", &leave, "revision").await.unwrap_err(),
        functions.publish(&place(), "orders", &hash, "").await.unwrap_err(),
        functions.invoke(&place(), "orders", "live", b"{}").await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_function_that_is_busy_or_changed_since_is_tried_again_later() {
    for (status, code) in [
        (409, "ResourceConflictException"),
        (412, "PreconditionFailedException"),
        (429, "TooManyRequestsException"),
        (502, "EC2ThrottledException"),
    ] {
        for error in changed(status, code).await {
            assert!(
                matches!(error, CloudError::Transient(_) | CloudError::Throttled(_)),
                "{code}: {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_lambda_will_refuse_again_keeps_its_words() {
    for wanted in ["CodeStorageExceededException", "InvalidParameterValueException", "AccessDeniedException"]
    {
        for error in changed(400, wanted).await {
            assert!(
                matches!(&error, CloudError::Refused { code, message } if code == wanted && message == "no")
            );
        }
    }
}

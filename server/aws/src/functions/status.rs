//! What Lambda tells of functions, versions and runs, in the domain's words.

use aws_sdk_lambda::operation::invoke::InvokeOutput;
use aws_sdk_lambda::types::{EnvironmentResponse, FunctionConfiguration, LastUpdateStatus, State};
use aws_smithy_types::base64;
use domain::cloud::{CloudError, CloudResult, FunctionStatus, Invocation, UpdateStatus};
use domain::function::{ArtifactHash, Environment};

use crate::errors::{Reason, transient};

/// A function as it is.
pub(super) fn read(told: Option<FunctionConfiguration>) -> CloudResult<FunctionStatus> {
    let told = told.ok_or_else(|| transient(Reason::Incomplete("the configuration")))?;
    let update = update(&told);
    let code = told.code_sha256.as_deref().and_then(hash);
    Ok(FunctionStatus {
        update,
        code: code.ok_or_else(|| transient(Reason::Incomplete("the hash of the code")))?,
        arn: told.function_arn.ok_or_else(|| transient(Reason::Incomplete("the ARN")))?,
        environment: environment(told.environment)?,
        revision: told.revision_id.ok_or_else(|| transient(Reason::Incomplete("the revision")))?,
        in_network: told.vpc_config.is_some_and(|network| !network.subnet_ids().is_empty()),
    })
}

/// A function that is being made takes no change either, and one that could not be made never runs.
fn update(told: &FunctionConfiguration) -> UpdateStatus {
    match (told.last_update_status(), told.state()) {
        (Some(LastUpdateStatus::InProgress), _) | (_, Some(State::Pending)) => UpdateStatus::InProgress,
        (Some(LastUpdateStatus::Failed), _) => UpdateStatus::Failed {
            code: told.last_update_status_reason_code().map_or_else(String::new, ToString::to_string),
            reason: told.last_update_status_reason().unwrap_or_default().to_owned(),
        },
        (_, Some(State::Failed)) => UpdateStatus::Failed {
            code: told.state_reason_code().map_or_else(String::new, ToString::to_string),
            reason: told.state_reason().unwrap_or_default().to_owned(),
        },
        _ => UpdateStatus::Successful,
    }
}

/// Variables that Lambda cannot decrypt are not taken for none: they would be overwritten.
fn environment(told: Option<EnvironmentResponse>) -> CloudResult<Environment> {
    let told = told.unwrap_or_else(|| EnvironmentResponse::builder().build());
    if let Some(error) = told.error {
        return Err(CloudError::Refused {
            code: error.error_code.unwrap_or_default(),
            message: error.message.unwrap_or_default(),
        });
    }
    Ok(Environment::from_cloud(told.variables.unwrap_or_default().into_iter().collect()))
}

/// What came of a run.
pub(super) fn invocation(told: InvokeOutput) -> Invocation {
    let log = told.log_result.and_then(|log| base64::decode(log).ok()).unwrap_or_default();
    Invocation {
        version: told.executed_version.as_deref().and_then(number),
        payload: told.payload.map(|payload| payload.into_inner()).unwrap_or_default(),
        failed: told.function_error.is_some(),
        log_tail: String::from_utf8_lossy(&log).into_owned(),
    }
}

/// The number of a published version; none of `$LATEST`.
pub(crate) fn number(version: &str) -> Option<u64> {
    version.parse().ok()
}

fn hash(base64: &str) -> Option<ArtifactHash> {
    base64::decode(base64).ok()?.try_into().ok().map(ArtifactHash::of)
}

/// Lambda has hashes in base64.
pub(super) fn hash_as_lambda_has_it(hash: &ArtifactHash) -> String {
    base64::encode(hex::decode(hash.as_str()).expect("a hash is hexadecimal digits"))
}

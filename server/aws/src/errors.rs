//! What AWS's failures mean to the domain.
//!
//! Nothing of an answer's body is kept but AWS's code and message: a body may hold a secret.

use std::error::Error;
use std::sync::Arc;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::cloud::{CloudError, CloudResult};

/// Codes by which AWS asks to slow down, or says that it took too long. The SDK has retried them already.
///
/// `LimitExceededException` is missing on purpose, though the SDK retries it: from CloudFormation it means that a quota is
/// used up
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>).
const TRANSIENT_CODES: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Codes that say that a session is over, earlier than its time.
const SESSION_CODES: &[&str] =
    &["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"];

/// Why a call failed, for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Reason {
    #[error("no answer: {0}")]
    NoAnswer(String),
    #[error("the answer with HTTP status {0} cannot be read")]
    Unreadable(u16),
    #[error("the answer lacks {0}")]
    Incomplete(&'static str),
    #[error("{code}: {message} (HTTP status {status})")]
    Answered { code: String, message: String, status: u16 },
    #[error("{code}: {message}")]
    Busy { code: String, message: String },
    #[error("the own rate limit of {service} gave no turn within {seconds} s")]
    OwnLimit { service: &'static str, seconds: u64 },
}

/// What is tried again by the next activation.
pub(crate) fn transient(reason: Reason) -> CloudError {
    CloudError::Transient(Arc::new(reason))
}

/// The meaning of a failed call.
pub(crate) fn meaning<Fault>(error: &SdkError<Fault, HttpResponse>) -> CloudError
where
    Fault: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => {
            CloudError::Refused { code: "InvalidRequest".to_owned(), message: chain(error) }
        }
        SdkError::ServiceError(answer) => answered(answer.err(), answer.raw().status().as_u16()),
        SdkError::ResponseError(answer) => transient(Reason::Unreadable(answer.raw().status().as_u16())),
        other => transient(Reason::NoAnswer(chain(other))),
    }
}

fn answered(fault: &impl ProvideErrorMetadata, status: u16) -> CloudError {
    // The answer to a HEAD has no body, so S3 cannot say more (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>).
    if fault.code().is_none() && status == 403 {
        return CloudError::Refused {
            code: "AccessDenied".to_owned(),
            message: "no reason is given".to_owned(),
        };
    }
    // Broken off half-way, or from something between us and AWS.
    let Some(code) = fault.code().map(ToOwned::to_owned) else {
        return transient(Reason::Unreadable(status));
    };
    let message = fault.message().unwrap_or_default().to_owned();
    let later = status >= 500
        || status == 429
        || TRANSIENT_CODES.contains(&code.as_str())
        || SESSION_CODES.contains(&code.as_str());
    if later {
        transient(Reason::Answered { code, message, status })
    } else {
        CloudError::Refused { code, message }
    }
}

/// Whether the session must be opened anew before the next call.
pub(crate) fn ends_session<Fault>(error: &SdkError<Fault, HttpResponse>) -> bool
where
    Fault: ProvideErrorMetadata,
{
    matches!(error, SdkError::ServiceError(answer)
        if answer.err().code().is_some_and(|code| SESSION_CODES.contains(&code)))
}

/// An error and its causes on one line. The SDK's own words say only "dispatch failure".
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// An error, its cause, the cause's cause, and so on.
pub(crate) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// Whether AWS refused with this code.
pub(crate) fn is_refused_as(error: &CloudError, wanted: &[&str]) -> bool {
    matches!(error, CloudError::Refused { code, .. } if wanted.contains(&code.as_str()))
}

/// Whether AWS says that the stack does not exist. CloudFormation has no code for it
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html>).
pub(crate) fn is_missing_stack(error: &CloudError) -> bool {
    matches!(error, CloudError::Refused { code, message }
        if code == "ValidationError" && message.contains("does not exist"))
}

/// Takes a refusal that means "done already" as success.
pub(crate) fn done_when(
    result: CloudResult<()>,
    is_done: impl FnOnce(&CloudError) -> bool,
) -> CloudResult<()> {
    match result {
        Err(error) if is_done(&error) => Ok(()),
        other => other,
    }
}

/// Takes a refusal that means "there is none" as none.
pub(crate) fn none_when<T>(
    result: CloudResult<T>,
    is_missing: impl FnOnce(&CloudError) -> bool,
) -> CloudResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;

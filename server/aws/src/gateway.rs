//! The one place where a call leaves for AWS.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::cloud::{CloudResult, Place};
use tracing::Instrument;
use tracing::field::Empty;

use crate::clients::Clients;
use crate::errors::{ends_session, meaning};
use crate::limit::{Limits, Service};
use crate::session::Sessions;

/// Opens a session, waits for the turn, sends, and says what came of it.
pub(crate) struct Gateway {
    sessions: Arc<dyn Sessions>,
    limits: Arc<Limits>,
}

impl Gateway {
    pub(crate) fn new(sessions: Arc<dyn Sessions>, limits: Arc<Limits>) -> Self {
        Self { sessions, limits }
    }

    /// Makes one call. `action` is the API's name for it, such as `DescribeStacks`.
    pub(crate) async fn call<Answer, Fault, Sending>(
        &self,
        service: Service,
        action: &'static str,
        place: &Place,
        send: impl FnOnce(&Clients) -> Sending + Send,
    ) -> CloudResult<Answer>
    where
        Sending: Future<Output = Result<Answer, SdkError<Fault, HttpResponse>>> + Send,
        Fault: ProvideErrorMetadata + Error + 'static,
    {
        let clients = self.sessions.open(place).await?;
        self.limits.turn(service, place).await?;
        let result = traced(service, action, place, send(&clients)).await;
        result.map_err(|error| {
            if ends_session(&error) {
                self.sessions.forget(place);
            }
            meaning(&error)
        })
    }
}

/// Sends inside a span `aws.call`. It names no request or answer: both may hold secrets.
pub(crate) async fn traced<Answer, Fault>(
    service: Service,
    action: &'static str,
    place: &Place,
    sending: impl Future<Output = Result<Answer, SdkError<Fault, HttpResponse>>> + Send,
) -> Result<Answer, SdkError<Fault, HttpResponse>>
where
    Fault: ProvideErrorMetadata,
{
    let span = tracing::info_span!(
        "aws.call",
        api = %format_args!("{}:{action}", service.prefix()),
        account = %place.account,
        region = %place.region,
        duration_ms = Empty,
        outcome = Empty,
        request_id = Empty,
    );
    let started = Instant::now();
    let result = sending.instrument(span.clone()).await;
    span.record("duration_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    match &result {
        Ok(_) => span.record("outcome", "ok"),
        Err(SdkError::ServiceError(answer)) => {
            let meta = answer.err().meta();
            span.record("request_id", meta.extra("aws_request_id"));
            span.record("outcome", meta.code().unwrap_or("refused"))
        }
        Err(_) => span.record("outcome", "no answer"),
    };
    result
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;
    use aws_sdk_cloudformation::Client;
    use aws_smithy_mocks::mock;

    use super::*;
    use crate::testing::{clients, error, place};

    /// Notes which sessions are forgotten.
    struct Forgetful(Arc<Clients>, Mutex<Vec<Place>>);

    #[async_trait]
    impl Sessions for Forgetful {
        async fn open(&self, _: &Place) -> CloudResult<Arc<Clients>> {
            Ok(Arc::clone(&self.0))
        }

        fn forget(&self, place: &Place) {
            self.1.lock().unwrap().push(place.clone());
        }
    }

    async fn forgotten_after(code: &'static str) -> Vec<Place> {
        let rule = mock!(Client::delete_stack).then_http_response(move || error(403, code, "no"));
        let sessions = Arc::new(Forgetful(Arc::new(clients(&[&rule])), Mutex::default()));
        let gateway = Gateway::new(sessions.clone(), Arc::new(Limits::default()));
        let result = gateway
            .call(Service::CloudFormation, "DeleteStack", &place(), |clients| {
                clients.cloudformation.delete_stack().stack_name("stack").send()
            })
            .await;
        assert!(result.is_err());
        sessions.1.lock().unwrap().clone()
    }

    #[tokio::test]
    async fn a_session_that_aws_does_not_take_is_forgotten() {
        for code in
            ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"]
        {
            assert_eq!(forgotten_after(code).await, [place()], "{code}");
        }
        assert_eq!(forgotten_after("AccessDenied").await, []);
    }
}

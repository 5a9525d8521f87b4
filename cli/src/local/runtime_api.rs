//! Lambda's Runtime API, for one process (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>).

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use super::report::Report;
use crate::clock;

/// Most bytes of an answer: 6 MB (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>, "Invocation payload").
pub(super) const MAX_BYTES: usize = 6 * 1024 * 1024;

const PREFIX: &str = "/2018-06-01/runtime/";

/// An invocation on its way to the process.
#[derive(Debug)]
pub(super) struct Invocation {
    /// Its id.
    pub(super) id: String,
    /// The event.
    pub(super) event: Bytes,
    /// How long it may take.
    pub(super) timeout: Duration,
    /// The value of `X-Amzn-Trace-Id`.
    pub(super) trace: String,
}

/// What the process said.
#[derive(Debug)]
pub(super) enum Said {
    /// It has loaded its code, or is done with an invocation, and asks for the next one.
    Asks,
    /// It has taken an invocation; the time counts from now.
    Taken,
    /// Its answer.
    Answer(Bytes),
    /// Its answer has more than [`MAX_BYTES`].
    TooLarge,
    /// Its error, while it loaded or while it answered.
    Error(Report),
}

/// The API of one process.
pub(super) struct Api {
    /// Invocations for it.
    pub(super) work: Mutex<mpsc::Receiver<Invocation>>,
    /// What it says.
    pub(super) said: mpsc::UnboundedSender<Said>,
    /// The address of the function.
    pub(super) arn: String,
    /// The folder of the project.
    pub(super) root: PathBuf,
    /// The id of the invocation that it works on.
    pub(super) current: StdMutex<Option<String>>,
}

type Reply = Response<Full<Bytes>>;

/// Serves until it is dropped.
pub(super) async fn serve(listener: TcpListener, api: Arc<Api>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // All file descriptors are in use; some come back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let api = Arc::clone(&api);
        let service = service_fn(move |request| {
            let api = Arc::clone(&api);
            async move { Ok::<_, Infallible>(api.answer(request).await) }
        });
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        while connections.try_join_next().is_some() {}
    }
}

impl Api {
    async fn answer(&self, request: Request<Incoming>) -> Reply {
        let path = request.uri().path().to_owned();
        let parts: Vec<_> = path.strip_prefix(PREFIX).unwrap_or_default().split('/').collect();
        match (request.method(), parts.as_slice()) {
            (&Method::GET, ["invocation", "next"]) => self.next().await,
            (&Method::POST, ["invocation", id, "response"]) => self.response(id, request).await,
            (&Method::POST, ["invocation", id, "error"]) if self.is_current(id) => self.error(request).await,
            (&Method::POST, ["invocation", _, "error"]) => wrong_id(),
            (&Method::POST, ["init", "error"]) => self.error(request).await,
            _ => refusal(StatusCode::NOT_FOUND, "NotFound", "There is no such operation."),
        }
    }

    /// Waits for an invocation. Lambda freezes the process here; it may wait for ever.
    async fn next(&self) -> Reply {
        self.say(Said::Asks);
        let Some(invocation) = self.work.lock().await.recv().await else {
            return refusal(StatusCode::FORBIDDEN, "Shutdown", "No more invocations come.");
        };
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(invocation.id.clone());
        self.say(Said::Taken);
        let timeout = i64::try_from(invocation.timeout.as_millis()).unwrap_or(i64::MAX);
        let deadline = clock::now().as_millisecond().saturating_add(timeout);
        let reply = Response::builder()
            .header("content-type", "application/json")
            .header("lambda-runtime-aws-request-id", &invocation.id)
            .header("lambda-runtime-deadline-ms", deadline)
            .header("lambda-runtime-invoked-function-arn", &self.arn)
            .header("lambda-runtime-trace-id", &invocation.trace)
            .body(Full::new(invocation.event));
        // The headers are ids, a number and a name that was checked when it was read.
        reply.unwrap_or_else(|_| {
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "A header is wrong.")
        })
    }

    async fn response(&self, id: &str, request: Request<Incoming>) -> Reply {
        if !self.is_current(id) {
            return wrong_id();
        }
        let mode = request.headers().get("lambda-runtime-function-response-mode");
        if mode.is_some_and(|mode| mode == "streaming") {
            let message =
                "The function streams its response, which a load balancer does not pass on.".to_owned();
            self.say(Said::Error(Report {
                kind: "Runtime.StreamingNotSupported".to_owned(),
                message,
                trace: Vec::new(),
            }));
            return refusal(StatusCode::BAD_REQUEST, "InvalidResponseMode", "Streaming is not supported.");
        }
        match Limited::new(request.into_body(), MAX_BYTES).collect().await {
            Ok(body) => {
                self.done(Said::Answer(body.to_bytes()));
                accepted()
            }
            Err(error) if error.is::<LengthLimitError>() => {
                self.done(Said::TooLarge);
                refusal(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size.",
                )
            }
            Err(_) => refusal(StatusCode::BAD_REQUEST, "InvalidRequest", "The body ended early."),
        }
    }

    async fn error(&self, request: Request<Incoming>) -> Reply {
        match Limited::new(request.into_body(), MAX_BYTES).collect().await {
            Ok(body) => {
                self.done(Said::Error(Report::read(&body.to_bytes(), &self.root)));
                accepted()
            }
            Err(_) => refusal(
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size.",
            ),
        }
    }

    fn done(&self, said: Said) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.say(said);
    }

    fn say(&self, said: Said) {
        // Nobody listens once the sandbox is dropped, and then nothing matters.
        let _ = self.said.send(said);
    }

    fn is_current(&self, id: &str) -> bool {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(id)
    }
}

fn accepted() -> Reply {
    json_reply(StatusCode::ACCEPTED, &json!({ "status": "OK" }))
}

fn wrong_id() -> Reply {
    refusal(StatusCode::BAD_REQUEST, "InvalidRequestID", "This invocation is not in progress.")
}

fn refusal(status: StatusCode, kind: &str, message: &str) -> Reply {
    json_reply(status, &json!({ "errorType": kind, "errorMessage": message }))
}

fn json_reply(status: StatusCode, value: &serde_json::Value) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(value.to_string())));
    *reply.status_mut() = status;
    let json = hyper::header::HeaderValue::from_static("application/json");
    reply.headers_mut().insert(hyper::header::CONTENT_TYPE, json);
    reply
}

//! The HTTP front: what a load balancer does with a request.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, UPGRADE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::page::Page;
use super::{Console, Entry, Pool, Problem, console};
use crate::alb::{self, Values};
use crate::clock;
use crate::failure::{Class, Failure};

/// A listener on this machine's own address.
pub(crate) struct Front {
    listener: TcpListener,
    address: SocketAddr,
}

/// What all requests share.
struct Shared {
    pool: Arc<Pool>,
    values: Values,
    console: Console,
    port: u16,
}

/// A request that has arrived as a whole.
struct Arrived {
    method: Method,
    uri: hyper::Uri,
    headers: HeaderMap,
    body: Bytes,
    peer: IpAddr,
    trace: String,
}

impl Front {
    /// Listens on 127.0.0.1; port 0 takes a free one.
    ///
    /// # Errors
    /// Somebody else listens there.
    pub(crate) async fn bind(port: u16) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| {
            Failure::new(Class::Conflict, format!("cannot listen on 127.0.0.1:{port}: {error}"))
                .advising("Choose another with --port, or 0 for a free one.")
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        Ok(Self { listener, address })
    }

    /// `http://127.0.0.1:3000`
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers requests until it is dropped.
    pub(crate) async fn serve(self, pool: Arc<Pool>, values: Values, console: Console) {
        let shared = Arc::new(Shared { pool, values, console, port: self.address.port() });
        loop {
            let Ok((stream, peer)) = self.listener.accept().await else {
                // All file descriptors are in use; some come back.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let shared = Arc::clone(&shared);
            let service = service_fn(move |request| {
                let answer = Arc::clone(&shared).answer(request, peer.ip());
                // By itself: a client that goes away does not end what the function does, as in the cloud.
                let answer = tokio::spawn(answer);
                async move {
                    Ok::<_, Infallible>(
                        answer.await.unwrap_or_else(|_| Page::own_fault().response(&HeaderMap::new())),
                    )
                }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    }
}

impl Shared {
    async fn answer(self: Arc<Self>, request: Request<Incoming>, peer: IpAddr) -> Response<Full<Bytes>> {
        let since = Instant::now();
        let method = request.method().clone();
        let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let wanted = request.headers().clone();
        let (memory, cold, result) = match arrived(request, peer).await {
            Ok(arrived) => self.ask(&arrived).await,
            Err(page) => (None, None, Err(Refused::Page(page))),
        };
        let (response, problem) = match result {
            Ok(answer) => {
                let mut response = Response::new(Full::new(answer.body));
                *response.status_mut() = answer.status;
                *response.headers_mut() = answer.headers;
                (response, None)
            }
            Err(Refused::Page(page)) => (page.response(&wanted), None),
            Err(Refused::Problem(problem)) => (Page::of(&problem).response(&wanted), Some(problem)),
        };
        self.console.show(&Entry::Request(&console::Request {
            method: method.as_str(),
            path: &path,
            status: response.status().as_u16(),
            took: since.elapsed(),
            memory,
            cold,
            problem: problem.as_deref(),
        }));
        response
    }

    async fn ask(&self, arrived: &Arrived) -> (Option<u64>, Option<bool>, Result<alb::Answer, Refused>) {
        let event = alb::event(
            &alb::Incoming {
                method: arrived.method.as_str(),
                path: arrived.uri.path(),
                query: arrived.uri.query(),
                headers: &arrived.headers,
                body: &arrived.body,
                peer: arrived.peer,
                port: self.port,
                trace: &arrived.trace,
            },
            self.values,
        );
        let outcome = self.pool.invoke(Bytes::from(event.to_string()), &arrived.trace).await;
        let answer = outcome.result.map_err(Refused::Problem).and_then(|payload| {
            let read = alb::read(&payload, self.values);
            read.map_err(|rejection| Refused::Problem(Arc::new(Problem::Rejected(rejection))))
        });
        (outcome.memory, outcome.cold, answer)
    }
}

/// Why the function's own answer is not sent.
enum Refused {
    /// The request does not reach the function.
    Page(Box<Page>),
    /// The function, or its answer, is wrong.
    Problem(Arc<Problem>),
}

/// Reads the request, or says why a load balancer would not pass it on.
async fn arrived(request: Request<Incoming>, peer: IpAddr) -> Result<Arrived, Box<Page>> {
    let (parts, body) = request.into_parts();
    if parts.headers.contains_key(UPGRADE) {
        return Err(refusal(
            StatusCode::BAD_REQUEST,
            "A load balancer does not upgrade connections to a function",
            "WebSockets do not work here. Ask again and again, or use a service of their own for them.",
        ));
    }
    let body = Limited::new(body, alb::MAX_BYTES).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            refusal(
                StatusCode::PAYLOAD_TOO_LARGE,
                "The request's body has more than 1 MB",
                "A load balancer does not pass it on to a function. Let the client put large files into a bucket.",
            )
        } else {
            refusal(StatusCode::BAD_REQUEST, "The request's body ended early", "Send it again.")
        }
    })?;
    let sent = parts.headers.get("x-amzn-trace-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    Ok(Arrived {
        method: parts.method,
        uri: parts.uri,
        body: body.to_bytes(),
        peer,
        trace: sent.unwrap_or_else(clock::new_trace),
        headers: parts.headers,
    })
}

/// The page of a request that a load balancer does not pass on.
fn refusal(status: StatusCode, title: &str, advice: &str) -> Box<Page> {
    Box::new(Page::refusal(status, title, advice))
}

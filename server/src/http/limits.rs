//! How much one caller may ask for, and how much the server takes on at a time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use app::page::PageError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Error;
use domain::caller::{Actor, Caller, Interface, Origin};
use domain::ids::{SessionId, UserId};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::{HeaderValue, StatusCode, header};
use tokio::sync::Semaphore;

use super::Server;
use crate::config;

/// So many callers are remembered before those who have been quiet are forgotten.
const MANY: usize = 10_000;

/// Live streams open at the same time. Each costs little, but a socket.
const STREAMS: usize = 2_000;

/// The limits of this process.
#[derive(Clone)]
pub(super) struct Limits {
    requests: Arc<Semaphore>,
    pub(super) streams: Arc<Semaphore>,
    callers: Arc<DefaultKeyedRateLimiter<Key>>,
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Person(UserId),
    /// Programs of a person do not take requests from the person, nor from each other.
    Program(SessionId),
    Address(IpAddr),
}

impl Limits {
    pub(super) fn new(config: &config::Server) -> Self {
        let a_minute = NonZeroU32::new(config.requests_per_minute).unwrap_or(NonZeroU32::MIN);
        let requests =
            usize::try_from(config.concurrent_requests).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        Self {
            requests: Arc::new(Semaphore::new(requests)),
            streams: Arc::new(Semaphore::new(STREAMS)),
            callers: Arc::new(RateLimiter::keyed(Quota::per_minute(a_minute))),
        }
    }
}

/// Answers with 503 at once while too many requests are in work: a queue would only make everybody wait.
pub(super) async fn take_on(State(server): State<Server>, request: Request, next: Next) -> Response {
    match server.limits.requests.try_acquire() {
        Ok(_permit) => next.run(request).await,
        Err(_) => {
            metrics::counter!("http_requests_shed_total").increment(1);
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, HeaderValue::from_static("1"))])
                .into_response()
        }
    }
}

/// Answers with 429 to a caller who asks too often.
pub(super) async fn pace(State(server): State<Server>, request: Request, next: Next) -> Response {
    let callers = &server.limits.callers;
    if callers.len() > MANY {
        callers.retain_recent();
    }
    match callers.check_key(&key(&request)) {
        Ok(()) => next.run(request).await,
        Err(later) => {
            let wait = later.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            metrics::counter!("http_requests_paced_total").increment(1);
            PageError(Error::TooManyRequests { retry_after_seconds: seconds }).into_response()
        }
    }
}

fn key(request: &Request) -> Key {
    let caller = request.extensions().get::<Caller>();
    let address = request.extensions().get::<Origin>().and_then(|origin| origin.address);
    if let Some(Caller { actor: Actor::Person { id, .. }, origin, .. }) = caller
        && origin.interface == Interface::Portal
    {
        return Key::Person(*id);
    }
    match (caller.and_then(Caller::credential), address) {
        (Some(credential), _) => Key::Program(credential),
        // One customer of an IPv6 provider has a whole /64 (RFC 6177).
        (_, Some(IpAddr::V6(address))) => {
            Key::Address(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)))
        }
        (_, Some(address)) => Key::Address(address),
        (_, None) => Key::Address(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
    }
}

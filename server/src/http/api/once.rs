//! `Idempotency-Key`: a request that is sent twice is done once.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::caller::Caller;
use domain::ids::OperationId;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;
use tracing::Instrument as _;

use super::change::accepted;
use super::sent::Tenant;
use crate::db::idempotency_keys::{Answer, Key};
use crate::http::Server;
use crate::http::problem::ApiError;
use crate::service::idempotency::{self, Begun};

/// The header of the request.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that the answer is that of an earlier request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Most bytes of a key.
const LONGEST: usize = 200;

/// Most bytes of an answer: operations with long progress are a few hundred kB.
const MOST: usize = 4 * 1024 * 1024;

/// The headers that tell about the result.
const KEPT: [HeaderName; 4] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::RETRY_AFTER];

/// Does a request with a key once. Without one it is done as often as it is sent.
pub(super) async fn once(State(server): State<Server>, request: Request, next: Next) -> Response {
    match with_key(server, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn with_key(server: Server, request: Request, next: Next) -> Result<Response, ApiError> {
    let Some(value) = request.headers().get(KEY) else { return Ok(next.run(request).await) };
    let printable = value.as_bytes().iter().all(u8::is_ascii_graphic);
    let key = value.to_str().ok().filter(|key| printable && (1..=LONGEST).contains(&key.len()));
    let malformed =
        || ApiError::Malformed("Idempotency-Key must be 1-200 visible ASCII characters.".to_owned());
    let key = key.ok_or_else(malformed)?.to_owned();
    // Who is nobody is refused by the handler.
    let Some(credential) = request.extensions().get::<Caller>().and_then(Caller::credential) else {
        return Ok(next.run(request).await);
    };
    let key = Key { credential, key };
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|_| ApiError::TooLarge)?;
    let hash = hash(&parts, &body);
    let time_limit = server.config.server.request_timeout;
    match idempotency::begin(&server.context, &key, hash, time_limit).await? {
        Begun::Answered(answer) => Ok(replay(answer)),
        Begun::Began(operation) => replay_operation(&server, parts, operation).await,
        Begun::InWork => Err(ApiError::KeyInWork),
        Begun::Reused => Err(ApiError::KeyReused),
        Begun::New => {
            let mut request = Request::from_parts(parts, Body::from(body));
            if let Some(caller) = request.extensions_mut().get_mut::<Caller>() {
                caller.request_key = Some(key.key.clone());
            }
            // A caller that goes away must not take the answer along that its second request needs.
            let work = async move {
                let response = timeout(time_limit, next.run(request)).await;
                let too_late = |_| StatusCode::SERVICE_UNAVAILABLE.into_response();
                keep(&server, &key, response.unwrap_or_else(too_late)).await
            };
            tokio::spawn(work.in_current_span()).await.map_err(domain::Error::internal)?
        }
    }
}

/// Keeps an answer of a request that did something. What was refused can be tried again.
async fn keep(server: &Server, key: &Key, response: Response) -> Result<Response, ApiError> {
    if !response.status().is_success() {
        idempotency::end(&server.context, key, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MOST).await.map_err(domain::Error::internal)?;
    let kept = KEPT.iter().filter_map(|name| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let answer = Answer {
        status: parts.status.as_u16(),
        headers: kept.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    idempotency::end(&server.context, key, Some(answer)).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(answer: Answer) -> Response {
    let Answer { status, headers, body } = answer;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    replayed(response)
}

/// The answer of a request whose server ended before it gave one: the operation, as it is by now.
async fn replay_operation(
    server: &Server,
    mut parts: Parts,
    operation: OperationId,
) -> Result<Response, ApiError> {
    let tenant = Tenant::from_request_parts(&mut parts, server).await?;
    let operation = tenant.ports().operations.find(&tenant.caller, tenant.id(), operation).await?;
    Ok(replayed(accepted(&tenant, operation)))
}

fn replayed(mut response: Response) -> Response {
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// What makes a request the same: method, path, query, precondition and body.
fn hash(parts: &Parts, body: &Bytes) -> [u8; 32] {
    let mut hash = Sha256::new();
    let precondition = parts.headers.get(header::IF_MATCH).map(HeaderValue::as_bytes).unwrap_or_default();
    let (method, uri) = (parts.method.as_str(), parts.uri.to_string());
    for part in [method.as_bytes(), uri.as_bytes(), precondition, &body[..]] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

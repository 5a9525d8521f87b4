//! Headers that tell the browser what pages of this server may do.

use app::page::FormTarget;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Server;

/// One year, as the preload list asks for at least (<https://hstspreload.org>).
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// What is the same for every response. `Referrer-Policy` is not `no-referrer`: forms without JavaScript need their own origin.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// Adds the headers to every response.
pub(super) async fn headers(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let target = response.extensions_mut().remove::<FormTarget>();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if server.config.server.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    let mut targets = server.issuer.origins();
    targets.extend(target.map(|FormTarget(origin)| origin));
    if let Ok(policy) = HeaderValue::try_from(content_policy(&targets)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    do_not_keep(headers);
    response
}

/// Nothing inline, nothing from elsewhere. `form-action` covers where forms are led on to: a sign-out to the issuer, a command line's sign-in back to it.
fn content_policy(targets: &[String]) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; form-action 'self' {}; frame-ancestors 'none'; base-uri 'none'",
        targets.join(" ")
    )
}

/// What no handler declared to be kept is not kept, not even by the browser of a shared machine.
fn do_not_keep(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

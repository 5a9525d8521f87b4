//! What a server is asked for.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use ureq::http::Method;

use super::retry::Repeatable;

/// What needs no code in an address besides letters and digits (RFC 3986, section 2.3).
const CODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as part of an address.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, CODED).to_string()
}

/// What is asked for.
pub(crate) struct Request<'a> {
    pub(super) method: Method,
    /// Below `/api/v1`, with its query.
    pub(super) path: String,
    pub(super) body: Body<'a>,
    pub(super) repeatable: Repeatable,
    /// Whether it carries an `Idempotency-Key`.
    pub(super) keyed: bool,
    /// How long nothing may come back; none: as long as for every request.
    pub(super) silence: Option<Duration>,
}

/// What is sent along.
pub(super) enum Body<'a> {
    Nothing,
    Json(&'a Value),
    Form(String),
    Archive { bytes: &'a [u8], sent: &'a dyn Fn(u64) },
}

impl<'a> Request<'a> {
    /// Asks for something.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        let (method, path, body) = (Method::GET, path.into(), Body::Nothing);
        Self { method, path, body, repeatable: Repeatable::Yes, keyed: false, silence: None }
    }

    /// Changes something, once however often it must be sent.
    pub(crate) fn post(path: impl Into<String>, body: &'a Value) -> Self {
        let body = Body::Json(body);
        Self { method: Method::POST, body, keyed: true, ..Self::get(path) }
    }

    /// Replaces something.
    pub(crate) fn put(path: impl Into<String>, body: &'a Value) -> Self {
        Self { method: Method::PUT, ..Self::post(path, body) }
    }

    /// Removes something.
    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, keyed: true, ..Self::get(path) }
    }

    /// Does something that has no key, and is not done twice.
    pub(crate) fn once(path: impl Into<String>) -> Self {
        Self { method: Method::POST, repeatable: Repeatable::No, ..Self::get(path) }
    }

    /// Does something that is not done twice, and may take this long.
    pub(crate) fn long(path: impl Into<String>, body: &'a Value, silence: Duration) -> Self {
        Self { body: Body::Json(body), silence: Some(silence), ..Self::once(path) }
    }

    /// Sends a form, which is not done twice.
    pub(crate) fn form(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        Self { body: Body::Form(pairs.join("&")), ..Self::once(path) }
    }

    /// Uploads an archive; `sent` hears how many bytes are on their way. The server stores the same archive once.
    pub(crate) fn upload(path: impl Into<String>, bytes: &'a [u8], sent: &'a dyn Fn(u64)) -> Self {
        Self { method: Method::POST, body: Body::Archive { bytes, sent }, ..Self::get(path) }
    }
}

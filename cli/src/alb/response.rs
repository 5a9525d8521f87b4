//! What a function answers, as a response. The balancer is strict: what it does not understand is a 502.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::{HOP_BY_HOP, MAX_BYTES, Values};

/// A response to the client. The balancer writes the length itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers that the function gave, without those of a connection.
    pub(crate) headers: HeaderMap,
    /// The body, decoded.
    pub(crate) body: Bytes,
}

/// Why the balancer answers 502 instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// The JSON is larger than [`MAX_BYTES`].
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// Not JSON.
    NotJson,
    /// JSON, but no object.
    NotAnObject {
        /// What it is.
        kind: &'static str,
    },
    /// No `statusCode`.
    NoStatus,
    /// A member with a value that the balancer does not take.
    Wrong {
        /// The member, as a path: `headers.x-count`.
        member: String,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
}

impl fmt::Display for Rejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size } => write!(
                formatter,
                "The response is {size} bytes of JSON; a load balancer takes {MAX_BYTES}. Base64 makes a body a third larger."
            ),
            Self::NotJson => formatter.write_str("The function's answer is not JSON."),
            Self::NotAnObject { kind } => {
                write!(formatter, "The function answered with {kind}, not with an object.")
            }
            Self::NoStatus => formatter.write_str("The function's answer has no `statusCode`."),
            Self::Wrong { member, wanted, found } => {
                write!(formatter, "`{member}` must be {wanted}; it is {found}.")
            }
        }
    }
}

impl Rejection {
    /// What to do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "Answer in pages, or put the file into a bucket and redirect to it.",
            Self::NotJson | Self::NotAnObject { .. } | Self::NoStatus => {
                r#"Answer with an object such as {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "hello"}."#
            }
            Self::Wrong { member, .. } if member == "body" => {
                "Turn objects into text first: json.dumps(...) in Python, JSON.stringify(...) in Node.js."
            }
            Self::Wrong { .. } => "Change what the handler returns.",
        }
    }
}

/// Reads what a function answered.
///
/// # Errors
/// What the balancer would not understand.
pub(crate) fn read(payload: &[u8], values: Values) -> Result<Answer, Rejection> {
    if payload.len() > MAX_BYTES {
        return Err(Rejection::TooLarge { size: payload.len() });
    }
    let object = match serde_json::from_slice(payload).map_err(|_| Rejection::NotJson)? {
        Value::Object(object) => object,
        other => return Err(Rejection::NotAnObject { kind: kind(&other) }),
    };
    let status = status(&object)?;
    let headers = match values {
        Values::Last => single_headers(&object)?,
        Values::All => listed_headers(&object)?,
    };
    Ok(Answer { status, headers, body: body(&object)? })
}

fn status(object: &Map<String, Value>) -> Result<StatusCode, Rejection> {
    let value = present(object, "statusCode").ok_or(Rejection::NoStatus)?;
    let status = value.as_u64().and_then(|number| u16::try_from(number).ok());
    // 1xx never ends a request.
    let status = status.filter(|number| (200..600).contains(number));
    status
        .and_then(|number| StatusCode::from_u16(number).ok())
        .ok_or_else(|| wrong("statusCode", "a whole number from 200 to 599", value))
}

fn single_headers(object: &Map<String, Value>) -> Result<HeaderMap, Rejection> {
    let mut headers = HeaderMap::new();
    for (name, value) in members(object, "headers")? {
        let text = value.as_str().ok_or_else(|| wrong(&format!("headers.{name}"), "a text", value))?;
        insert(&mut headers, "headers", name, text)?;
    }
    Ok(headers)
}

fn listed_headers(object: &Map<String, Value>) -> Result<HeaderMap, Rejection> {
    let mut headers = HeaderMap::new();
    for (name, value) in members(object, "multiValueHeaders")? {
        let member = || format!("multiValueHeaders.{name}");
        let list = value.as_array().ok_or_else(|| wrong(&member(), "a list of texts", value))?;
        for item in list {
            let text = item.as_str().ok_or_else(|| wrong(&member(), "a list of texts", value))?;
            insert(&mut headers, "multiValueHeaders", name, text)?;
        }
    }
    Ok(headers)
}

fn insert(headers: &mut HeaderMap, member: &str, name: &str, text: &str) -> Result<(), Rejection> {
    let wrong = |wanted| Rejection::Wrong { member: format!("{member}.{name}"), wanted, found: shown(text) };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("a header with a valid name"))?;
    let value = HeaderValue::from_str(text).map_err(|_| wrong("a text of one line"))?;
    if !HOP_BY_HOP.contains(&name.as_str()) && name != CONTENT_LENGTH {
        headers.append(name, value);
    }
    Ok(())
}

fn body(object: &Map<String, Value>) -> Result<Bytes, Rejection> {
    let encoded = match present(object, "isBase64Encoded") {
        None => false,
        Some(value) => value.as_bool().ok_or_else(|| wrong("isBase64Encoded", "true or false", value))?,
    };
    let Some(value) = present(object, "body") else {
        return Ok(Bytes::new());
    };
    let text = value.as_str().ok_or_else(|| wrong("body", "a text", value))?;
    if !encoded {
        return Ok(Bytes::copy_from_slice(text.as_bytes()));
    }
    let decoded = BASE64_STANDARD.decode(text);
    decoded.map(Bytes::from).map_err(|_| wrong("body", "Base64, as `isBase64Encoded` says", value))
}

/// A member that is there and not null.
fn present<'o>(object: &'o Map<String, Value>, name: &str) -> Option<&'o Value> {
    object.get(name).filter(|value| !value.is_null())
}

fn members<'o>(
    object: &'o Map<String, Value>,
    name: &str,
) -> Result<impl Iterator<Item = (&'o String, &'o Value)>, Rejection> {
    let members = match present(object, name) {
        None => None,
        Some(value) => Some(value.as_object().ok_or_else(|| wrong(name, "an object", value))?),
    };
    Ok(members.into_iter().flatten())
}

fn wrong(member: &str, wanted: &'static str, value: &Value) -> Rejection {
    let found = match value {
        Value::String(text) => shown(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        other => kind(other).to_owned(),
    };
    Rejection::Wrong { member: member.to_owned(), wanted, found }
}

/// The start of a text, in quotes and on one line.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start:?}...") } else { format!("{start:?}") }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

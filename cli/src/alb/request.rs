//! A request as the event that a function gets.

use std::net::IpAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};
use serde_json::{Map, Value, json};

use super::{HOP_BY_HOP, Values};

/// The target group that an event names; no such group exists.
const TARGET_GROUP: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/local/0000000000000000";

/// A request as it came in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming<'r> {
    /// The method, in capitals.
    pub(crate) method: &'r str,
    /// The path as sent, not decoded.
    pub(crate) path: &'r str,
    /// What is behind the question mark, not decoded.
    pub(crate) query: Option<&'r str>,
    /// The headers.
    pub(crate) headers: &'r HeaderMap,
    /// The whole body.
    pub(crate) body: &'r [u8],
    /// Who sent it.
    pub(crate) peer: IpAddr,
    /// The port that it was sent to.
    pub(crate) port: u16,
    /// The value of `X-Amzn-Trace-Id`.
    pub(crate) trace: &'r str,
}

/// The event.
pub(crate) fn event(request: &Incoming<'_>, values: Values) -> Value {
    let mut event = Map::new();
    event.insert("requestContext".into(), json!({ "elb": { "targetGroupArn": TARGET_GROUP } }));
    event.insert("httpMethod".into(), request.method.into());
    event.insert("path".into(), request.path.into());
    let (queries, headers) = match values {
        Values::Last => ("queryStringParameters", "headers"),
        Values::All => ("multiValueQueryStringParameters", "multiValueHeaders"),
    };
    event.insert(queries.into(), gathered(query_pairs(request.query), values));
    event.insert(headers.into(), gathered(header_pairs(request), values));
    let text = std::str::from_utf8(request.body).ok().filter(|_| is_text(request.headers));
    let body = text.map_or_else(|| BASE64_STANDARD.encode(request.body), str::to_owned);
    event.insert("body".into(), body.into());
    event.insert("isBase64Encoded".into(), (text.is_none() && !request.body.is_empty()).into());
    Value::Object(event)
}

/// Names and values of the query, not decoded. A name without `=` has an empty value.
fn query_pairs(query: Option<&str>) -> impl Iterator<Item = (String, String)> {
    let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value.to_owned())
    })
}

/// The headers with those that the balancer adds, names in small letters.
fn header_pairs(request: &Incoming<'_>) -> Vec<(String, String)> {
    const SET: [&str; 4] = ["x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto"];
    let kept = |name: &HeaderName| !HOP_BY_HOP.contains(&name.as_str()) && !SET.contains(&name.as_str());
    let sent = request.headers.iter().filter(|(name, _)| kept(name));
    let mut pairs: Vec<_> = sent
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    // Appended to what a proxy before it said
    // (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html).
    let before = request.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let peer = request.peer.to_string();
    let forwarded: Vec<_> = before.chain([peer.as_str()]).collect();
    let added = [request.trace.to_owned(), forwarded.join(", "), request.port.to_string(), "http".to_owned()];
    pairs.extend(SET.map(str::to_owned).into_iter().zip(added));
    pairs
}

fn gathered(pairs: impl IntoIterator<Item = (String, String)>, values: Values) -> Value {
    let mut gathered = Map::new();
    for (name, value) in pairs {
        match (values, gathered.get_mut(&name)) {
            (Values::All, Some(Value::Array(list))) => list.push(value.into()),
            (Values::All, _) => drop(gathered.insert(name, json!([value]))),
            (Values::Last, _) => drop(gathered.insert(name, value.into())),
        }
    }
    Value::Object(gathered)
}

/// Whether the body goes into the event as it is. Everything else, and what is compressed, becomes Base64
/// (same page, "Receive events from the load balancer").
fn is_text(headers: &HeaderMap) -> bool {
    const TEXT: [&str; 3] = ["application/json", "application/javascript", "application/xml"];
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !headers.contains_key(CONTENT_ENCODING)
        && (essence.starts_with("text/") || TEXT.contains(&essence.as_str()))
}

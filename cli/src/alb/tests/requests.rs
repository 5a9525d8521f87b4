//! Requests become events.

use std::net::{IpAddr, Ipv4Addr};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::alb::{Incoming, Values, event};

const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pairs =
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(name, value);
    }
    headers
}

fn made(query: Option<&str>, headers: &HeaderMap, body: &[u8], values: Values) -> Value {
    let incoming = Incoming {
        method: "GET",
        path: "/a%20b",
        query,
        headers,
        body,
        peer: PEER,
        port: 3000,
        trace: "Root=1",
    };
    event(&incoming, values)
}

#[test]
fn an_event_is_as_documented() {
    let sent = headers(&[("host", "localhost:3000"), ("accept", "*/*"), ("connection", "keep-alive")]);
    let expected = json!({
        "requestContext": { "elb": {
            "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/local/0000000000000000"
        } },
        "httpMethod": "GET",
        "path": "/a%20b",
        "queryStringParameters": { "q": "x%20y" },
        "headers": {
            "host": "localhost:3000", "accept": "*/*", "x-amzn-trace-id": "Root=1",
            "x-forwarded-for": "203.0.113.7", "x-forwarded-port": "3000", "x-forwarded-proto": "http"
        },
        "body": "",
        "isBase64Encoded": false
    });
    assert_eq!(made(Some("q=x%20y"), &sent, b"", Values::Last), expected);
}

#[test]
fn queries_are_not_decoded_and_the_last_value_wins() {
    for (query, last, all) in [
        (None, json!({}), json!({})),
        (Some(""), json!({}), json!({})),
        (Some("a=1&a=2"), json!({ "a": "2" }), json!({ "a": ["1", "2"] })),
        (Some("a=%2F&b=c+d"), json!({ "a": "%2F", "b": "c+d" }), json!({ "a": ["%2F"], "b": ["c+d"] })),
        (Some("a&b="), json!({ "a": "", "b": "" }), json!({ "a": [""], "b": [""] })),
        (Some("a=b=c&&"), json!({ "a": "b=c" }), json!({ "a": ["b=c"] })),
    ] {
        let of = |values| made(query, &HeaderMap::new(), b"", values);
        assert_eq!(of(Values::Last)["queryStringParameters"], last, "{query:?}");
        assert_eq!(of(Values::All)["multiValueQueryStringParameters"], all, "{query:?}");
    }
}

#[test]
fn headers_are_last_or_all() {
    let sent = headers(&[("cookie", "a=1"), ("cookie", "b=2"), ("x-forwarded-for", "198.51.100.1")]);
    let last = made(None, &sent, b"", Values::Last);
    assert_eq!(last["headers"]["cookie"], "b=2");
    assert_eq!(last["headers"]["x-forwarded-for"], "198.51.100.1, 203.0.113.7");
    assert!(last.get("multiValueHeaders").is_none());
    let all = made(None, &sent, b"", Values::All);
    assert_eq!(all["multiValueHeaders"]["cookie"], json!(["a=1", "b=2"]));
    assert_eq!(all["multiValueHeaders"]["x-forwarded-proto"], json!(["http"]));
    assert!(all.get("headers").is_none());
}

#[test]
fn only_text_is_sent_as_it_is() {
    for (sent, body, expected, encoded) in [
        (headers(&[("content-type", "text/plain")]), &b"hi"[..], "hi", false),
        (headers(&[("content-type", "Application/JSON; charset=utf-8")]), b"{}", "{}", false),
        (headers(&[("content-type", "application/javascript")]), b"1", "1", false),
        (headers(&[("content-type", "application/xml")]), b"<a/>", "<a/>", false),
        (headers(&[("content-type", "application/x-www-form-urlencoded")]), b"a=1", "YT0x", true),
        (headers(&[("content-type", "application/problem+json")]), b"{}", "e30=", true),
        (headers(&[]), b"hi", "aGk=", true),
        (headers(&[("content-type", "text/plain"), ("content-encoding", "gzip")]), b"hi", "aGk=", true),
        (headers(&[("content-type", "text/plain")]), b"\xff", "/w==", true),
        (headers(&[("content-type", "image/png")]), b"", "", false),
    ] {
        let event = made(None, &sent, body, Values::Last);
        assert_eq!(
            (&event["body"], &event["isBase64Encoded"]),
            (&json!(expected), &json!(encoded)),
            "{sent:?}"
        );
    }
}

proptest! {
    #[test]
    fn no_byte_of_a_body_is_lost(body: Vec<u8>, text: bool) {
        let sent = if text { headers(&[("content-type", "text/plain")]) } else { HeaderMap::new() };
        let event = made(None, &sent, &body, Values::Last);
        let sent = event["body"].as_str().unwrap();
        let read = if event["isBase64Encoded"] == true { BASE64_STANDARD.decode(sent).unwrap() } else { sent.into() };
        prop_assert_eq!(read, body);
    }
}

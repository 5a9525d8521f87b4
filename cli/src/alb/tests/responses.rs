//! Answers become responses, or a 502 that says why.

use proptest::prelude::*;
use serde_json::json;

use crate::alb::{MAX_BYTES, Rejection, Values, read};

#[test]
fn an_answer_becomes_a_response() {
    let payload = json!({
        "statusCode": 201, "statusDescription": "201 Created", "isBase64Encoded": true, "body": "aGk=",
        "headers": { "Content-Type": "text/plain", "Connection": "close", "Content-Length": "99" }
    });
    let answer = read(payload.to_string().as_bytes(), Values::Last).unwrap();
    assert_eq!((answer.status.as_u16(), &answer.body[..]), (201, &b"hi"[..]));
    assert_eq!(answer.headers["content-type"], "text/plain");
    assert_eq!(answer.headers.len(), 1, "{:?}", answer.headers);
}

#[test]
fn the_least_answer_is_a_status() {
    for payload in [r#"{"statusCode":204}"#, r#"{"statusCode":204,"headers":null,"body":null}"#] {
        let answer = read(payload.as_bytes(), Values::Last).unwrap();
        assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0));
    }
}

#[test]
fn lists_of_values_count_only_where_they_are_switched_on() {
    let payload = json!({
        "statusCode": 200, "headers": { "x": "one" }, "multiValueHeaders": { "set-cookie": ["a=1", "b=2"] }
    });
    let payload = payload.to_string();
    let last = read(payload.as_bytes(), Values::Last).unwrap();
    assert_eq!((last.headers.len(), last.headers.contains_key("set-cookie")), (1, false));
    let all = read(payload.as_bytes(), Values::All).unwrap();
    assert_eq!(all.headers.get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    assert!(!all.headers.contains_key("x"));
}

#[test]
fn what_the_balancer_does_not_understand_is_explained() {
    for (payload, values, expected) in [
        ("", Values::Last, "The function's answer is not JSON."),
        ("\"hello\"", Values::Last, "The function answered with a text, not with an object."),
        ("null", Values::Last, "The function answered with null, not with an object."),
        ("{}", Values::Last, "The function's answer has no `statusCode`."),
        (r#"{"body":"x"}"#, Values::Last, "The function's answer has no `statusCode`."),
        (
            r#"{"statusCode":"200"}"#,
            Values::Last,
            "`statusCode` must be a whole number from 200 to 599; it is \"200\".",
        ),
        (
            r#"{"statusCode":99}"#,
            Values::Last,
            "`statusCode` must be a whole number from 200 to 599; it is 99.",
        ),
        (r#"{"statusCode":200,"body":{"a":1}}"#, Values::Last, "`body` must be a text; it is an object."),
        (r#"{"statusCode":200,"headers":[]}"#, Values::Last, "`headers` must be an object; it is a list."),
        (r#"{"statusCode":200,"headers":{"x-n":1}}"#, Values::Last, "`headers.x-n` must be a text; it is 1."),
        (
            r#"{"statusCode":200,"headers":{"a b":"1"}}"#,
            Values::Last,
            "`headers.a b` must be a header with a valid name; it is \"1\".",
        ),
        (
            r#"{"statusCode":200,"headers":{"x":"a\nb"}}"#,
            Values::Last,
            "`headers.x` must be a text of one line; it is \"a\\nb\".",
        ),
        (
            r#"{"statusCode":200,"isBase64Encoded":true,"body":"%"}"#,
            Values::Last,
            "`body` must be Base64, as `isBase64Encoded` says; it is \"%\".",
        ),
        (
            r#"{"statusCode":200,"isBase64Encoded":"no"}"#,
            Values::Last,
            "`isBase64Encoded` must be true or false; it is \"no\".",
        ),
        (
            r#"{"statusCode":200,"multiValueHeaders":{"x":"1"}}"#,
            Values::All,
            "`multiValueHeaders.x` must be a list of texts; it is \"1\".",
        ),
    ] {
        let rejection = read(payload.as_bytes(), values).unwrap_err();
        assert_eq!(rejection.to_string(), expected, "{payload}");
        assert!(!rejection.advice().is_empty());
    }
}

#[test]
fn a_response_of_more_than_a_megabyte_is_refused() {
    let of = |size: usize| json!({ "statusCode": 200, "body": "x".repeat(size) }).to_string();
    let around = of(0).len();
    assert!(read(of(MAX_BYTES - around).as_bytes(), Values::Last).is_ok());
    let rejection = read(of(MAX_BYTES - around + 1).as_bytes(), Values::Last).unwrap_err();
    assert_eq!(rejection, Rejection::TooLarge { size: MAX_BYTES + 1 });
}

proptest! {
    #[test]
    fn reading_never_fails_in_another_way(payload: Vec<u8>, name: String, value: String) {
        let _ = read(&payload, Values::Last);
        let answer = json!({ "statusCode": 200, "headers": { name: value } }).to_string();
        let _ = read(answer.as_bytes(), Values::Last);
    }
}

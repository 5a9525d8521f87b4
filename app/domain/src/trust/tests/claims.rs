use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::ClaimProblem;
use super::claims;

const AUDIENCE: &str = "https://portal.example.com";
const NOW: i64 = 1_795_251_600;

fn good() -> Value {
    json!({ "iss": "https://issuer.example", "sub": "s", "aud": AUDIENCE, "iat": NOW - 10, "nbf": NOW - 20, "exp": NOW + 300 })
}

/// The good token with one claim changed; null takes it away.
fn with(claim: &str, value: Value) -> Value {
    let mut token = good();
    match value {
        Value::Null => drop(token.as_object_mut().expect("an object").remove(claim)),
        value => token[claim] = value,
    }
    token
}

#[test]
fn a_token_is_for_us_alone_and_good_now() {
    use ClaimProblem::*;
    for (token, expected) in [
        (good(), Ok(())),
        (with("aud", json!([AUDIENCE])), Ok(())),
        (with("nbf", Value::Null), Ok(())),
        (with("exp", json!(NOW - 29)), Ok(())),
        (with("iat", json!(NOW + 30)), Ok(())),
        (with("aud", json!("https://portal.example.com/")), Err(Audience)),
        (with("aud", json!([AUDIENCE, "https://other.example"])), Err(Audience)),
        (with("aud", json!([])), Err(Audience)),
        (with("aud", Value::Null), Err(Incomplete)),
        (with("aud", json!({ AUDIENCE: true })), Err(Incomplete)),
        (with("exp", json!(NOW - 30)), Err(Expired)),
        (with("exp", json!("tomorrow")), Err(Incomplete)),
        (with("exp", Value::Null), Err(Incomplete)),
        (with("exp", json!(NOW - 10 + 86_401)), Err(LastsTooLong)),
        (with("exp", json!(i64::MAX)), Err(Incomplete)),
        (with("iat", json!(NOW + 31)), Err(NotYetValid)),
        (with("iat", Value::Null), Err(Incomplete)),
        (with("nbf", json!(NOW + 31)), Err(NotYetValid)),
        (with("nbf", json!("now")), Err(Incomplete)),
        (with("sub", json!("")), Err(Incomplete)),
        (with("iss", json!(["https://issuer.example"])), Err(Incomplete)),
    ] {
        let now = Timestamp::constant(NOW, 0);
        assert_eq!(claims(token.clone()).check(AUDIENCE, now), expected, "{token}");
    }
}

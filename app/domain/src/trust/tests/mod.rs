mod claims;
mod conditions;
mod issuers;
mod providers;

use serde_json::Value;

use super::{Claims, Condition};

fn claims(value: Value) -> Claims {
    match value {
        Value::Object(claims) => Claims::new(claims),
        other => panic!("{other} is no object"),
    }
}

fn condition(claim: &str, pattern: &str) -> Condition {
    Condition::parse(claim, pattern).expect("a condition")
}

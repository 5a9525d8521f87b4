//! Keeps secrets out of the audit trail, should one ever stand in a document.

use serde_json::Value;

/// What stands in the place of a secret.
const REDACTED: &str = "***";

/// Parts of names that secrets have, without case and punctuation.
const SECRET_NAMES: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "privatekey",
    "apikey",
    "accesskey",
    "authorization",
    "cookie",
];

/// Replaces every value whose name looks like that of a secret, at any depth. ARNs of secrets stay: they open nothing.
pub fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                if value.is_null() {
                    continue;
                }
                if is_secret(name) {
                    *value = Value::from(REDACTED);
                } else {
                    redact(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(redact),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_secret(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    !plain.ends_with("arn") && SECRET_NAMES.iter().any(|part| plain.contains(part))
}

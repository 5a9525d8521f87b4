use serde_json::json;

use super::entry;
use crate::audit::{AuditAction, Outcome, csv, redact};

#[test]
fn words_are_the_same_everywhere() {
    for action in AuditAction::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
        assert_eq!(AuditAction::parse(action.as_str()), Some(action));
    }
    for outcome in Outcome::ALL {
        assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
    }
    assert_eq!(AuditAction::parse("component"), None);
}

#[test]
fn audit_actions_are_published() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/audit-actions.md");
    let generated = AuditAction::published_list();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).expect("docs can be written");
    }
    let published = std::fs::read_to_string(path).expect("docs/audit-actions.md");
    assert!(published == generated, "write it again: UPDATE=1 cargo test -p domain audit_actions");
}

#[test]
fn secrets_are_redacted_at_any_depth() {
    let mut value = json!({
        "password": "p", "db": [{ "MasterUserPassword": { "x": 1 }, "api-key": 3 }], "accessToken": null,
        "secret_arn": "arn:aws:secretsmanager:x", "size": "small", "Set-Cookie": "c",
    });
    redact(&mut value);
    assert_eq!(
        value,
        json!({
            "password": "***", "db": [{ "MasterUserPassword": "***", "api-key": "***" }], "accessToken": null,
            "secret_arn": "arn:aws:secretsmanager:x", "size": "small", "Set-Cookie": "***",
        })
    );
}

#[test]
fn no_field_is_a_formula() {
    for (text, field) in [
        ("office", "office"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\"'\t=1\""),
        ("\r=1", "\"'\r=1\""),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ("", ""),
    ] {
        assert_eq!(csv::field(text), field, "{text:?}");
    }
}

#[test]
fn every_line_has_as_many_fields_as_the_header() {
    let fields = |line: String| {
        let mut quoted = false;
        1 + line
            .chars()
            .filter(|character| {
                quoted ^= *character == '"';
                *character == ',' && !quoted
            })
            .count()
    };
    assert_eq!(fields(csv::header()), fields(csv::entry(&entry(1))));
    assert!(csv::entry(&entry(1)).contains(",'=HYPERLINK(1),"));
    assert!(csv::entry(&entry(1)).ends_with("\r\n"));
}

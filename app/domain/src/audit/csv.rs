//! The trail as CSV (RFC 4180), for spreadsheets. Says the same as the NDJSON export, but cannot be verified.

use std::net::IpAddr;

use serde_json::Value;

use super::AuditEntry;
use crate::caller::Actor;

/// The first line.
pub fn header() -> String {
    line(
        [
            "sequence",
            "id",
            "opened",
            "completed",
            "actor",
            "email",
            "roles",
            "interface",
            "address",
            "user_agent",
            "request",
            "action",
            "target",
            "project",
            "component",
            "before",
            "after",
            "reason",
            "outcome",
            "operation",
            "stack",
            "change_set",
            "hash",
        ]
        .map(str::to_owned),
    )
}

/// The line of an entry.
pub fn entry(entry: &AuditEntry) -> String {
    let (actor, email) = match &entry.actor {
        Actor::Person { email, name, .. } => (name.clone(), email.clone()),
        Actor::Job { job, subject, .. } => (format!("job of {}", job.repository), subject.clone()),
        Actor::Automation { task } => (format!("automation: {}", word(task)), String::new()),
        Actor::Anonymous => ("anonymous".to_owned(), String::new()),
    };
    let aws = entry.aws.as_ref();
    line([
        entry.sequence.to_string(),
        entry.id.to_string(),
        entry.opened.to_string(),
        entry.completed.to_string(),
        actor,
        email,
        entry.roles.join(" "),
        word(&entry.origin.interface),
        entry.origin.address.as_ref().map(IpAddr::to_string).unwrap_or_default(),
        entry.origin.user_agent.clone().unwrap_or_default(),
        entry.origin.request_id.clone(),
        entry.action.as_str().to_owned(),
        entry.target.name.clone(),
        text(entry.target.project),
        text(entry.target.component),
        text(entry.before.as_ref()),
        text(entry.after.as_ref()),
        entry.reason.clone().unwrap_or_default(),
        entry.outcome.as_str().to_owned(),
        text(entry.operation),
        aws.map(|aws| aws.stack.clone()).unwrap_or_default(),
        aws.and_then(|aws| aws.change_set.clone()).unwrap_or_default(),
        entry.hash.clone(),
    ])
}

/// A field that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Quoted where RFC 4180 says so.
pub fn field(text: &str) -> String {
    // Excel skips white space and takes full-width signs for signs.
    let first =
        text.trim_start_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    let formula =
        text.starts_with(['\t', '\r']) || first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', ';', '\n', '\r', '\t']) || safe.trim() != safe {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

fn line(fields: [String; 23]) -> String {
    let mut line = fields.iter().map(|text| field(text)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The word by which an enum stands in JSON.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

//! What a server does not do, in its own words (RFC 9457), and as a failure of a command.

use std::fmt::Write as _;

use serde_json::Value;

use super::answer::Answer;
use crate::failure::{Class, Failure};

/// A refusal.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: u16,
    /// The document that says why; null when what answered is no Provisioner.
    problem: Value,
    wait_seconds: Option<u64>,
    request_id: Option<String>,
    location: Option<String>,
}

impl Refusal {
    pub(super) fn of(answer: Answer) -> Self {
        Self {
            status: answer.status,
            problem: answer.body,
            wait_seconds: answer.retry_after.map(|wait| wait.as_secs()),
            request_id: answer.request_id,
            location: answer.location,
        }
    }

    /// The stable code, such as `nothing_deployed`.
    pub(crate) fn code(&self) -> &str {
        self.text("code").unwrap_or_default()
    }

    /// The status.
    pub(crate) const fn status(&self) -> u16 {
        self.status
    }

    /// The word of OAuth, such as `authorization_pending`, where a token was asked for.
    pub(crate) fn oauth_error(&self) -> Option<&str> {
        self.text("error")
    }

    /// What OAuth says of it in words.
    pub(crate) fn oauth_description(&self) -> Option<&str> {
        self.text("error_description")
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.problem[field].as_str()
    }

    const fn class(&self) -> Class {
        match self.status {
            401 | 403 => Class::Forbidden,
            404 => Class::NotFound,
            409 | 412 | 428 => Class::Conflict,
            429 | 300..=399 | 500..=599 => Class::Unavailable,
            _ => Class::Usage,
        }
    }

    /// What happened, and each wrong field on a line of its own.
    fn message(&self) -> String {
        let Some(words) = self.text("detail").or(self.text("title")).or(self.oauth_description()) else {
            return match &self.location {
                Some(location) => format!("the server redirects to {location}"),
                None => format!("what answered is no Provisioner: status {}", self.status),
            };
        };
        let title = self.text("title").filter(|_| self.class() == Class::Conflict);
        let mut message = match title {
            Some(title) if title != words => format!("{}: {words}", title.trim_end_matches('.')),
            _ => words.to_owned(),
        };
        for error in self.problem["errors"].as_array().into_iter().flatten() {
            let of = |field: &str| error[field].as_str().unwrap_or_default().to_owned();
            let _ = write!(message, "\n  {}: {}", of("field"), of("detail"));
        }
        message
    }

    fn advice(&self) -> Option<String> {
        let in_the_way = self.problem["conflict"]["operation"].as_str();
        Some(match (self.status, self.code()) {
            (401, _) => "`pv login` signs in; a token in PV_TOKEN wins over that".to_owned(),
            (403, _) => "Ask an owner of the organization for a role that includes it".to_owned(),
            (409, "operation_running") => match in_the_way {
                Some(operation) => format!("`pv wait {operation}` waits for it"),
                None => "`pv operations` shows it".to_owned(),
            },
            (409, "locks_caller_out") => "Say --locks-me-out if that is meant".to_owned(),
            (409, "needs_reason") => "Say why with --reason".to_owned(),
            (409, "nothing_deployed") => "`pv deploy` deploys the folder".to_owned(),
            (429 | 503, _) => match self.wait_seconds {
                Some(seconds) => format!("Try again in {seconds} s"),
                None => "Try again later".to_owned(),
            },
            (300..=399, _) => {
                "Give the address that it redirects to with --server, or with `pv login`".to_owned()
            }
            (500..=599, _) => match &self.request_id {
                Some(id) => format!("It is the server's mistake; its log has it as {id}"),
                None => "It is the server's mistake, or that of a proxy before it".to_owned(),
            },
            _ => return None,
        })
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let failure = Self::new(refusal.class(), refusal.message());
        let failure = match refusal.advice() {
            Some(advice) => failure.advising(advice),
            None => failure,
        };
        failure.with_problem(refusal.problem)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn failure(status: u16, problem: Value) -> Failure {
        let request_id = Some("0123456789".to_owned());
        Refusal { status, problem, wait_seconds: Some(9), request_id, location: None }.into()
    }

    #[test]
    fn every_wrong_field_has_a_line() {
        let errors = json!([
            { "field": "name", "detail": "Use at least 3 characters." },
            { "field": "settings.memory_mb", "detail": "Choose a number from 128 to 10240." }
        ]);
        let problem = json!({ "title": "Unprocessable Entity", "detail": "Not right.", "errors": errors });
        let failure = failure(422, problem);
        assert_eq!(failure.class(), Class::Usage);
        assert_eq!(
            failure.message(),
            "Not right.\n  name: Use at least 3 characters.\n  settings.memory_mb: Choose a number from 128 to 10240."
        );
    }

    #[test]
    fn the_class_and_the_advice_follow_status_and_code() {
        let running = json!({ "conflict": "operation_running", "operation": "0198-x", "change": "deploy" });
        for (status, problem, class, words) in [
            (401, json!({ "detail": "d" }), Class::Forbidden, "pv login"),
            (403, json!({ "detail": "d" }), Class::Forbidden, "owner"),
            (
                409,
                json!({ "detail": "d", "code": "operation_running", "conflict": running }),
                Class::Conflict,
                "pv wait 0198-x",
            ),
            (412, json!({ "detail": "d", "code": "stale_version" }), Class::Conflict, ""),
            (429, json!({ "detail": "d" }), Class::Unavailable, "in 9 s"),
            (500, json!({ "detail": "d" }), Class::Unavailable, "0123456789"),
            (502, Value::Null, Class::Unavailable, "0123456789"),
        ] {
            let failure = failure(status, problem);
            assert_eq!(failure.class(), class, "{status}");
            assert!(failure.advice().unwrap_or_default().contains(words), "{status}: {failure}");
        }
    }
}

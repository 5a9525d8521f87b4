//! Asking the public address of a function, as a browser would.

use std::time::Duration;

use async_trait::async_trait;

use crate::error::{FieldError, Problem};

/// Longest path with its query, in characters.
pub const PATH_MAX: u32 = 2000;
/// Most headers of a question.
pub const HEADERS_MAX: usize = 20;
/// Longest header, in bytes.
const HEADER_MAX_BYTES: usize = 1024;
/// Longest body of a question, in bytes.
pub const BODY_MAX_BYTES: usize = 64 * 1024;
/// So much of the body of an answer is kept, in bytes.
pub const ANSWER_MAX_BYTES: usize = 64 * 1024;

/// Headers that say where a request goes, how it is sent, or who sends it. Those are decided here.
const OWN_HEADERS: [&str; 12] = [
    "connection",
    "content-length",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A method that can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads without the body.
    Head,
    /// Sends something.
    Post,
    /// Replaces something.
    Put,
    /// Changes a part of something.
    Patch,
    /// Removes something.
    Delete,
}

impl Method {
    /// All of them, the most usual first.
    pub const ALL: [Self; 6] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// What is asked. It names no host: that is always the function's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Question {
    /// A question without headers and body.
    ///
    /// # Errors
    /// [`Problem::NotAPath`] or [`Problem::TooLong`] at `path`.
    pub fn new(method: Method, path: &str) -> Result<Self, FieldError> {
        let path = path.trim();
        if path.chars().count() > PATH_MAX as usize {
            return Err(FieldError::new("path", Problem::TooLong { max: PATH_MAX }));
        }
        // Two slashes at the start would name another host.
        let is_path = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '#']);
        if !is_path || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(FieldError::new("path", Problem::NotAPath));
        }
        Ok(Self { method, path: path.to_owned(), headers: Vec::new(), body: String::new() })
    }

    /// The same with headers, one a line: `name: value`.
    ///
    /// # Errors
    /// [`Problem::NotAHeader`] or [`Problem::TooManyHeaders`] at `headers`.
    pub fn with_headers(mut self, lines: &str) -> Result<Self, FieldError> {
        let lines = (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty());
        for (number, line) in lines {
            let header = header(line)
                .ok_or_else(|| FieldError::new("headers", Problem::NotAHeader { line: number }))?;
            self.headers.push(header);
        }
        if self.headers.len() > HEADERS_MAX {
            let max = u32::try_from(HEADERS_MAX).unwrap_or(u32::MAX);
            return Err(FieldError::new("headers", Problem::TooManyHeaders { max }));
        }
        Ok(self)
    }

    /// The same with a body.
    ///
    /// # Errors
    /// [`Problem::TooLarge`] at `body`.
    pub fn with_body(mut self, body: &str) -> Result<Self, FieldError> {
        if body.len() > BODY_MAX_BYTES {
            let max_kb = u32::try_from(BODY_MAX_BYTES / 1024).unwrap_or(u32::MAX);
            return Err(FieldError::new("body", Problem::TooLarge { max_kb }));
        }
        body.clone_into(&mut self.body);
        Ok(self)
    }

    /// How.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// What: a path with its query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// With which headers.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// With which body; empty for none.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// A header as it may be sent (RFC 9110, section 5).
fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let good = !name.is_empty()
        && line.len() <= HEADER_MAX_BYTES
        && name.bytes().all(is_token)
        && value.bytes().all(|byte| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic())
        && !OWN_HEADERS.contains(&name.as_str())
        && !name.starts_with("x-forwarded-");
    good.then(|| (name, value.to_owned()))
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers in their order. A value that is no text is shown as far as it is.
    pub headers: Vec<(String, String)>,
    /// The body, at most [`ANSWER_MAX_BYTES`]; what is no text in it is shown as `\u{fffd}`.
    pub body: String,
    /// Whether there was more.
    pub is_cut: bool,
    /// From the start of the question to the end of the answer.
    pub took: Duration,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Somebody answered.
    Answer(Answer),
    /// The load balancer answered instead of the function: the allow-list does not let the portal in.
    NotLetIn,
    /// It was not asked: the function can only be reached from inside of the private network, in which the portal is not.
    Private,
    /// Nobody answered.
    Nobody(Unreached),
}

/// Why nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// There was no connection: the name is not known yet, or nobody listens.
    NoConnection,
    /// The connection was made, and ended without an answer.
    BrokenOff,
    /// It took too long.
    TooLate,
}

/// The way to public addresses.
#[async_trait]
pub trait Web: Send + Sync {
    /// Asks `https://{host}`, and waits as long as it takes. Redirects are answers: they are not followed.
    async fn ask(&self, host: &str, question: &Question) -> Result<Answer, Unreached>;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_question_names_no_host_and_hides_nobody() {
        for path in ["/", "/orders?id=1&a=%20", "/a//b"] {
            assert!(Question::new(Method::Get, path).is_ok(), "{path}");
        }
        for path in [
            "",
            "orders",
            "//evil.example/",
            "http://evil.example/",
            "/\\evil",
            "/a b",
            "/ä",
            "/#a",
            "/a\r\nb: c",
        ] {
            assert_eq!(Question::new(Method::Get, path).unwrap_err().problem, Problem::NotAPath, "{path}");
        }
        let question = Question::new(Method::Post, "/").unwrap();
        let headers = question.clone().with_headers("Accept: text/html\r\n\nx-a:\n").unwrap();
        assert_eq!(headers.headers()[0], ("accept".to_owned(), "text/html".to_owned()));
        assert_eq!(headers.headers()[1], ("x-a".to_owned(), String::new()));
        for line in [
            "accept",
            ": a",
            "Host: evil.example",
            "X-Forwarded-For: 203.0.113.7",
            "a b: c",
            "a: ä",
            "Content-Length: 5",
        ] {
            let problem = question.clone().with_headers(&format!("a: b\n{line}")).unwrap_err().problem;
            assert_eq!(problem, Problem::NotAHeader { line: 2 }, "{line}");
        }
        let many = "a: b\n".repeat(HEADERS_MAX + 1);
        assert!(matches!(
            question.clone().with_headers(&many).unwrap_err().problem,
            Problem::TooManyHeaders { .. }
        ));
        assert!(question.with_body(&"x".repeat(BODY_MAX_BYTES + 1)).is_err());
    }

    proptest! {
        #[test]
        fn no_path_leads_to_another_host(path in "\\PC{0,40}") {
            if let Ok(question) = Question::new(Method::Get, &path) {
                prop_assert!(question.path().starts_with('/'));
                prop_assert!(!question.path().starts_with("//") && !question.path().contains(['\\', ' ', '\n']));
            }
        }
    }
}

//! The page that says what went wrong: HTML for browsers, JSON for everybody else.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use super::Problem;
use super::report::Line;

const TEMPLATE: &str = include_str!("page.html");

/// A page instead of the function's answer.
#[derive(Debug)]
pub(super) struct Page {
    status: StatusCode,
    title: String,
    kind: String,
    message: String,
    lines: Vec<Line>,
    advice: String,
    json: Value,
}

impl Page {
    /// The page of a problem. A load balancer answers 502 for whatever a function does wrong, timeouts too
    /// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html>). Where there is no
    /// code to run, which the cloud does not know, it is 503.
    pub(super) fn of(problem: &Problem) -> Self {
        let status = match problem {
            Problem::NotBuilt { .. } | Problem::NotStarted { .. } => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_GATEWAY,
        };
        Self {
            status,
            title: problem.title(),
            kind: problem.kind().to_owned(),
            message: problem.message(),
            lines: problem.lines(),
            advice: problem.advice(),
            json: problem.to_json(),
        }
    }

    /// The page of a request that does not reach the function.
    pub(super) fn refusal(status: StatusCode, title: &str, advice: &str) -> Self {
        let json = json!({ "title": title, "type": "Refused", "message": "", "trace": [], "advice": advice });
        Self {
            status,
            title: title.to_owned(),
            kind: String::new(),
            message: String::new(),
            lines: Vec::new(),
            advice: advice.to_owned(),
            json,
        }
    }

    /// The page for a mistake in `pv` itself.
    pub(super) fn own_fault() -> Self {
        let advice = "Its message is in the terminal. Please report it.";
        Self::refusal(StatusCode::INTERNAL_SERVER_ERROR, "pv failed", advice)
    }

    /// The page in the form that the request asks for.
    pub(super) fn response(&self, wanted: &HeaderMap) -> Response<Full<Bytes>> {
        let accepts = wanted.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let browser = accepts.into_iter().any(|value| value.contains("text/html"));
        let (content_type, text) = if browser {
            ("text/html; charset=utf-8", self.html())
        } else {
            ("application/json", format!("{:#}\n", json!({ "error": self.json })))
        };
        let mut response = Response::new(Full::new(Bytes::from(text)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    fn html(&self) -> String {
        let error = match (self.kind.as_str(), self.message.as_str()) {
            ("", "") => String::new(),
            (kind, message) => {
                format!("<p class=\"error\"><strong>{}</strong> {}</p>", escape(kind), escape(message))
            }
        };
        let parts = [
            ("{status}", self.status.to_string()),
            ("{title}", escape(&self.title)),
            ("{error}", error),
            ("{lines}", lines(&self.lines)),
            ("{advice}", escape(&self.advice)),
        ];
        fill(TEMPLATE, &parts)
    }
}

/// The template with its parts. What a part contains is never taken for a place of another.
fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let next = parts.iter().filter_map(|part| Some((template.find(part.0)?, part))).min_by_key(|(at, _)| *at);
    match next {
        Some((at, (place, text))) => {
            let rest = &template[at + place.len()..];
            format!("{}{text}{}", &template[..at], fill(rest, parts))
        }
        None => template.to_owned(),
    }
}

fn lines(lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let shown: Vec<_> = lines
        .iter()
        .map(|line| match line.own {
            true => format!("<mark>{}</mark>", escape(&line.text)),
            false => escape(&line.text),
        })
        .collect();
    format!("<pre tabindex=\"0\">{}</pre>", shown.join("\n"))
}

/// Text as HTML, in elements and attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::problem::Phase;
    use super::super::report::Report;
    use super::*;

    #[test]
    fn nothing_that_the_function_says_becomes_markup() {
        let evil = "<script>alert('1')</script>{advice}&\"";
        let line = Line { text: evil.to_owned(), own: true };
        let report = Report { kind: evil.to_owned(), message: evil.to_owned(), trace: vec![line] };
        let html = Page::of(&Problem::Reported { phase: Phase::Invoke, report }).html();
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(
            html.matches("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{advice}&amp;&quot;").count(),
            3
        );
        assert!(html.contains("<mark>&lt;script"), "{html}");
    }
}

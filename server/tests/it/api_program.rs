//! A program with a token, as the API sees it.

use axum::body::Body;
use http::{Method, Request};
use serde_json::Value;

use crate::http_site::{Answer, Browser, PUBLIC_URL, Site};

/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Program {
    wire: Browser,
    pub(crate) token: Option<String>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The stable code of a problem, with its status.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        (self.status.as_u16(), body["code"].as_str().unwrap().to_owned())
    }
}

impl Program {
    pub(crate) fn without_token(site: &Site) -> Self {
        Self { wire: site.browser(), token: None }
    }

    /// A command line that the person at the browser lets in.
    pub(crate) async fn of(site: &Site, browser: &mut Browser) -> Self {
        let code = approve(browser).await;
        let mut program = Self::without_token(site);
        let answer = program
            .form(
                "/api/v1/tokens",
                &[("grant_type", "authorization_code"), ("code", &code), ("code_verifier", VERIFIER)],
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        program.token = Some(answer.json()["access_token"].as_str().unwrap().to_owned());
        program
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path), Body::empty()).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path), Body::empty()).await
    }

    pub(crate) async fn json(&mut self, method: Method, path: &str, body: &Value) -> Answer {
        self.json_with(method, path, body, &[]).await
    }

    pub(crate) async fn json_with(
        &mut self,
        method: Method,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method, path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, Body::from(body.to_string())).await
    }

    pub(crate) async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request =
            self.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("user-agent", "pv/1.0");
        match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    pub(crate) async fn send(&mut self, request: http::request::Builder, body: Body) -> Answer {
        self.wire.send(request.body(body).unwrap()).await
    }
}

/// Lets a command line on the browser's machine in, and answers with its code.
pub(crate) async fn approve(browser: &mut Browser) -> String {
    let form = [
        ("port", "4711"),
        ("challenge", CHALLENGE),
        ("state", "a-state"),
        ("name", "laptop"),
        ("answer", "approve"),
    ];
    let answer = browser.post("/cli/authorize", &form).await;
    let back =
        url::Url::parse(answer.location()).unwrap_or_else(|_| panic!("{} {}", PUBLIC_URL, answer.text));
    let pairs: std::collections::BTreeMap<_, _> = back.query_pairs().into_owned().collect();
    assert_eq!((back.port(), pairs["state"].as_str()), (Some(4711), "a-state"));
    pairs["code"].clone()
}

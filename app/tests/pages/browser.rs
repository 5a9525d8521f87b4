//! A browser without scripts.

use axum::Router;
use axum::body::Body;
use domain::caller::Caller;
use domain::grant::Role;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::support::{Shared, now, pages, person, sample, shared, state};

/// Somebody at a browser, and the world behind the pages.
pub struct Browser {
    pub world: Shared,
    router: Router,
    cookies: String,
}

/// What the browser shows.
pub struct Shown {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    /// A person with a role in the sample organization.
    pub fn of(role: Role) -> Self {
        Self::signed_in(Some(person("Mika Tanaka", role)))
    }

    pub fn signed_in(caller: Option<Caller>) -> Self {
        let world = shared(sample());
        let router = pages(state(&world, now()), caller);
        Self { world, router, cookies: "browser_zone=Asia/Tokyo".to_owned() }
    }

    pub fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookies = format!("{}; {cookie}", self.cookies);
        self
    }

    pub async fn get(&self, path: &str) -> Shown {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    pub async fn send(&self, request: http::request::Builder, body: Body) -> Shown {
        let request = request.header(header::COOKIE, &self.cookies).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let html = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Shown { status: parts.status, headers: parts.headers, html }
    }
}

impl Shown {
    /// The text of the first element that begins with `<tag`.
    pub fn inside(&self, tag: &str) -> &str {
        let from = self.html.find(&format!("<{tag}")).unwrap_or_else(|| panic!("no <{tag}"));
        let from = from + self.html[from..].find('>').unwrap() + 1;
        let name = tag.split(' ').next().unwrap();
        &self.html[from..from + self.html[from..].find(&format!("</{name}>")).unwrap()]
    }

    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    pub fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The value of a field as the browser would send it again.
    pub fn field(&self, name: &str) -> Option<String> {
        let tag = self.html.split('<').find(|tag| {
            tag.contains(&format!("name=\"{name}\""))
                && (tag.starts_with("input") && (!tag.contains("type=\"radio\"") || tag.contains("checked")))
        })?;
        let value = tag.split("value=\"").nth(1)?;
        Some(value[..value.find('"')?].to_owned())
    }
}

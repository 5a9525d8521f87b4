//! Errors as pages.

use std::io;

use axum::body::Body;
use domain::error::{Dependency, Error};
use domain::grant::Role;
use http::{Request, StatusCode, header};

use crate::browser::Browser;
use crate::support::lock;

const CREDENTIALS: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001/credentials";

#[tokio::test]
async fn every_error_is_a_page_with_its_status_that_says_what_to_do() {
    let secret = || io::Error::other("password=hunter2 at 10.0.0.1");
    let cases = [
        (Error::NotFound, 404, "does not exist"),
        (Error::TooManyRequests { retry_after_seconds: 7 }, 429, "wait 7 seconds"),
        (Error::unavailable(Dependency::Aws, secret()), 503, "AWS does not answer"),
        (Error::unavailable(Dependency::Issuer, secret()), 503, "sign-in service does not answer"),
        (Error::unavailable(Dependency::Database, secret()), 503, "database of the portal"),
        (Error::internal(secret()), 500, "our mistake"),
    ];
    for (error, status, text) in cases {
        let browser = Browser::of(Role::Developer);
        lock(&browser.world).refusal = Some(error);
        let page = browser.post(CREDENTIALS, &[]).await;
        assert_eq!(page.status.as_u16(), status);
        assert!(page.has(text), "{text}");
        assert!(!page.has("hunter2"), "nothing of the inside is shown");
        assert_eq!(page.headers.contains_key(header::RETRY_AFTER), matches!(status, 429 | 503));
    }
}

#[tokio::test]
async fn what_the_router_refuses_is_a_page_too() {
    let browser = Browser::of(Role::Developer);
    let wrong_method = browser.send(Request::delete("/o/aoba"), Body::empty()).await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
    let json = Request::post("/o/aoba/components/new").header(header::CONTENT_TYPE, "application/json");
    let wrong_type = browser.send(json, Body::from("{}")).await;
    assert_eq!(wrong_type.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large =
        Request::post("/preferences").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let too_large = browser.send(large, Body::from(vec![b'a'; 3_000_000])).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    for page in [wrong_method, wrong_type, too_large] {
        assert_eq!(page.html.matches("<h1").count(), 1);
    }
    for unknown in [
        "/nowhere",
        "/o/nobody",
        "/o/aoba/components/not-an-id",
        "/o/aoba/operations/1",
        "/o/kite/components/01939000-0000-7000-8004-000000000001",
    ] {
        assert_eq!(browser.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn errors_speak_the_language_of_the_reader() {
    let page = Browser::of(Role::Developer).with_cookie("locale=ja").get("/nowhere").await;
    assert!(page.has("ページが見つかりません"));
}

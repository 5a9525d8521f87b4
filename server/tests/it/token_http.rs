//! Signing in a command line over HTTP, and what its token is good for.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::json;

use crate::api_program::{CHALLENGE, Program, VERIFIER, approve};
use crate::http_site::Site;

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

#[tokio::test]
async fn a_command_line_on_the_same_machine_signs_in() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let mut pv = Program::of(&site, &mut browser).await;
    let me = pv.get("/api/v1/me").await;
    assert_eq!((me.status, &me.json()["email"]), (StatusCode::OK, &json!("dan@acme.example")));
    assert_eq!(me.json()["address"], "203.0.113.7");
    assert!(browser.get("/account/sessions").await.text.contains("Command line on laptop"));

    assert_eq!(pv.delete("/api/v1/tokens/current").await.status, StatusCode::NO_CONTENT);
    assert_eq!(pv.get("/api/v1/me").await.problem(), (401, "unauthenticated".to_owned()));
}

#[tokio::test]
async fn the_page_that_asks_may_lead_back_to_the_command_line_and_nowhere_else() {
    let site = Site::new().await;
    let address = format!("/cli/authorize?port=4711&challenge={CHALLENGE}&state=s&name=laptop");
    let visitor = site.browser().get(&address).await;
    assert!(visitor.location().starts_with("/auth/login?return_to=%2Fcli%2Fauthorize%3Fport%3D4711"));
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let page = browser.get(&address).await;
    assert!(
        page.header("content-security-policy").contains(" http://127.0.0.1:4711; frame-ancestors 'none'")
    );
    let other = browser.get("/device").await;
    assert!(!other.header("content-security-policy").contains("4711"));
}

#[tokio::test]
async fn another_site_cannot_let_a_command_line_in() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let body = format!("port=4711&challenge={CHALLENGE}&state=s&name=x&answer=approve");
    for path in ["/cli/authorize", "/device"] {
        let request = Request::post(path)
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://evil.test")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.clone()));
        let answer = browser.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_command_line_on_another_machine_signs_in() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let mut pv = Program::without_token(&site);
    let codes = pv.form("/api/v1/device", &[("name", "build-box")]).await.json();
    assert_eq!((&codes["interval"], &codes["expires_in"]), (&json!(5), &json!(600)));
    assert_eq!(codes["verification_uri"], "http://127.0.0.1:8080/device");
    let asked = [("grant_type", DEVICE), ("device_code", codes["device_code"].as_str().unwrap())];
    let answer = pv.form("/api/v1/tokens", &asked).await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::BAD_REQUEST, "{\"error\":\"authorization_pending\"}")
    );
    assert_eq!(pv.form("/api/v1/tokens", &asked).await.json()["error"], "slow_down");

    let code = codes["user_code"].as_str().unwrap();
    let page = browser.get(&format!("/device?user_code={code}")).await;
    assert!(page.text.contains("build-box") && page.text.contains("203.0.113.7"));
    let decided = browser.post("/device", &[("user_code", code), ("answer", "approve")]).await;
    assert_eq!(decided.location(), "/device/done");
    let answer = pv.form("/api/v1/tokens", &asked).await.json();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(90 * 24 * 3600)));
    pv.token = Some(answer["access_token"].as_str().unwrap().to_owned());
    assert_eq!(pv.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_right_request_for_a_token_gets_the_word_of_the_standard() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let code = approve(&mut browser).await;
    let mut pv = Program::without_token(&site);
    for (fields, expected) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "password")], "unsupported_grant_type"),
        (&[("grant_type", "authorization_code"), ("code", code.as_str())], "invalid_request"),
        (&[("grant_type", DEVICE)], "invalid_request"),
        (&[("grant_type", DEVICE), ("device_code", "nobody")], "invalid_grant"),
        (
            &[("grant_type", "authorization_code"), ("code", "x"), ("code_verifier", VERIFIER)],
            "invalid_grant",
        ),
    ] {
        let answer = pv.form("/api/v1/tokens", fields).await;
        assert_eq!((answer.status, &answer.json()["error"]), (StatusCode::BAD_REQUEST, &json!(expected)));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let answer = pv.json(Method::POST, "/api/v1/tokens", &json!({})).await;
    assert_eq!(answer.json()["error"], "invalid_request");
    assert_eq!(pv.form("/api/v1/device", &[("name", "")]).await.problem(), (422, "invalid".to_owned()));
}

#[tokio::test]
async fn only_a_good_token_counts_and_a_cookie_never_does() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let good = Program::of(&site, &mut browser).await.token.unwrap();
    let with_cookie = browser.get("/api/v1/me").await;
    assert_eq!(with_cookie.problem(), (401, "unauthenticated".to_owned()));
    assert_eq!(with_cookie.header("www-authenticate"), "Bearer realm=\"provisioner\"");
    let mut pv = Program::without_token(&site);
    let other = format!("pv_{}", "A".repeat(43));
    for value in [
        "".to_owned(),
        "Bearer".to_owned(),
        format!("Basic {good}"),
        format!("Bearer {other}"),
        format!("Bearer {good}A"),
        format!("Bearer {}", &good[3..]),
        format!("Bearer {good} {good}"),
    ] {
        let request = Request::get("/api/v1/me").header("authorization", &value);
        assert_eq!(pv.send(request, Body::empty()).await.status, StatusCode::UNAUTHORIZED, "{value}");
    }
    let request = Request::get("/api/v1/me").header("authorization", format!("bearer {good}"));
    assert_eq!(pv.send(request, Body::empty()).await.status, StatusCode::OK);
}

//! What surrounds every request: headers, refusals of malformed and foreign requests, limits, health, static files.

use axum::body::Body;
use http::{Method, Request, StatusCode};

use crate::http_site::{PUBLIC_URL, Site};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::new().await;
    for path in ["/", "/nowhere", "/healthz", "/auth/callback", "/o/acme", "/assets/0/none.css"] {
        let answer = site.browser().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self' 'wasm-unsafe-eval'"),
            "{path}: {policy}"
        );
        assert!(policy.contains(&format!("form-action 'self' {};", site.issuer.address)), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "plain http: {path}");
    }
}

#[tokio::test]
async fn over_https_cookies_and_headers_insist_on_it() {
    let site = Site::with(&[("PROVISIONER__SERVER__PUBLIC_URL", "https://portal.example.com")]).await;
    let answer = site.browser().get("/auth/login").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-sign-in-") && cookie.contains("; Secure") && cookie.contains("Path=/;"),
        "{cookie}"
    );
}

#[tokio::test]
async fn malformed_requests_get_a_page_with_4xx_and_no_internals() {
    let site = Site::new().await;
    let large = "a".repeat(70 * 1024);
    let cases: [(&str, Request<Body>, StatusCode); 7] = [
        ("unknown page", Request::get("/nowhere").body(Body::empty()).unwrap(), StatusCode::NOT_FOUND),
        (
            "dots",
            Request::get("/assets/0/../../Cargo.toml").body(Body::empty()).unwrap(),
            StatusCode::NOT_FOUND,
        ),
        (
            "wrong method",
            Request::delete("/preferences").body(Body::empty()).unwrap(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "unknown method",
            Request::builder().method("BREW").uri("/").body(Body::empty()).unwrap(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "too large",
            Request::post("/preferences")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("content-length", large.len())
                .body(Body::from(large.clone()))
                .unwrap(),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            "too large without saying so",
            Request::post("/preferences")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from_stream(futures::stream::iter([Ok::<_, std::io::Error>(large.into_bytes())])))
                .unwrap(),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            "not a form",
            Request::post("/preferences")
                .header("content-type", "text/xml")
                .body(Body::from("<a/>"))
                .unwrap(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
    ];
    for (what, request, expected) in cases {
        let answer = site.browser().send(request).await;
        assert_eq!(answer.status, expected, "{what}: {}", answer.text);
        assert!(answer.text.contains("<h1"), "{what} is answered with a page: {}", answer.text);
        assert!(
            !answer.text.contains("axum") && !answer.text.contains("Failed to"),
            "{what}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn programs_get_problem_details() {
    let site = Site::new().await;
    let request = Request::get("/o/acme").header("accept", "application/json").body(Body::empty()).unwrap();
    let answer = site.browser().send(request).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::UNAUTHORIZED, "application/problem+json")
    );
    assert!(answer.text.contains("\"code\":\"unauthenticated\""), "{}", answer.text);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = Site::new().await;
    for (header, value, expected) in [
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("origin", "https://evil.test", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("origin", PUBLIC_URL, StatusCode::SEE_OTHER),
        ("sec-fetch-site", "same-origin", StatusCode::SEE_OTHER),
    ] {
        let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
        let request = Request::post("/auth/logout").header("host", "portal.internal").header(header, value);
        let answer = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, expected, "{header}: {value}");
        assert_eq!(browser.is_signed_in(), expected == StatusCode::FORBIDDEN, "{header}: {value}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let site = Site::with(&[("PROVISIONER__SERVER__REQUESTS_PER_MINUTE", "10")]).await;
    let mut browser = site.browser();
    for _ in 0..10 {
        assert_eq!(browser.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    }
    let answer = browser.get("/nowhere").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=7).contains(&seconds), "{seconds}");
    assert_eq!(
        browser.get("/healthz").await.status,
        StatusCode::OK,
        "whoever watches the server is not paced"
    );
}

#[tokio::test]
async fn harmless_request_ids_are_kept_and_others_replaced() {
    let site = Site::new().await;
    for (given, kept) in [
        ("0af7651916cd43dd", true),
        ("short", false),
        ("has spaces in it", false),
        ("<script>alert(1)", false),
    ] {
        let request = Request::get("/healthz").header("x-request-id", given).body(Body::empty()).unwrap();
        let answer = site.browser().send(request).await;
        assert_eq!(answer.header("x-request-id") == given, kept, "{given}");
    }
}

#[tokio::test]
async fn health_tells_the_truth() {
    let site = Site::new().await;
    assert_eq!(site.browser().get("/healthz").await.text, "ok\n");
    let ready = site.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK);
    for part in ["\"database\":\"ready\"", "\"migrations\":\"applied\"", "\"issuer\":\"ready\""] {
        assert!(ready.text.contains(part), "{}", ready.text);
    }
}

#[tokio::test]
async fn metrics_are_for_those_who_know_the_token() {
    let site = Site::new().await;
    assert_eq!(site.browser().get("/metrics").await.status, StatusCode::NOT_FOUND, "off unless configured");
    let token = "a-token-of-enough-characters";
    let site = Site::with(&[("PROVISIONER__TELEMETRY__METRICS_TOKEN", token)]).await;
    assert_eq!(site.browser().get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    for (given, expected) in [(token, StatusCode::OK), ("another", StatusCode::UNAUTHORIZED)] {
        let request = Request::get("/metrics").header("authorization", format!("Bearer {given}"));
        assert_eq!(site.browser().send(request.body(Body::empty()).unwrap()).await.status, expected);
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let site = Site::new().await;
    let answer = site
        .browser()
        .send(Request::builder().method(Method::HEAD).uri("/").body(Body::empty()).unwrap())
        .await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn the_key_of_the_audit_trail_is_public() {
    let site = Site::new().await;
    let answer = site.browser().get("/.well-known/provisioner-audit-keys.json").await;
    let keys: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let expected = hex::encode(site.app.context.signer.verifying_key().as_bytes());
    assert_eq!(keys["keys"][0]["public_key"], expected);
}

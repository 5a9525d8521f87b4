//! Signing in and out, with an issuer that can be made to answer wrongly.

use domain::audit::{AuditAction, AuditFilter};
use domain::caller::{Caller, Task};
use domain::ports::{PageRequest, Trail};
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::http_site::{Asked, Site, asked, callback, merged, parameter};
use crate::sign_in_issuer::{Key, unsigned};

async fn failures(site: &Site) -> usize {
    let filter = AuditFilter { action: Some(AuditAction::SignInFailed), ..AuditFilter::default() };
    let automation = Caller::automation(Task::CommandLine, "test");
    let page = PageRequest::default();
    site.parts.ports.audit.list(&automation, Trail::Platform, &filter, &page).await.unwrap().items.len()
}

#[tokio::test]
async fn somebody_signs_in_and_comes_back_to_the_page_they_wanted() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let away = browser.leave("/auth/login?return_to=%2Fo%2Facme%2Faudit").await;
    assert_eq!(parameter(&away, "response_type"), "code");
    assert_eq!(parameter(&away, "code_challenge_method"), "S256");
    assert_eq!(parameter(&away, "redirect_uri"), "http://127.0.0.1:8080/auth/callback");
    assert_eq!(parameter(&away, "scope"), "openid email profile");
    let token = Key(1).sign(&asked(&site.issuer, &away).claims);
    let back = browser.come_back(&site.issuer, &away, token).await;
    assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, "/o/acme/audit"), "{}", back.text);
    assert!(browser.is_signed_in());
    let mut cookies = back.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let session = cookies.find(|cookie| cookie.starts_with("session=")).unwrap();
    assert!(
        session.contains("HttpOnly") && session.contains("SameSite=Lax") && session.contains("Path=/"),
        "{session}"
    );
    assert_eq!(browser.get("/organizations").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_led_to_another_site_afterwards() {
    let site = Site::new().await;
    for return_to in ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a\r\nb"] {
        let mut browser = site.browser();
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
        let away = browser.leave(&format!("/auth/login?{query}")).await;
        let token = Key(1).sign(&asked(&site.issuer, &away).claims);
        assert_eq!(browser.come_back(&site.issuer, &away, token).await.location(), "/", "{return_to}");
    }
}

/// How a token is spoilt.
type Spoil = fn(&Asked) -> String;

fn with(asked: &Asked, claims: Value) -> String {
    Key(1).sign(&merged(asked, &claims))
}

fn exp(asked: &Asked) -> i64 {
    asked.claims["exp"].as_i64().unwrap()
}

const WRONG: [(&str, Spoil); 17] = [
    ("signed with another key under a known name", |asked| {
        Key(2).sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1" }), &asked.claims)
    }),
    ("signed with a key that nobody published", |asked| Key(2).sign(&asked.claims)),
    ("alg none", |asked| format!("{}.", unsigned(&json!({ "alg": "none" }), &asked.claims))),
    ("alg none with a signature", |asked| {
        Key(1).sign_with_header(&json!({ "alg": "none", "kid": "key-1" }), &asked.claims)
    }),
    ("symmetric algorithm", |asked| {
        Key(1).sign_with_header(&json!({ "alg": "HS256", "kid": "key-1" }), &asked.claims)
    }),
    ("of another type", |asked| {
        Key(1)
            .sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1", "typ": "logout+jwt" }), &asked.claims)
    }),
    ("critical header", |asked| {
        Key(1).sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1", "crit": ["x"] }), &asked.claims)
    }),
    ("changed after signing", |asked| {
        let signed = Key(1).sign(&asked.claims);
        let signature = signed.rsplit('.').next().unwrap();
        let claims = merged(asked, &json!({ "sub": "u-otto" }));
        format!("{}.{signature}", unsigned(&json!({ "alg": "EdDSA", "kid": "key-1", "typ": "JWT" }), &claims))
    }),
    ("of another issuer", |asked| with(asked, json!({ "iss": "https://login.evil.test" }))),
    ("for another client", |asked| with(asked, json!({ "aud": "another" }))),
    ("for another client too", |asked| with(asked, json!({ "aud": ["provisioner", "another"] }))),
    ("another authorized party", |asked| with(asked, json!({ "azp": "another" }))),
    ("expired", |asked| with(asked, json!({ "exp": exp(asked) - 300 - 31 }))),
    ("issued in the future", |asked| with(asked, json!({ "iat": exp(asked) }))),
    ("for another attempt", |asked| with(asked, json!({ "nonce": "another" }))),
    ("for no attempt", |asked| with(asked, json!({ "nonce": null }))),
    ("no token at all", |_| "nonsense".to_owned()),
];

#[tokio::test]
async fn a_token_that_fails_a_check_signs_nobody_in() {
    let site = Site::new().await;
    for (number, (what, spoil)) in WRONG.into_iter().enumerate() {
        let mut browser = site.browser();
        let answer = browser.sign_in(&site.issuer, spoil).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}: {}", answer.text);
        assert!(!browser.is_signed_in(), "{what}");
        assert_eq!(failures(&site).await, number + 1, "{what}");
    }
}

#[tokio::test]
async fn clocks_may_differ_a_little() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let answer =
        browser.sign_in(&site.issuer, |asked| with(asked, json!({ "exp": exp(asked) - 300 - 29 }))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_answer_belongs_to_one_attempt_of_one_browser() {
    let site = Site::new().await;
    let (mut victim, mut attacker) = (site.browser(), site.browser());
    let away = attacker.leave("/auth/login").await;
    let token = Key(1).sign(&asked(&site.issuer, &away).claims);
    let stolen = victim.come_back(&site.issuer, &away, token.clone()).await;
    assert_eq!((stolen.status, victim.is_signed_in()), (StatusCode::BAD_REQUEST, false));

    assert_eq!(attacker.come_back(&site.issuer, &away, token.clone()).await.status, StatusCode::SEE_OTHER);
    let again = attacker.come_back(&site.issuer, &away, token).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST, "an answer counts once");

    for path in ["/auth/callback", "/auth/callback?state=unknown&code=x", "/auth/callback?state=%ff&state=a"]
    {
        assert_eq!(site.browser().get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn an_attempt_ends_after_ten_minutes() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let away = browser.leave("/auth/login").await;
    site.app.clock.advance(SignedDuration::from_mins(10));
    let token = Key(1).sign(&merged(&asked(&site.issuer, &away), &json!({ "exp": site.second() + 60 })));
    assert_eq!(browser.come_back(&site.issuer, &away, token).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn two_tabs_can_sign_in_at_the_same_time() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let first = browser.leave("/auth/login?return_to=/first").await;
    let second = browser.leave("/auth/login?return_to=/second").await;
    for (away, page) in [(first, "/first"), (second, "/second")] {
        let token = Key(1).sign(&asked(&site.issuer, &away).claims);
        assert_eq!(browser.come_back(&site.issuer, &away, token).await.location(), page);
    }
}

#[tokio::test]
async fn refusals_of_the_issuer_and_mixed_up_issuers_sign_nobody_in() {
    let site = Site::new().await;
    let good = site.issuer.address.clone();
    for (issuer, error, expected) in [
        (Some(good.as_str()), Some("access_denied"), StatusCode::FORBIDDEN),
        (Some(good.as_str()), Some("<script>alert(1)</script>"), StatusCode::FORBIDDEN),
        (Some("https://login.evil.test"), None, StatusCode::FORBIDDEN),
        (None, None, StatusCode::FORBIDDEN),
        (Some(good.as_str()), None, StatusCode::FORBIDDEN),
    ] {
        let mut browser = site.browser();
        let away = browser.leave("/auth/login").await;
        let state = parameter(&away, "state");
        let mut parameters = vec![("state", state.as_str())];
        parameters.extend(issuer.map(|issuer| ("iss", issuer)));
        parameters.extend(error.map(|error| ("error", error)));
        let answer = browser.get(&callback(&parameters)).await;
        assert_eq!((answer.status, browser.is_signed_in()), (expected, false), "{issuer:?} {error:?}");
        assert!(!answer.text.contains("alert(1)"), "what arrives in an address is never shown");
    }
    assert_eq!(failures(&site).await, 5);
}

#[tokio::test]
async fn new_keys_of_the_issuer_are_found() {
    let site = Site::new().await;
    site.issuer.publish(&[Key(3), Key(1)]);
    site.app.clock.advance(SignedDuration::from_secs(6));
    let mut browser = site.browser();
    let answer = browser.sign_in(&site.issuer, |asked| Key(3).sign(&asked.claims)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn made_up_key_ids_do_not_make_the_server_flood_the_issuer() {
    let site = Site::new().await;
    let before = site.issuer.key_reads();
    site.app.clock.advance(SignedDuration::from_secs(6));
    for number in 10..20 {
        site.browser().sign_in(&site.issuer, |asked| Key(number).sign(&asked.claims)).await;
    }
    assert_eq!(site.issuer.key_reads(), before + 1);
}

#[tokio::test]
async fn an_issuer_that_is_down_at_the_start_is_named_and_found_later() {
    let site = Site::while_the_issuer_is_down().await;
    let answer = site.browser().get("/auth/login").await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (StatusCode::SERVICE_UNAVAILABLE, "10"),
        "{}",
        answer.text
    );
    let ready = site.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK);
    assert!(ready.text.contains("\"issuer\":\"unreachable\""), "{}", ready.text);
    site.issuer.go_down(false);
    site.known.discover().await.unwrap();
    let mut browser = site.browser();
    assert_eq!(
        browser.sign_in(&site.issuer, |asked| Key(1).sign(&asked.claims)).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_issuer_that_goes_down_between_is_named() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let away = browser.leave("/auth/login").await;
    site.issuer.go_down(true);
    let token = Key(1).sign(&asked(&site.issuer, &away).claims);
    let answer = browser.come_back(&site.issuer, &away, token).await;
    assert_eq!(
        (answer.status, browser.is_signed_in()),
        (StatusCode::SERVICE_UNAVAILABLE, false),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn nobody_is_sent_to_an_issuer_that_does_not_answer() {
    let site = Site::new().await;
    site.issuer.go_down(true);
    site.app.clock.advance(SignedDuration::from_mins(1));
    let before = site.issuer.document_reads();
    for _ in 0..10 {
        let answer = site.browser().get("/auth/login").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    }
    assert_eq!(site.issuer.document_reads(), before + 1, "clicks do not flood the issuer");
    let ready = site.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK);
    assert!(ready.text.contains("\"issuer\":\"unreachable\""), "{}", ready.text);
    site.issuer.go_down(false);
    site.app.clock.advance(SignedDuration::from_secs(6));
    let mut browser = site.browser();
    let answer = browser.sign_in(&site.issuer, |asked| Key(1).sign(&asked.claims)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "the next sign-in finds it again");
    let ready = browser.get("/readyz").await;
    assert!(ready.text.contains("\"issuer\":\"ready\""), "{}", ready.text);
}

#[tokio::test]
async fn a_session_ends_when_it_rests_or_lasts_too_long() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    for _ in 0..13 {
        site.app.clock.advance(SignedDuration::from_mins(55));
        assert_eq!(browser.get("/organizations").await.status, StatusCode::OK);
    }
    site.app.clock.advance(SignedDuration::from_mins(10));
    let late = browser.get("/organizations").await;
    assert_eq!(
        (late.status, late.location()),
        (StatusCode::SEE_OTHER, "/auth/login?return_to=%2Forganizations")
    );

    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    site.app.clock.advance(SignedDuration::from_mins(61));
    assert_eq!(browser.get("/organizations").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_sign_in_replaces_the_session_of_the_browser() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let mut before = browser.clone();
    browser.sign_in(&site.issuer, |asked| Key(1).sign(&asked.claims)).await;
    assert_ne!(browser.cookies["session"], before.cookies["session"]);
    assert_eq!(before.get("/organizations").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/organizations").await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_at_the_issuer() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let mut copy = browser.clone();
    let answer = browser.post("/auth/logout", &[]).await;
    let next = url::Url::parse(answer.location()).unwrap();
    assert!(next.as_str().starts_with(&format!("{}/end?", site.issuer.address)), "{next}");
    assert_eq!(parameter(&next, "post_logout_redirect_uri"), "http://127.0.0.1:8080/");
    assert!(!parameter(&next, "id_token_hint").is_empty());
    assert!(!browser.is_signed_in());
    assert_eq!(copy.get("/organizations").await.status, StatusCode::SEE_OTHER);
    assert_eq!(copy.post("/auth/logout", &[]).await.location(), "/", "twice does no harm");
}

fn logout_claims(site: &Site) -> Value {
    json!({
        "iss": site.issuer.address,
        "aud": "provisioner",
        "iat": site.second(),
        "exp": site.second() + 120,
        "jti": "1",
        "sid": "issuer-session-1",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    })
}

#[tokio::test]
async fn the_issuer_can_end_sessions() {
    for claims in [json!({}), json!({ "sid": null, "sub": "u-dan" })] {
        let site = Site::new().await;
        let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
        let token = Key(1).sign(&merged(&Asked { claims: logout_claims(&site) }, &claims));
        let answer = site.browser().post("/auth/backchannel-logout", &[("logout_token", &token)]).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        assert_eq!(browser.get("/organizations").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_logout_token_that_fails_a_check_ends_nothing() {
    let site = Site::new().await;
    let mut browser = site.signed_in("u-dan", "dan@acme.example").await;
    let good = Asked { claims: logout_claims(&site) };
    let second = site.second();
    let spoilt = |claims: Value| Key(1).sign(&merged(&good, &claims));
    let tokens = [
        String::new(),
        "a.b.c".to_owned(),
        Key(2).sign(&good.claims),
        Key(2).sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1" }), &good.claims),
        format!("{}.", unsigned(&json!({ "alg": "none", "kid": "key-1" }), &good.claims)),
        Key(1).sign_with_header(&json!({ "alg": "HS256", "kid": "key-1" }), &good.claims),
        Key(1).sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1", "typ": "at+jwt" }), &good.claims),
        spoilt(json!({ "iss": "https://login.evil.test" })),
        spoilt(json!({ "aud": "another" })),
        spoilt(json!({ "exp": second - 31 })),
        spoilt(json!({ "iat": second + 31 })),
        spoilt(json!({ "exp": null })),
        spoilt(json!({ "events": {} })),
        spoilt(json!({ "nonce": "n" })),
        spoilt(json!({ "sid": null })),
    ];
    for token in tokens {
        let answer = site.browser().post("/auth/backchannel-logout", &[("logout_token", &token)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{token}");
        assert_eq!(browser.get("/organizations").await.status, StatusCode::OK, "{token}");
    }
    assert_eq!(site.browser().post("/auth/backchannel-logout", &[]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_issuer_that_is_configured_wrongly_is_told_from_one_that_is_down() {
    use server::http::oidc::{DiscoveryError, Issuer, IssuerStatus};
    let site = Site::new().await;
    let mut config = (*site.parts.config).clone();
    // The issuer names itself without the slash, and these are compared letter by letter.
    config.oidc.issuer.push('/');
    let issuer = Issuer::new(&config, site.app.context.clock.clone()).unwrap();
    assert!(
        matches!(issuer.discover().await, Err(DiscoveryError::Broken(reason)) if reason.contains("issuer"))
    );
    assert_eq!(issuer.status(), IssuerStatus::Broken);
    site.issuer.go_down(true);
    let issuer = Issuer::new(&site.parts.config, site.app.context.clock.clone()).unwrap();
    assert!(matches!(issuer.discover().await, Err(DiscoveryError::Unreachable(_))));
    assert_eq!(issuer.status(), IssuerStatus::Unreachable);
}

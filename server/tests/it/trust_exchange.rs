//! Tokens of CI jobs: who gets one, and who does not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::{AuditAction, Outcome};
use domain::ports::Trail;
use http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};
use server::service::housekeeping;
use sha2::{Digest as _, Sha256};

use crate::sign_in_issuer::{Key, unsigned};
use crate::support::TOKENS;
use crate::trust_stage::{Ci, EXCHANGE, ID_TOKEN};

const NOT_TRUSTED: &str = "invalid_target";
const NOT_GOOD: &str = "invalid_request";

/// HMAC-SHA256 (RFC 2104) with the bytes of the public key: what a library accepts that lets the token choose the algorithm.
fn signed_with_the_public_key(claims: &Value) -> String {
    let public = ed25519_dalek::SigningKey::from_bytes(&[1; 32]).verifying_key();
    let message = unsigned(&json!({ "alg": "HS256", "kid": Key(1).id(), "typ": "JWT" }), claims);
    let padded = |byte: u8| -> Vec<u8> {
        let mut key = [0; 64];
        key[..32].copy_from_slice(public.as_bytes());
        key.iter().map(|part| part ^ byte).collect()
    };
    let inner = Sha256::digest([padded(0x36), message.clone().into_bytes()].concat());
    let outer = Sha256::digest([padded(0x5c), inner.to_vec()].concat());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(outer))
}

#[tokio::test]
async fn the_right_job_gets_a_token_for_fifteen_minutes() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let answer = ci.exchange(&Key(1).sign(&ci.claims(1))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    let granted = answer.json();
    assert_eq!((&granted["token_type"], &granted["expires_in"]), (&json!("Bearer"), &json!(900)));
    assert_eq!(granted["issued_token_type"], "urn:ietf:params:oauth:token-type:access_token");
    let entry = ci.world.site.app.newest(ci.world.acme).await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::TokenExchanged, Outcome::Succeeded));
    let after = entry.after.unwrap();
    let run = format!("{}/acme/shop/-/jobs/1", ci.world.site.issuer.address);
    assert_eq!(
        (&after["repository"], &after["commit"], &after["run"]),
        (&json!("acme/shop"), &json!("8c2f6d41b0a94e77"), &json!(run))
    );

    let mut job = ci.job();
    job.token = Some(granted["access_token"].as_str().unwrap().to_owned());
    let function = ci.address(&ci.world.ids.function);
    assert_eq!(job.get(&function).await.status, StatusCode::OK);
    ci.world.site.app.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(job.get(&function).await.status, StatusCode::OK, "what was begun can be followed");
    let late = job.json(Method::POST, &format!("{function}/deploys"), &json!({})).await;
    assert_eq!(late.problem(), (403, "forbidden".to_owned()));
    ci.world.site.app.clock.advance(SignedDuration::from_mins(120));
    assert_eq!(job.get(&function).await.problem(), (401, "unauthenticated".to_owned()));
    let forgotten = housekeeping::expire_tokens(&ci.world.site.app.context, &TOKENS).await.unwrap();
    assert_eq!(forgotten, 2, "the token, and what was given for it");
}

#[tokio::test]
async fn every_other_token_is_refused_and_written_down() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let now = ci.world.site.second();
    let signed = |claims: Value| Key(1).sign(&claims);
    let good = ci.claims(1);
    let none = format!("{}.", unsigned(&json!({ "alg": "none" }), &good));
    let as_key_1 = |key: Key| key.sign_with_header(&json!({ "alg": "EdDSA", "kid": "key-1" }), &good);
    let swapped = {
        let (head, tail) = (signed(ci.with(1, "project_path", json!("eve/shop"))), signed(good.clone()));
        let parts: Vec<&str> = head.split('.').take(1).chain(tail.split('.').skip(1)).collect();
        let forged = head.split('.').nth(1).unwrap().to_owned();
        format!("{}.{forged}.{}", parts[0], parts[2])
    };
    let customer = Trail::Organization(ci.world.acme);
    for (what, token, error, why, trail) in [
        (
            "repository",
            signed(ci.with(1, "project_path", json!("eve/shop"))),
            NOT_TRUSTED,
            "conditions_not_met",
            customer,
        ),
        (
            "capitals",
            signed(ci.with(1, "project_path", json!("Acme/shop"))),
            NOT_TRUSTED,
            "conditions_not_met",
            customer,
        ),
        ("branch", signed(ci.with(1, "ref", json!("evil"))), NOT_TRUSTED, "conditions_not_met", customer),
        (
            "list",
            signed(ci.with(1, "project_path", json!(["acme/shop"]))),
            NOT_TRUSTED,
            "conditions_not_met",
            customer,
        ),
        (
            "audience",
            signed(ci.with(1, "aud", json!("https://other.example"))),
            NOT_GOOD,
            "wrong_audience",
            Trail::Platform,
        ),
        (
            "audiences",
            signed(ci.with(1, "aud", json!(["http://127.0.0.1:8080", "b"]))),
            NOT_GOOD,
            "wrong_audience",
            Trail::Platform,
        ),
        (
            "issuer",
            signed(ci.with(1, "iss", json!("https://evil.example"))),
            NOT_TRUSTED,
            "no_trust",
            Trail::Platform,
        ),
        (
            "slash",
            signed(ci.with(1, "iss", json!(format!("{}/", ci.world.site.issuer.address)))),
            NOT_TRUSTED,
            "no_trust",
            Trail::Platform,
        ),
        ("expired", signed(ci.with(1, "exp", json!(now - 60))), NOT_GOOD, "expired", Trail::Platform),
        ("early", signed(ci.with(1, "nbf", json!(now + 60))), NOT_GOOD, "not_yet_valid", Trail::Platform),
        ("future", signed(ci.with(1, "iat", json!(now + 60))), NOT_GOOD, "not_yet_valid", Trail::Platform),
        ("long", signed(ci.with(1, "exp", json!(now + 90_000))), NOT_GOOD, "lasts_too_long", Trail::Platform),
        ("subject", signed(ci.with(1, "sub", Value::Null)), NOT_GOOD, "claims_missing", Trail::Platform),
        ("none", none, NOT_TRUSTED, "signature", Trail::Platform),
        ("hmac", signed_with_the_public_key(&good), NOT_TRUSTED, "signature", Trail::Platform),
        ("unknown key", Key(2).sign(&good), NOT_TRUSTED, "signature", Trail::Platform),
        ("another's key", as_key_1(Key(2)), NOT_TRUSTED, "signature", Trail::Platform),
        ("other claims", swapped, NOT_TRUSTED, "signature", Trail::Platform),
    ] {
        let before = ci.world.everything().await;
        let answer = ci.exchange(&token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}: {}", answer.text);
        assert_eq!(answer.json()["error"], error, "{what}: {}", answer.text);
        assert_eq!(ci.world.everything().await, before, "{what}");
        let entry = ci.world.site.app.trail(trail).await.pop().unwrap();
        assert_eq!((entry.action, entry.outcome), (AuditAction::TokenExchanged, Outcome::Refused), "{what}");
        let after = entry.after.unwrap();
        assert_eq!(after["why"], why, "{what}: {after}");
        let told = after.get("unverified").unwrap_or(&after);
        assert!(told["issuer"].is_string(), "{what}: {after}");
    }
    assert_eq!(ci.exchange(&signed(good)).await.status, StatusCode::OK, "the right one, after all that");
}

#[tokio::test]
async fn a_refusal_says_which_condition_was_not_met_in_the_trail_alone() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let answer = ci.exchange(&Key(1).sign(&ci.with(1, "ref", json!("feature")))).await;
    assert!(!answer.text.contains("ref") && !answer.text.contains("main"), "{}", answer.text);
    let entry = ci.world.site.app.newest(ci.world.acme).await;
    assert_eq!(
        entry.after.unwrap()["unmet"],
        json!([{ "claim": "ref", "wanted": "main", "found": "feature" }])
    );
}

#[tokio::test]
async fn strangers_do_not_learn_what_a_project_trusts() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let eve = ci.with(1, "project_path", json!("eve/shop"));
    let token = Key(1).sign(&eve);
    let own = format!("acme/{}", ci.project);
    let mut answers = Vec::new();
    for audience in [own.as_str(), "acme/nothing", "globex/billing", "nobody/nothing"] {
        answers.push(ci.exchange_for(&token, audience).await.text);
    }
    answers.push(ci.exchange_for(&Key(2).sign(&ci.claims(1)), &own).await.text);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn a_token_is_exchanged_once() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let token = Key(1).sign(&ci.claims(1));
    let (one, other) = tokio::join!(ci.exchange(&token), ci.exchange(&token));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::BAD_REQUEST]);
    let again = ci.exchange(&token).await;
    assert!(again.text.contains("exchanged before"), "{}", again.text);
    let entry = ci.world.site.app.newest(ci.world.acme).await;
    assert_eq!((entry.outcome, &entry.after.unwrap()["why"]), (Outcome::Refused, &json!("used_before")));
    assert_eq!(ci.exchange(&Key(1).sign(&ci.claims(2))).await.status, StatusCode::OK, "another job");
}

#[tokio::test]
async fn what_is_no_exchange_is_refused_before_anybody_is_asked() {
    let ci = Ci::new().await;
    let token = Key(1).sign(&ci.claims(1));
    let reads = ci.world.site.issuer.document_reads();
    let before = ci.world.audit_entries().await;
    let long = "a".repeat(20_000);
    for fields in [
        vec![("grant_type", EXCHANGE)],
        vec![("grant_type", EXCHANGE), ("subject_token", &token), ("audience", "acme/shop")],
        vec![
            ("grant_type", EXCHANGE),
            ("subject_token", &token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:saml2"),
            ("audience", "acme/shop"),
        ],
        vec![("grant_type", EXCHANGE), ("subject_token", &token), ("subject_token_type", ID_TOKEN)],
        vec![
            ("grant_type", EXCHANGE),
            ("subject_token", &token),
            ("subject_token_type", ID_TOKEN),
            ("audience", "acme"),
        ],
        vec![
            ("grant_type", EXCHANGE),
            ("subject_token", "not.a-token"),
            ("subject_token_type", ID_TOKEN),
            ("audience", "acme/shop"),
        ],
        vec![
            ("grant_type", EXCHANGE),
            ("subject_token", &long),
            ("subject_token_type", ID_TOKEN),
            ("audience", "acme/shop"),
        ],
    ] {
        let answer = ci.job().form("/api/v1/tokens", &fields).await;
        assert_eq!((answer.status, &answer.json()["error"]), (StatusCode::BAD_REQUEST, &json!(NOT_GOOD)));
        assert!(answer.json()["error_description"].is_string(), "{}", answer.text);
    }
    // Nobody trusts this issuer: it is not asked for anything.
    assert_eq!(ci.exchange(&token).await.json()["error"], NOT_TRUSTED);
    assert_eq!(ci.world.site.issuer.document_reads(), reads);
    assert_eq!(ci.world.audit_entries().await, before + 1);
}

#[tokio::test]
async fn new_keys_are_read_and_made_up_ones_do_not_flood_the_issuer() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let issuer = ci.world.site.issuer.clone();
    let reads = issuer.key_reads();
    assert_eq!(ci.exchange(&Key(1).sign(&ci.claims(1))).await.status, StatusCode::OK);
    for key in 2..12 {
        assert_eq!(ci.exchange(&Key(key).sign(&ci.claims(2))).await.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(issuer.key_reads(), reads + 1, "asked a moment ago");
    issuer.publish(&[Key(1), Key(2)]);
    ci.world.site.app.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(
        ci.exchange(&Key(2).sign(&ci.claims(3))).await.status,
        StatusCode::OK,
        "the issuer changed its keys"
    );
    assert_eq!(issuer.key_reads(), reads + 2);
    issuer.publish(&[Key(2)]);
    ci.world.site.app.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(ci.exchange(&Key(1).sign(&ci.claims(4))).await.status, StatusCode::BAD_REQUEST, "withdrawn");
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_no_refusal() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let token = Key(1).sign(&ci.claims(1));
    ci.world.site.issuer.go_down(true);
    let reads = ci.world.site.issuer.document_reads();
    for _ in 0..3 {
        let answer = ci.exchange(&token).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
        assert_eq!(answer.json()["error"], "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), "10");
    }
    assert_eq!(ci.world.site.issuer.document_reads(), reads + 1, "it is left alone for some seconds");
    let entry = ci.world.site.app.trail(Trail::Platform).await.pop().unwrap();
    assert_eq!((entry.action, entry.outcome), (AuditAction::TokenExchanged, Outcome::Failed));
    ci.world.site.issuer.go_down(false);
    ci.world.site.app.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(ci.exchange(&token).await.status, StatusCode::OK, "the token is still good");
}

use domain::audit::{AuditAction, Outcome};
use domain::caller::{Actor, CallerGrant};
use domain::grant::{Holder, NewGrant, Role, Scope};
use domain::ports::{Members as _, Sessions as _, Trail};
use jiff::SignedDuration;
use server::service::housekeeping;
use server::service::sign_in::{self, Begun, Identity};

use crate::support::{LIMITS, TestApp, identity, operator, origin};

const ALICE: &str = "alice@acme.example";

#[tokio::test]
async fn an_answer_of_the_issuer_counts_once_and_not_too_late() {
    let app = TestApp::new().await;
    let begun = Begun {
        nonce: "nonce".to_owned(),
        pkce_verifier: "verifier".to_owned(),
        return_to: "/o/acme".to_owned(),
        expires: app.context.now() + SignedDuration::from_mins(10),
    };
    sign_in::begin(&app.context, "state", begun.clone()).await.unwrap();
    assert_eq!(sign_in::take(&app.context, "another state").await.unwrap(), None);
    assert_eq!(sign_in::take(&app.context, "state").await.unwrap(), Some(begun.clone()));
    assert_eq!(sign_in::take(&app.context, "state").await.unwrap(), None);

    sign_in::begin(&app.context, "late", begun.clone()).await.unwrap();
    sign_in::begin(&app.context, "forgotten", begun).await.unwrap();
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(sign_in::take(&app.context, "late").await.unwrap(), None);
    assert_eq!(housekeeping::delete_old_sign_ins(&app.context).await.unwrap(), 1);
}

#[tokio::test]
async fn grants_to_an_address_need_a_verified_one() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let unproved = Identity { email_verified: false, subject: "mallory".to_owned(), ..identity(ALICE) };
    assert_eq!(app.sign_in_as(unproved).await.1.grants, []);
    let owner = CallerGrant { organization: acme.id, scope: Scope::Organization, role: Role::Owner };
    assert_eq!(app.sign_in(ALICE).await.grants, [owner]);
    let later = Identity { subject: "another Alice".to_owned(), ..identity(ALICE) };
    assert_eq!(app.sign_in_as(later).await.1.grants, [], "the address was given to somebody else");
}

#[tokio::test]
async fn groups_give_grants_until_they_expire() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let expires = app.context.now() + SignedDuration::from_mins(30);
    let holder = Holder::Group { group: "acme-staff".to_owned() };
    let new = NewGrant { scope: Scope::Organization, holder, role: Role::Viewer, expires: Some(expires) };
    app.members.add(&operator(), acme.id, new).await.unwrap();
    let groups = vec!["other".to_owned(), "acme-staff".to_owned()];
    let (token, caller) = app.sign_in_as(Identity { groups, ..identity(ALICE) }).await;
    assert_eq!(caller.grants.len(), 1);
    app.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(app.resolve(&token).await.unwrap().grants, []);
}

#[tokio::test]
async fn a_session_ends_after_rest_and_in_any_case_after_its_time() {
    let app = TestApp::new().await;
    let (token, _) = app.sign_in_as(identity(ALICE)).await;
    for _ in 0..12 {
        app.clock.advance(SignedDuration::from_mins(59));
        assert!(app.resolve(&token).await.is_some(), "requests keep it alive");
    }
    app.clock.advance(SignedDuration::from_mins(12));
    assert!(app.resolve(&token).await.is_none(), "12 hours are over");

    let (token, _) = app.sign_in_as(identity(ALICE)).await;
    app.clock.advance(SignedDuration::from_mins(60));
    assert!(app.resolve(&token).await.is_none(), "60 minutes without a request");
    assert_eq!(housekeeping::expire_sessions(&app.context, &LIMITS).await.unwrap(), 2);
}

#[tokio::test]
async fn a_new_sign_in_ends_the_session_of_the_same_browser() {
    let app = TestApp::new().await;
    let (earlier, before) = app.sign_in_as(identity(ALICE)).await;
    let later =
        sign_in::create(&app.context, &LIMITS, identity(ALICE), origin(), Some(earlier)).await.unwrap();
    assert!(app.resolve(&earlier).await.is_none());
    let after = app.resolve(&later).await.unwrap();
    assert_eq!(before.user(), after.user());
    assert_ne!(before.actor, after.actor, "the session is another one");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_is_written_down() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let (token, caller) = app.sign_in_as(identity(ALICE)).await;
    let ended = sign_in::end(&app.context, &caller).await.unwrap().unwrap();
    assert_eq!(ended.id_token, "header.claims.signature");
    assert!(app.resolve(&token).await.is_none());
    assert_eq!(sign_in::end(&app.context, &caller).await.unwrap(), None);
    let actions: Vec<_> =
        app.trail(Trail::Organization(acme.id)).await.iter().map(|entry| entry.action).collect();
    assert_eq!(actions[2..], [AuditAction::SignedIn, AuditAction::SignedOut]);
}

#[tokio::test]
async fn people_see_and_revoke_their_own_sessions_only() {
    let app = TestApp::new().await;
    let (_, first) = app.sign_in_as(identity(ALICE)).await;
    app.clock.advance(SignedDuration::from_mins(5));
    let (second_token, _) = app.sign_in_as(identity(ALICE)).await;
    let (third_token, _) = app.sign_in_as(identity(ALICE)).await;
    let bob = app.sign_in("bob@globex.example").await;

    let listed = app.sessions.list(&first).await.unwrap();
    assert_eq!(listed.iter().map(|session| session.current).collect::<Vec<_>>(), [false, false, true]);
    assert!(matches!(app.sessions.revoke(&bob, listed[0].id).await, Err(domain::Error::NotFound)));
    app.sessions.revoke(&first, listed[0].id).await.unwrap();
    assert!(app.resolve(&third_token).await.is_none());
    assert_eq!(app.sessions.revoke_others(&first).await.unwrap(), 1);
    assert!(app.resolve(&second_token).await.is_none());
    assert_eq!(app.sessions.list(&first).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_issuer_ends_sessions() {
    let app = TestApp::new().await;
    let (token, _) = app.sign_in_as(identity(ALICE)).await;
    assert_eq!(sign_in::end_issuer_session(&app.context, origin(), "unknown").await.unwrap(), 0);
    let session = format!("issuer session of {ALICE}");
    assert_eq!(sign_in::end_issuer_session(&app.context, origin(), &session).await.unwrap(), 1);
    assert!(app.resolve(&token).await.is_none());

    let (token, _) = app.sign_in_as(identity(ALICE)).await;
    let Identity { issuer, subject, .. } = identity(ALICE);
    assert_eq!(sign_in::end_all_of(&app.context, origin(), &issuer, &subject).await.unwrap(), 1);
    assert!(app.resolve(&token).await.is_none());
    let entry = app.trail(Trail::Platform).await.pop().unwrap();
    assert_eq!((entry.action, entry.actor), (AuditAction::SessionRevoked, Actor::Anonymous));
}

#[tokio::test]
async fn a_failed_sign_in_is_written_down() {
    let app = TestApp::new().await;
    sign_in::record_failure(&app.context, origin(), "check_not_passed").await.unwrap();
    let entry = app.trail(Trail::Platform).await.pop().unwrap();
    assert_eq!((entry.action, entry.outcome), (AuditAction::SignInFailed, Outcome::Refused));
    assert_eq!(entry.origin.address, Some("203.0.113.7".parse().unwrap()));
}

//! Tokens of command lines: how they come about, what they give, and how they end.

use domain::audit::AuditAction;
use domain::caller::{Actor, Caller, Interface, Origin};
use domain::command_line::{CommandLine, Decision};
use domain::error::Problem;
use domain::grant::{Holder, NewGrant, PlatformRole, Role, Scope};
use domain::ports::{CommandLines as _, Members as _, Sessions as _, Trail};
use domain::session::SessionKind;
use jiff::SignedDuration;
use server::service::command_lines::exchange::{self, TokenError};
use server::service::housekeeping;
use server::service::sign_in::{self, Identity};
use server::service::tokens::{self, Issued};

use crate::support::{TOKENS, TestApp, identity, operator, origin, staff};

const ALICE: &str = "alice@acme.example";

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn laptop() -> CommandLine {
    CommandLine::parse("laptop", CHALLENGE).unwrap()
}

fn from_pv() -> Origin {
    Origin { interface: Interface::Cli, user_agent: Some("pv/1.0".to_owned()), ..origin() }
}

async fn redeem(app: &TestApp, code: &str, verifier: &str) -> Result<Issued, TokenError> {
    exchange::redeem(&app.context, &TOKENS, code, verifier, from_pv()).await.unwrap()
}

async fn poll(app: &TestApp, code: &str) -> Result<Issued, TokenError> {
    exchange::poll(&app.context, &TOKENS, code, from_pv()).await.unwrap()
}

async fn token_of(app: &TestApp, caller: &Caller) -> Issued {
    let code = app.command_lines.approve(caller, laptop()).await.unwrap();
    redeem(app, &code, VERIFIER).await.unwrap_or_else(|error| panic!("{error:?}"))
}

async fn resolve(app: &TestApp, issued: &Issued) -> Option<Caller> {
    tokens::resolve(&app.context, &TOKENS, &issued.secret, from_pv()).await.unwrap()
}

fn refusal(result: Result<Issued, TokenError>) -> TokenError {
    result.err().expect("there must be no token")
}

#[tokio::test]
async fn a_code_from_the_browser_becomes_a_token_once() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Developer).await;
    let alice = app.sign_in(ALICE).await;
    let code = app.command_lines.approve(&alice, laptop()).await.unwrap();
    let issued = redeem(&app, &code, VERIFIER).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(refusal(redeem(&app, &code, VERIFIER).await), TokenError::InvalidGrant, "a second time");

    let caller = resolve(&app, &issued).await.unwrap();
    assert_eq!((caller.user(), &caller.grants), (alice.user(), &alice.grants));
    assert_eq!(caller.origin.interface, Interface::Cli);
    let entries = app.trail(Trail::Organization(acme.id)).await;
    let [.., approved, signed_in] = entries.as_slice() else { panic!("two entries") };
    assert_eq!(approved.action, AuditAction::CommandLineApproved);
    assert_eq!(signed_in.action, AuditAction::CommandLineSignedIn);
    assert_eq!(signed_in.after, Some(serde_json::json!({ "command_line": "laptop" })));
    assert_eq!(signed_in.actor, caller.actor, "the trail names the token by its id");
}

#[tokio::test]
async fn a_code_is_worth_nothing_to_others() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let code = app.command_lines.approve(&alice, laptop()).await.unwrap();
    let wrong = "a".repeat(43);
    assert_eq!(refusal(redeem(&app, &code, &wrong).await), TokenError::InvalidGrant);
    assert_eq!(refusal(redeem(&app, &code, VERIFIER).await), TokenError::InvalidGrant, "the attempt took it");
    let entry = app.trail(Trail::Platform).await.pop().unwrap();
    assert_eq!((entry.action, entry.target.name.as_str()), (AuditAction::SignInFailed, "code_not_accepted"));

    let late = app.command_lines.approve(&alice, laptop()).await.unwrap();
    app.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(refusal(redeem(&app, &late, VERIFIER).await), TokenError::InvalidGrant);
    for nonsense in ["", "x", "not base64!", &"A".repeat(5000)] {
        assert_eq!(refusal(redeem(&app, nonsense, VERIFIER).await), TokenError::InvalidGrant);
    }
}

#[tokio::test]
async fn a_token_makes_no_other_token() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let token = token_of(&app, &alice).await;
    let caller = resolve(&app, &token).await.unwrap();
    let refused = app.command_lines.approve(&caller, laptop()).await;
    assert!(matches!(refused, Err(domain::Error::Unauthenticated)), "{refused:?}");
}

#[tokio::test]
async fn a_device_waits_for_its_person() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let codes = exchange::begin(&app.context, &from_pv(), "build-box".to_owned()).await.unwrap();
    assert_eq!(refusal(poll(&app, &codes.device_code).await), TokenError::AuthorizationPending);
    assert_eq!(refusal(poll(&app, &codes.device_code).await), TokenError::SlowDown, "at once again");
    app.clock.advance(SignedDuration::from_secs(9));
    assert_eq!(
        refusal(poll(&app, &codes.device_code).await),
        TokenError::SlowDown,
        "ten seconds from now on"
    );
    app.clock.advance(SignedDuration::from_secs(15));
    assert_eq!(refusal(poll(&app, &codes.device_code).await), TokenError::AuthorizationPending);

    let request = app.command_lines.device(&alice, &codes.user_code).await.unwrap();
    assert_eq!((request.name.as_str(), request.address), ("build-box", from_pv().address));
    app.command_lines.decide(&alice, &codes.user_code, Decision::Approve).await.unwrap();
    let again = app.command_lines.decide(&alice, &codes.user_code, Decision::Deny).await;
    assert!(again.is_err(), "it was decided");
    let token = poll(&app, &codes.device_code).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(resolve(&app, &token).await.unwrap().user(), alice.user());
    assert_eq!(refusal(poll(&app, &codes.device_code).await), TokenError::InvalidGrant, "a second time");
}

#[tokio::test]
async fn a_device_is_denied_or_too_late() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let denied = exchange::begin(&app.context, &from_pv(), "a".to_owned()).await.unwrap();
    app.command_lines.decide(&alice, &denied.user_code, Decision::Deny).await.unwrap();
    assert_eq!(refusal(poll(&app, &denied.device_code).await), TokenError::AccessDenied);

    let late = exchange::begin(&app.context, &from_pv(), "b".to_owned()).await.unwrap();
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(refusal(poll(&app, &late.device_code).await), TokenError::ExpiredToken);
    let decided = app.command_lines.decide(&alice, &late.user_code, Decision::Approve).await;
    let Err(domain::Error::Invalid(errors)) = decided else { panic!("{decided:?}") };
    assert_eq!(errors[0].problem, Problem::NotACode);
    app.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(housekeeping::delete_old_sign_ins(&app.context).await.unwrap(), 1);
    assert_eq!(refusal(poll(&app, &late.device_code).await), TokenError::InvalidGrant);
}

#[tokio::test]
async fn codes_cannot_be_guessed_for_long() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let guess = app.context.random.user_code();
    let mut guesses = 0;
    while let Err(domain::Error::Invalid(_)) = app.command_lines.device(&alice, &guess).await {
        guesses += 1;
        assert!(guesses < 100, "nobody stops them");
    }
    let stopped = app.command_lines.device(&alice, &guess).await;
    assert!(matches!(stopped, Err(domain::Error::TooManyRequests { .. })), "{stopped:?}");
    let bob = app.sign_in("bob@acme.example").await;
    assert!(matches!(app.command_lines.device(&bob, &guess).await, Err(domain::Error::Invalid(_))));
}

#[tokio::test]
async fn a_token_gives_what_grants_give_and_no_role_over_the_platform() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let holder = Holder::Group { group: "acme-staff".to_owned() };
    let new = NewGrant { scope: Scope::Organization, holder, role: Role::Viewer, expires: None };
    app.members.add(&operator(), acme.id, new).await.unwrap();
    let in_group =
        || Identity { groups: vec!["acme-staff".to_owned()], ..staff(ALICE, PlatformRole::Operator) };
    let (_, alice) = app.sign_in_as(in_group()).await;
    let token = token_of(&app, &alice).await;
    let caller = resolve(&app, &token).await.unwrap();
    assert_eq!((caller.grants.len(), caller.platform_roles.len()), (1, 0));

    app.sign_in_as(identity(ALICE)).await;
    assert_eq!(resolve(&app, &token).await.unwrap().grants, [], "she has left the group");
    app.sign_in_as(in_group()).await;
    assert_eq!(resolve(&app, &token).await.unwrap().grants.len(), 1);
}

#[tokio::test]
async fn a_token_ends_after_rest_and_in_any_case_after_its_time() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let (rests, lasts) = (token_of(&app, &alice).await, token_of(&app, &alice).await);
    for _ in 0..3 {
        app.clock.advance(SignedDuration::from_hours(29 * 24));
        assert!(resolve(&app, &lasts).await.is_some(), "requests keep it alive");
    }
    assert!(resolve(&app, &rests).await.is_none());
    app.clock.advance(SignedDuration::from_hours(3 * 24));
    assert!(resolve(&app, &lasts).await.is_none(), "90 days are over");
    assert_eq!(housekeeping::expire_tokens(&app.context, &TOKENS).await.unwrap(), 2);
}

#[tokio::test]
async fn people_see_and_revoke_their_command_lines() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let bob = app.sign_in("bob@globex.example").await;
    let (first, second) = (token_of(&app, &alice).await, token_of(&app, &alice).await);
    let listed = app.sessions.list(&alice).await.unwrap();
    let kinds: Vec<bool> = listed
        .iter()
        .map(|session| session.kind == SessionKind::CommandLine { name: "laptop".to_owned() })
        .collect();
    assert_eq!(kinds, [true, true, false]);
    assert!(matches!(app.sessions.revoke(&bob, listed[0].id).await, Err(domain::Error::NotFound)));
    app.sessions.revoke(&alice, listed[0].id).await.unwrap();
    assert!(resolve(&app, &second).await.is_none());
    assert_eq!(app.sessions.revoke_others(&alice).await.unwrap(), 1);
    assert!(resolve(&app, &first).await.is_none());

    let third = token_of(&app, &alice).await;
    let caller = resolve(&app, &third).await.unwrap();
    tokens::end(&app.context, &caller).await.unwrap();
    tokens::end(&app.context, &caller).await.unwrap();
    assert!(resolve(&app, &third).await.is_none());
}

#[tokio::test]
async fn issuer_and_operator_end_command_lines() {
    let app = TestApp::new().await;
    let alice = app.sign_in(ALICE).await;
    let token = token_of(&app, &alice).await;
    let session = format!("issuer session of {ALICE}");
    sign_in::end_issuer_session(&app.context, origin(), &session).await.unwrap();
    assert!(resolve(&app, &token).await.is_some(), "signing out of a browser leaves command lines alone");
    let Identity { issuer, subject, .. } = identity(ALICE);
    assert_eq!(sign_in::end_all_of(&app.context, origin(), &issuer, &subject).await.unwrap(), 1);
    assert!(resolve(&app, &token).await.is_none());

    let alice = app.sign_in(ALICE).await;
    let token = token_of(&app, &alice).await;
    assert_eq!(
        sign_in::end_all_with_email(&app.context, &operator(), "Alice@ACME.example ").await.unwrap(),
        2
    );
    assert!(resolve(&app, &token).await.is_none());
    let entry = app.trail(Trail::Platform).await.pop().unwrap();
    assert_eq!(entry.action, AuditAction::SessionRevoked);
    assert!(matches!(entry.actor, Actor::Automation { .. }));
}

use domain::Error;
use domain::audit::AuditAction;
use domain::error::{Conflict, Problem};
use domain::grant::{Grant, Holder, NewGrant, Role, Scope};
use domain::ports::Members as _;
use jiff::SignedDuration;

use crate::support::{TestApp, person};

const ALICE: &str = "alice@acme.example";
const BOB: &str = "bob@acme.example";

fn viewer(email: &str) -> NewGrant {
    NewGrant { scope: Scope::Organization, holder: person(email), role: Role::Viewer, expires: None }
}

fn problem(result: domain::Result<Grant>) -> (String, Problem) {
    match result {
        Err(Error::Invalid(mut fields)) => {
            let field = fields.remove(0);
            (field.field, field.problem)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_owner_gives_and_takes_roles() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let alice = app.sign_in(ALICE).await;
    let grant = app.members.add(&alice, acme.id, viewer("Bob@ACME.example ")).await.unwrap();
    assert_eq!((&grant.holder, grant.created_by.as_str()), (&person(BOB), ALICE));
    assert_eq!(app.newest(acme.id).await.action, AuditAction::GrantAdded);
    assert_eq!(app.sign_in(BOB).await.grants.len(), 1);
    app.members.remove(&alice, acme.id, grant.id).await.unwrap();
    assert_eq!(app.newest(acme.id).await.action, AuditAction::GrantRemoved);
    assert_eq!(app.sign_in(BOB).await.grants.len(), 0);
    let again = app.members.remove(&alice, acme.id, grant.id).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
}

#[tokio::test]
async fn wrong_grants_are_named_at_their_field() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let globex = app.organization("globex").await;
    let elsewhere = app.project(&globex, "billing").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let alice = app.sign_in(ALICE).await;
    let now = app.context.now();
    let group = |text: &str| Holder::Group { group: text.to_owned() };
    app.members.add(&alice, acme.id, viewer(BOB)).await.unwrap();
    let cases = [
        (viewer("bob"), "email", Problem::NotAnEmail),
        (viewer(BOB), "email", Problem::Taken),
        (NewGrant { holder: group(""), ..viewer(BOB) }, "group", Problem::Required),
        (NewGrant { holder: group("a\u{200b}b"), ..viewer(BOB) }, "group", Problem::UnsafeCharacters),
        (NewGrant { expires: Some(now), ..viewer("new@acme.example") }, "expires", Problem::InThePast),
        (
            NewGrant {
                expires: Some(now + SignedDuration::from_hours(24 * 4000)),
                ..viewer("new@acme.example")
            },
            "expires",
            Problem::TooFarAway { max_days: 3650 },
        ),
    ];
    for (new, field, expected) in cases {
        assert_eq!(problem(app.members.add(&alice, acme.id, new).await), (field.to_owned(), expected));
    }
    let foreign = NewGrant { scope: Scope::Project(elsewhere.id), ..viewer("new@acme.example") };
    assert_eq!(
        problem(app.members.add(&alice, acme.id, foreign).await),
        ("scope".to_owned(), Problem::NotAChoice)
    );
    assert_eq!(app.members.list(&alice, acme.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_last_owner_stays() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let first = app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let second = app.grant(&acme, Scope::Organization, BOB, Role::Owner).await;
    let expires = Some(app.context.now() + SignedDuration::from_hours(1));
    let alice = app.sign_in(ALICE).await;
    let bob = app.sign_in(BOB).await;
    let passing = NewGrant { role: Role::Owner, expires, ..viewer("guest@acme.example") };
    app.members.add(&alice, acme.id, passing).await.unwrap();
    let (one, other) = tokio::join!(
        app.members.remove(&alice, acme.id, second.id),
        app.members.remove(&bob, acme.id, first.id)
    );
    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert!(
        matches!(refused.as_slice(), [Error::Conflict(Conflict::LastOwner)]),
        "of two owners who remove each other at once, one stays: {refused:?}"
    );
}

#[tokio::test]
async fn who_owns_a_project_manages_it_and_nothing_else() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let shop = app.project(&acme, "shop").await;
    let owner = app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    app.grant(&acme, Scope::Project(shop.id), BOB, Role::Owner).await;
    let bob = app.sign_in(BOB).await;
    let inside = NewGrant { scope: Scope::Project(shop.id), ..viewer("new@acme.example") };
    app.members.add(&bob, acme.id, inside).await.unwrap();
    assert_eq!(app.members.list(&bob, acme.id).await.unwrap().len(), 2, "those of the project");
    assert!(matches!(app.members.add(&bob, acme.id, viewer(BOB)).await, Err(Error::Forbidden(_))));
    assert!(matches!(app.members.remove(&bob, acme.id, owner.id).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn grants_of_another_organization_are_out_of_reach() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let globex = app.organization("globex").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let theirs = app.grant(&globex, Scope::Organization, "gina@globex.example", Role::Owner).await;
    let alice = app.sign_in(ALICE).await;
    assert!(matches!(app.members.list(&alice, globex.id).await, Err(Error::NotFound)));
    assert!(matches!(app.members.add(&alice, globex.id, viewer(ALICE)).await, Err(Error::NotFound)));
    for organization in [acme.id, globex.id] {
        let removed = app.members.remove(&alice, organization, theirs.id).await;
        assert!(matches!(removed, Err(Error::NotFound)), "{removed:?}");
    }
}

#[tokio::test]
async fn expired_grants_stay_visible_for_30_days() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let alice = app.sign_in(ALICE).await;
    let expires = Some(app.context.now() + SignedDuration::from_hours(1));
    app.members.add(&alice, acme.id, NewGrant { expires, ..viewer(BOB) }).await.unwrap();
    app.clock.advance(SignedDuration::from_hours(30 * 24));
    assert_eq!(app.members.list(&alice, acme.id).await.unwrap().len(), 2);
    app.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(app.members.list(&alice, acme.id).await.unwrap().len(), 1);
}

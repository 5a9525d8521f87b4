use domain::Error;
use domain::audit::AuditAction;
use domain::authz::Action;
use domain::error::Problem;
use domain::grant::{PlatformRole, Role, Scope};
use domain::organization::{NewProject, Policy};
use domain::ports::Organizations as _;
use jiff::SignedDuration;

use crate::support::{TestApp, identity, name, operator, staff};

const ALICE: &str = "alice@acme.example";

#[tokio::test]
async fn people_see_their_organizations_and_staff_see_all() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.organization("globex").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Viewer).await;
    let alice = app.sign_in(ALICE).await;
    let support = app.sign_in_as(staff("sam@platform.example", PlatformRole::Support)).await.1;
    let stranger = app.sign_in_as(identity("eve@nowhere.example")).await.1;

    assert_eq!(app.organizations.list(&alice).await.unwrap(), std::slice::from_ref(&acme));
    assert_eq!(app.organizations.list(&support).await.unwrap().len(), 2);
    assert_eq!(app.organizations.list(&stranger).await.unwrap(), []);
    assert_eq!(app.organizations.find(&alice, "acme").await.unwrap(), acme);
    for (caller, slug) in
        [(&alice, "globex"), (&alice, "missing"), (&alice, "Not a name"), (&stranger, "acme")]
    {
        let found = app.organizations.find(caller, slug).await;
        assert!(matches!(found, Err(Error::NotFound)), "{slug}: {found:?}");
    }
}

#[tokio::test]
async fn a_look_of_platform_staff_is_one_entry_an_hour() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let (token, support) = app.sign_in_as(staff("sam@platform.example", PlatformRole::Support)).await;
    let looks = async || {
        let trail = app.trail(domain::ports::Trail::Organization(acme.id)).await;
        trail.iter().filter(|entry| entry.action == AuditAction::SupportViewed).count()
    };
    for (pause, expected) in [(0, 1), (30, 1), (30, 2)] {
        app.clock.advance(SignedDuration::from_mins(pause));
        app.resolve(&token).await;
        app.organizations.find(&support, "acme").await.unwrap();
        assert_eq!(looks().await, expected);
    }
}

#[tokio::test]
async fn owners_make_projects_and_their_slugs_are_unique() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    let alice = app.sign_in(ALICE).await;
    let new = |display_name: &str, cost_center: &str| NewProject {
        slug: name("shop"),
        display_name: display_name.to_owned(),
        cost_center: Some(cost_center.to_owned()),
    };
    let wrong = app.organizations.create_project(&alice, acme.id, new("  ", "a\u{202e}b")).await;
    let Err(Error::Invalid(fields)) = wrong else { panic!("{wrong:?}") };
    assert_eq!(
        fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
        ["display_name", "cost_center"]
    );
    let shop = app.organizations.create_project(&alice, acme.id, new(" Web shop ", "")).await.unwrap();
    assert_eq!((shop.display_name.as_str(), &shop.cost_center), ("Web shop", &None));
    let again = app.organizations.create_project(&alice, acme.id, new("Web shop", "")).await;
    let Err(Error::Invalid(fields)) = again else { panic!("{again:?}") };
    assert_eq!((fields[0].field.as_str(), &fields[0].problem), ("slug", &Problem::Taken));
    assert_eq!(app.organizations.projects(&alice, acme.id).await.unwrap(), std::slice::from_ref(&shop));
    let entry = app.newest(acme.id).await;
    assert_eq!((entry.action, entry.target.project), (AuditAction::ProjectCreated, Some(shop.id)));
}

#[tokio::test]
async fn a_project_grant_shows_that_project_only() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let shop = app.project(&acme, "shop").await;
    app.project(&acme, "analytics").await;
    app.grant(&acme, Scope::Project(shop.id), "pat@northwind.example", Role::Owner).await;
    let pat = app.sign_in("pat@northwind.example").await;
    assert_eq!(app.organizations.projects(&pat, acme.id).await.unwrap(), [shop]);
    let new = NewProject { slug: name("more"), display_name: "More".to_owned(), cost_center: None };
    let refused = app.organizations.create_project(&pat, acme.id, new).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::ManageProjects))), "{refused:?}");
    assert_eq!(app.newest(acme.id).await.action, AuditAction::AccessRefused);
}

#[tokio::test]
async fn a_policy_is_changed_by_owners_and_written_down_once() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, ALICE, Role::Owner).await;
    app.grant(&acme, Scope::Organization, "dan@acme.example", Role::Developer).await;
    let (alice, dan) = (app.sign_in(ALICE).await, app.sign_in("dan@acme.example").await);
    let open = Policy { public_networks: true };
    let refused = app.organizations.set_policy(&dan, acme.id, open).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::ManagePolicy))), "{refused:?}");
    app.organizations.set_policy(&alice, acme.id, open).await.unwrap();
    app.organizations.set_policy(&alice, acme.id, open).await.unwrap();
    assert_eq!(app.organizations.find(&alice, "acme").await.unwrap().policy, open);
    let trail = app.trail(domain::ports::Trail::Organization(acme.id)).await;
    let changes: Vec<_> = trail.iter().filter(|entry| entry.action == AuditAction::PolicyChanged).collect();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].before, Some(serde_json::json!({ "public_networks": false })));
    assert_eq!(changes[0].after, Some(serde_json::json!({ "public_networks": true })));
}

#[tokio::test]
async fn a_slug_belongs_to_one_organization() {
    let app = TestApp::new().await;
    app.organization("acme").await;
    let again = app.organizations.create(&operator(), name("acme"), "Another").await;
    assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
}

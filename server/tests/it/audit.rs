use domain::Error;
use domain::audit::{AuditAction, AuditFilter, NO_HASH, Outcome, Target, Verifier, hash};
use domain::authz::Action;
use domain::caller::{Actor, Caller};
use domain::grant::{PlatformRole, Role, Scope};
use domain::ids::OrganizationId;
use domain::ports::{AuditLog as _, PageRequest, Trail};
use jiff::SignedDuration;
use sea_orm::ConnectionTrait;
use server::service::audit_trail::{self, Deed};
use server::service::housekeeping;

use crate::support::{TestApp, operator, staff};

fn deed(organization: OrganizationId, name: &str) -> Deed {
    let target = Target { name: name.to_owned(), ..Target::default() };
    Deed::new(Trail::Organization(organization), AuditAction::OperationPlanned, target)
}

async fn record(app: &TestApp, caller: &Caller, deed: Deed) {
    let transaction = app.context.db.write().await.unwrap();
    audit_trail::record(&app.context, &transaction, caller, deed, Outcome::Succeeded).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_writers_at_once_leave_a_chain_without_a_gap() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let writers: Vec<_> = (0..20)
        .map(|writer| {
            let context = app.context.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    let transaction = context.db.write().await.unwrap();
                    let deed = deed(acme.id, &format!("writer {writer}"));
                    let outcome = Outcome::Succeeded;
                    audit_trail::record(&context, &transaction, &operator(), deed, outcome).await.unwrap();
                    transaction.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let trail = app.trail(Trail::Organization(acme.id)).await;
    assert_eq!(trail.len(), 101, "the entry about the organization, and 5 of each writer");
    let mut previous = NO_HASH.to_owned();
    for (entry, sequence) in trail.iter().zip(1..) {
        assert_eq!(entry.sequence, sequence);
        assert_eq!(entry.previous_hash, previous);
        assert_eq!(entry.hash, hash(&previous, entry));
        previous.clone_from(&entry.hash);
    }
}

#[tokio::test]
async fn a_trail_is_verified_by_its_signed_heads() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let trail = Trail::Organization(acme.id);
    assert_eq!(housekeeping::sign_heads(&app.context).await.unwrap(), 1);
    assert_eq!(housekeeping::sign_heads(&app.context).await.unwrap(), 0, "nothing has grown");
    record(&app, &operator(), deed(acme.id, "orders")).await;
    assert_eq!(housekeeping::sign_heads(&app.context).await.unwrap(), 1);

    let heads = app.audit.heads(&operator(), trail).await.unwrap();
    assert_eq!(heads.iter().map(|head| head.count).collect::<Vec<_>>(), [2, 1]);
    let mut verifier = Verifier::new([app.context.signer.verifying_key()]);
    for head in &heads {
        verifier.head(head).unwrap();
    }
    for entry in app.audit.export(&operator(), trail, 0).await.unwrap() {
        verifier.entry(&entry).unwrap();
    }
    verifier.finish().unwrap();
}

#[tokio::test]
async fn what_is_opened_is_completed_once() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let transaction = app.context.db.write().await.unwrap();
    let id =
        audit_trail::open(&app.context, &transaction, &operator(), deed(acme.id, "orders")).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(
        app.newest(acme.id).await.action,
        AuditAction::OrganizationCreated,
        "an open entry is not listed"
    );

    app.clock.advance(SignedDuration::from_secs(40));
    for outcome in [Outcome::Failed, Outcome::Succeeded] {
        let transaction = app.context.db.write().await.unwrap();
        audit_trail::complete(&app.context, &transaction, id, outcome, None).await.unwrap();
        transaction.commit().await.unwrap();
    }
    let entry = app.newest(acme.id).await;
    assert_eq!((entry.id, entry.outcome, entry.sequence), (id, Outcome::Failed, 2));
    assert_eq!(entry.completed.duration_since(entry.opened), SignedDuration::from_secs(40));
}

#[tokio::test]
async fn what_a_crash_left_open_is_closed_as_unknown() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let transaction = app.context.db.write().await.unwrap();
    audit_trail::open(&app.context, &transaction, &operator(), deed(acme.id, "orders")).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(housekeeping::close_stale_audit(&app.context).await.unwrap(), 0, "it may still be completed");
    app.clock.advance(housekeeping::OPEN_AT_MOST + SignedDuration::from_secs(1));
    assert_eq!(housekeeping::close_stale_audit(&app.context).await.unwrap(), 1);
    assert_eq!(app.newest(acme.id).await.outcome, Outcome::Unknown);
}

#[tokio::test]
async fn the_database_refuses_to_change_completed_entries() {
    let app = TestApp::new().await;
    app.organization("acme").await;
    for statement in ["UPDATE audit_entries SET outcome = 'refused'", "DELETE FROM audit_entries"] {
        let transaction = app.context.db.write().await.unwrap();
        let refused = transaction.execute_unprepared(statement).await.unwrap_err();
        assert!(refused.to_string().contains("never change"), "{refused}");
    }
}

#[tokio::test]
async fn secrets_do_not_reach_the_trail() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let after = Some(serde_json::json!({ "size": "small", "password": "hunter2" }));
    record(&app, &operator(), Deed { after, ..deed(acme.id, "orders") }).await;
    let after = app.newest(acme.id).await.after.unwrap();
    assert_eq!(after, serde_json::json!({ "size": "small", "password": "***" }));
}

#[tokio::test]
async fn filters_narrow_and_pages_follow_each_other() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.grant(&acme, Scope::Organization, "alice@acme.example", Role::Owner).await;
    let alice = app.sign_in("alice@acme.example").await;
    let start = app.context.now();
    for minute in 0..6 {
        let author = if minute % 2 == 0 { &alice } else { &operator() };
        record(&app, author, deed(acme.id, &format!("minute {minute}"))).await;
        app.clock.advance(SignedDuration::from_mins(1));
    }
    let list = async |filter: AuditFilter| -> Vec<String> {
        let page = PageRequest::default();
        let page = app.audit.list(&alice, Trail::Organization(acme.id), &filter, &page).await.unwrap();
        page.items.into_iter().map(|entry| entry.target.name).collect()
    };
    let planned = AuditFilter { action: Some(AuditAction::OperationPlanned), ..AuditFilter::default() };
    let by_alice = AuditFilter { actor: Some("ALICE@".to_owned()), ..planned.clone() };
    assert_eq!(list(by_alice).await, ["minute 4", "minute 2", "minute 0"]);
    let everybody = AuditFilter { actor: Some("%".to_owned()), ..planned.clone() };
    assert_eq!(list(everybody).await, Vec::<String>::new(), "a per cent sign means itself");
    let between = AuditFilter {
        from: Some(start + SignedDuration::from_mins(1)),
        until: Some(start + SignedDuration::from_mins(3)),
        ..planned.clone()
    };
    assert_eq!(list(between).await, ["minute 2", "minute 1"]);
    let later = AuditFilter { from: Some(start + SignedDuration::from_hours(1)), ..planned.clone() };
    assert_eq!(list(later).await, Vec::<String>::new());
    let refused = AuditFilter { outcome: Some(Outcome::Refused), ..AuditFilter::default() };
    assert_eq!(list(refused).await, Vec::<String>::new());

    let mut page = PageRequest { cursor: None, size: 4 };
    let mut names = Vec::new();
    loop {
        let trail = Trail::Organization(acme.id);
        let found = app.audit.list(&alice, trail, &planned, &page).await.unwrap();
        names.extend(found.items.into_iter().map(|entry| entry.target.name));
        match found.next {
            Some(next) => page.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(names, ["minute 5", "minute 4", "minute 3", "minute 2", "minute 1", "minute 0"]);
}

#[tokio::test]
async fn a_project_grant_shows_only_the_part_about_the_project() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let shop = app.project(&acme, "shop").await;
    let other = app.project(&acme, "analytics").await;
    app.grant(&acme, Scope::Project(shop.id), "pat@northwind.example", Role::Owner).await;
    let pat = app.sign_in("pat@northwind.example").await;
    let trail = Trail::Organization(acme.id);
    let filter = AuditFilter::default();
    let seen = app.audit.list(&pat, trail, &filter, &PageRequest::default()).await.unwrap().items;
    assert_eq!(
        seen.iter().map(|entry| entry.action).collect::<Vec<_>>(),
        [AuditAction::GrantAdded, AuditAction::ProjectCreated]
    );
    let by_name = AuditFilter { actor: Some("command".to_owned()), ..filter };
    assert_eq!(app.audit.list(&pat, trail, &by_name, &PageRequest::default()).await.unwrap().items, seen);
    let all = app.trail(trail).await;
    let hidden = all.iter().find(|entry| entry.target.project == Some(other.id)).unwrap();
    assert!(matches!(app.audit.find(&pat, trail, hidden.id).await, Err(Error::NotFound)));
    assert_eq!(app.audit.find(&pat, trail, seen[0].id).await.unwrap(), seen[0]);
    assert!(matches!(app.audit.export(&pat, trail, 0).await, Err(Error::Forbidden(Action::ExportAudit))));
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_is_written_down() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    app.organization("globex").await;
    let stranger = app.sign_in("eve@globex.example").await;
    let trail = Trail::Organization(acme.id);
    let list = app.audit.list(&stranger, trail, &AuditFilter::default(), &PageRequest::default()).await;
    assert!(matches!(list, Err(Error::NotFound)));
    let entry = app.newest(acme.id).await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::AccessRefused, Outcome::Refused));
    assert!(matches!(entry.actor, Actor::Person { email, .. } if email == "eve@globex.example"));
}

#[tokio::test]
async fn an_export_is_written_into_the_trail_that_it_takes_away() {
    let app = TestApp::new().await;
    let acme = app.organization("acme").await;
    let auditor = app.sign_in_as(staff("ann@platform.example", PlatformRole::Auditor)).await.1;
    let trail = Trail::Organization(acme.id);
    app.audit.record_export(&auditor, trail).await.unwrap();
    let exported = app.audit.export(&auditor, trail, 1).await.unwrap();
    assert_eq!(exported.last().unwrap().action, AuditAction::AuditExported);
    assert_eq!(exported.last().unwrap().roles, ["auditor"]);
}

//! Answers that go on: live events of operations, and exports of the audit trail.

use domain::audit::verify_export;
use domain::ports::Trail;
use http::StatusCode;
use http_body_util::BodyExt as _;

use crate::sweep_world::World;

#[tokio::test]
async fn a_viewer_follows_an_operation_until_it_ends() {
    let world = World::new().await;
    let (mut viewer, mut owner) = (world.viewer().await, world.owner().await);
    let operation = format!("/o/acme/operations/{}", world.ids.planned.id);
    let (events, discard) = (format!("{operation}/events"), format!("{operation}/discard"));
    let (stream, ()) = tokio::join!(viewer.get(&events), async {
        tokio::task::yield_now().await;
        assert_eq!(owner.post(&discard, &[]).await.status, StatusCode::SEE_OTHER);
    });
    assert_eq!((stream.status, stream.header("content-type")), (StatusCode::OK, "text/event-stream"));
    assert!(stream.text.contains("\"state\":\"discarded\""), "{}", stream.text);
    assert!(!stream.text.contains("\"intent\"") && !stream.text.contains("\"document\""), "{}", stream.text);
}

#[tokio::test]
async fn a_stream_ends_when_its_reader_signs_out() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let mut elsewhere = owner.clone();
    let (stream, first) = owner.open("/o/acme/events").await;
    assert!(first.contains("\"operations\":["), "{first}");
    elsewhere.post("/auth/logout", &[]).await;
    world.site.app.context.wake.changed(world.acme);
    // It ends, without another event.
    assert_eq!(stream.collect().await.unwrap().to_bytes(), "");
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let (stream, ()) = tokio::join!(owner.get("/o/acme/events"), async {
        tokio::task::yield_now().await;
        world.site.parts.stop.cancel();
    });
    assert_eq!(stream.status, StatusCode::OK);
}

#[tokio::test]
async fn an_export_verifies_and_is_written_down() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    server::service::housekeeping::sign_heads(&world.site.app.context).await.unwrap();
    let before = world.audit_entries().await;
    let file = owner.get("/o/acme/audit/export.ndjson").await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/x-ndjson"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit-acme.ndjson\"");
    let key = world.site.app.context.signer.verifying_key();
    let verified = verify_export(file.text.as_bytes(), [key]).unwrap();
    assert!(verified.entries > 10 && verified.heads > 0, "{verified:?}");
    assert_eq!(world.audit_entries().await, before + 1, "taking the trail away is in the trail");

    let table = owner.get("/o/acme/audit/export.csv").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(table.text.starts_with("sequence,id,"), "{}", table.text);
    let heads = owner.get("/o/acme/audit/heads.json").await;
    let heads: serde_json::Value = serde_json::from_str(&heads.text).unwrap();
    assert!(heads["heads"][0]["signature"].is_string());
}

#[tokio::test]
async fn a_long_trail_is_exported_whole() {
    let world = World::new().await;
    let context = &world.site.app.context;
    let transaction = context.db.write().await.unwrap();
    let caller = domain::caller::Caller::automation(domain::caller::Task::CommandLine, "test");
    for _ in 0..1005 {
        let deed = server::service::audit_trail::Deed::new(
            Trail::Organization(world.acme),
            domain::audit::AuditAction::PolicyChanged,
            domain::audit::Target::default(),
        );
        let done = domain::audit::Outcome::Succeeded;
        server::service::audit_trail::record(context, &transaction, &caller, deed, done).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let file = world.owner().await.get("/o/acme/audit/export.ndjson").await;
    let verified = verify_export(file.text.as_bytes(), [context.signer.verifying_key()]).unwrap();
    assert!(verified.entries > 1005, "{verified:?}");
}

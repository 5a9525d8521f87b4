use sea_orm::ConnectionTrait;
use server::service::housekeeping;

use crate::support::TestApp;

#[tokio::test]
async fn an_empty_database_gets_the_whole_schema_once() {
    let app = TestApp::new().await;
    assert_eq!(app.context.db.pending_migrations().await.unwrap(), Vec::<String>::new());
    app.context.db.migrate().await.unwrap();
    app.context.db.ping().await.unwrap();
}

#[tokio::test]
async fn a_version_lives_with_the_schema_of_the_one_after_it() {
    let app = TestApp::new().await;
    let db = &app.context.db;
    let newer = db.write().await.unwrap();
    newer
        .execute_unprepared(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_of_a_newer_version', 0)",
        )
        .await
        .unwrap();
    newer.commit().await.unwrap();
    assert_eq!(db.pending_migrations().await.unwrap(), Vec::<String>::new());
    db.migrate().await.unwrap();
}

#[tokio::test]
async fn two_replicas_that_start_together_migrate_once_and_share_a_signing_key() {
    let app = TestApp::new().await;
    let (db, random, now) = (&app.context.db, &app.context.random, app.context.now());
    let (one, other) = tokio::join!(db.migrate(), db.migrate());
    one.and(other).unwrap();
    let (one, other) = tokio::join!(
        housekeeping::stored_signing_key(db, random, now),
        housekeeping::stored_signing_key(db, random, now)
    );
    assert_eq!(one.unwrap(), other.unwrap());
}

#[tokio::test]
async fn reading_connections_do_not_write() {
    let app = TestApp::new().await;
    if !app.context.db.is_shared() {
        let refused = app.context.db.read().execute_unprepared("DELETE FROM organizations").await;
        assert!(refused.is_err());
    }
}

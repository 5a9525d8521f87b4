use crate::support::TestApp;

#[tokio::test]
async fn an_empty_database_gets_the_whole_schema_once() {
    let app = TestApp::new().await;
    assert_eq!(app.context.db.pending_migrations().await.unwrap(), Vec::<String>::new());
    app.context.db.migrate().await.unwrap();
    app.context.db.ping().await.unwrap();
}

//! A server without HTTP: a fresh database, a clock that stands still, ids and secrets that repeat.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::clock::FixedClock;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use server::db::Database;
use server::random::Random;
use server::service::{Context, Wake};

/// Where the clock of every test begins.
pub(crate) const START: &str = "2026-11-21T09:00:00Z";

pub(crate) struct TestApp {
    pub(crate) context: Context,
    pub(crate) clock: Arc<FixedClock>,
    _database: TestDatabase,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::new().await;
        let db = Database::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let start: Timestamp = START.parse().unwrap();
        let clock = Arc::new(FixedClock::new(start));
        let context = Context {
            db,
            clock: clock.clone(),
            random: Arc::new(Random::seeded(1)),
            wake: Wake::new(),
            signer: Arc::new(SigningKey::from_bytes(&[7; 32])),
        };
        Self { context, clock, _database: database }
    }
}

/// A database of its own for one test, gone afterwards (SQLite) or when the server is thrown away (PostgreSQL).
struct TestDatabase {
    url: String,
    file: Option<std::path::PathBuf>,
}

impl TestDatabase {
    async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => Self { url: create_postgres_database(&url, &name).await, file: None },
            Err(_) => {
                let file = std::env::temp_dir().join(format!("provisioner_{name}.sqlite"));
                Self { url: format!("sqlite:{}", file.display()), file: Some(file) }
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(file) = &self.file else { return };
        for suffix in ["", "-wal", "-shm"] {
            let mut path = file.clone().into_os_string();
            path.push(suffix);
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn create_postgres_database(url: &str, name: &str) -> String {
    use sea_orm::ConnectionTrait;
    let server = sea_orm::Database::connect(url).await.unwrap();
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    server.close().await.unwrap();
    let mut url = url::Url::parse(url).unwrap();
    url.set_path(name);
    url.into()
}

//! How each engine is connected.

use std::time::Duration;

use sea_orm::{ConnectOptions, DbErr};

use super::Database;

/// Most connections for reading; PostgreSQL uses them for writing too.
const MAX_CONNECTIONS: u32 = 10;

/// How long a statement waits for a connection or for another writer, before the request is told to come back later.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn connect(url: &str) -> Result<Database, DbErr> {
    if url.starts_with("sqlite:") {
        let writer = sea_orm::Database::connect(sqlite(url, Access::Write)).await?;
        let reader = sea_orm::Database::connect(sqlite(url, Access::Read)).await?;
        Ok(Database { reader, writer })
    } else {
        let mut options = common(url);
        options.max_connections(MAX_CONNECTIONS).set_application_name("provisioner");
        let connection = sea_orm::Database::connect(options).await?;
        Ok(Database { reader: connection.clone(), writer: connection })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// SQLite takes one writer at a time: with a single connection for it, writers queue up in order inside the process instead of polling the lock.
fn sqlite(url: &str, access: Access) -> ConnectOptions {
    let mut options = common(url);
    options.max_connections(if access == Access::Write { 1 } else { MAX_CONNECTIONS }).min_connections(1);
    options.idle_timeout(None).max_lifetime(None);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
            .pragma("query_only", if access == Access::Read { "ON" } else { "OFF" })
    });
    options
}

fn common(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.acquire_timeout(PATIENCE).connect_timeout(PATIENCE).sqlx_logging(false);
    options
}

//! The database: SQLite in a file, or PostgreSQL for more than one replica.
//!
//! One query file per resource, named as in every layer. A query of tenant data takes the [`domain::authz::TenantScope`] first; those of the
//! background work, which belong to no tenant, end in `_for_worker`. Reads run on [`Database::read`]; whatever changes something runs in a
//! [`WriteTransaction`], which only [`Database::write`] makes.

pub mod accounts;
pub mod approvals;
pub mod artifacts;
pub mod audit;
mod column;
pub mod components;
mod connect;
mod cursor;
pub mod devices;
mod entity;
mod fault;
pub mod grants;
pub mod idempotency_keys;
pub mod job_tokens;
pub mod operations;
pub mod organizations;
pub mod projects;
pub mod releases;
pub mod saved_events;
mod scope;
mod search;
pub mod secrets;
pub mod sessions;
pub mod sign_ins;
pub mod signing_keys;
pub mod spent_id_tokens;
pub mod step_durations;
pub mod support_views;
pub mod tokens;
mod transaction;
pub mod trusts;
pub mod users;
pub mod versions;

use domain::error::{Dependency, Error, Result};
use migrations::{Migrator, MigratorTrait, SchemaManager};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

pub use fault::{Fault, Stored};
pub use transaction::WriteTransaction;

/// A connected database.
#[derive(Clone, Debug)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Database {
    /// Connects to `sqlite:PATH` (made when it does not exist) or `postgres://...`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer, or the address is not one of these.
    pub async fn connect(url: &str) -> Result<Self> {
        connect::connect(url).await.map_err(|source| Error::unavailable(Dependency::Database, source))
    }

    /// Brings the schema up to date, all or nothing. Replicas that start together wait for each other.
    ///
    /// # Errors
    /// [`Error::Internal`] when a migration fails.
    pub async fn migrate(&self) -> Result<()> {
        let transaction = self.write().await?;
        transaction.lock_for_setup().await?;
        let pending =
            Migrator::pending(&SchemaManager::new(transaction.inner())).await.map_err(Fault::from)?;
        if !pending.is_empty() {
            Migrator::up(transaction.inner(), None).await.map_err(Fault::from)?;
        }
        Ok(transaction.commit().await?)
    }

    /// The names of the migrations that are still to be applied. Changes nothing. A schema that a newer version made has none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer.
    pub async fn pending_migrations(&self) -> Result<Vec<String>> {
        Ok(Migrator::pending(&SchemaManager::new(&self.reader)).await.map_err(Fault::from)?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.execute_unprepared("SELECT 1").await.map(|_| ()).map_err(Fault::from)?)
    }

    /// For queries. On SQLite these connections refuse to write.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Starts a transaction that changes something. It is undone unless it is committed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database does not answer, or other writers keep it busy for too long.
    pub async fn write(&self) -> Result<WriteTransaction> {
        Ok(WriteTransaction::begin(&self.writer).await?)
    }

    /// Whether several replicas can share this database.
    pub fn is_shared(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Postgres
    }
}

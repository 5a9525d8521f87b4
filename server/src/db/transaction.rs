//! Transactions that change something.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, StatementBuilder, TransactionOptions, TransactionTrait,
};

use super::fault::{Fault, Stored};

/// How often the beginning of a transaction is tried.
const ATTEMPTS: u32 = 4;

/// The pause after the first failed attempt; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// The advisory lock under which replicas set up a PostgreSQL database one after the other. Any number that nothing else uses.
const SETUP_LOCK: i64 = 0x70726f76;

/// A transaction that changes something. Dropping it undoes all of it.
///
/// On SQLite it is IMMEDIATE: whoever begins may write, and a transaction never finds out half-way that somebody else changed what it has read. On
/// PostgreSQL it is READ COMMITTED, and what is read in order to be changed is locked with `SELECT ... FOR UPDATE`.
#[derive(Debug)]
pub struct WriteTransaction(DatabaseTransaction);

impl WriteTransaction {
    #[expect(clippy::disallowed_methods, reason = "the one place that begins transactions")]
    pub(super) async fn begin(connection: &DatabaseConnection) -> Stored<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match connection.begin_with_options(options).await.map_err(Fault::from) {
                Ok(transaction) => return Ok(Self(transaction)),
                Err(fault) if fault.is_transient() => tokio::time::sleep(pause).await,
                Err(fault) => return Err(fault),
            }
            pause *= 2;
        }
        Ok(Self(connection.begin_with_options(options).await?))
    }

    /// Makes the changes last.
    ///
    /// # Errors
    /// The database refuses or does not answer; then nothing was changed.
    pub async fn commit(self) -> Stored<()> {
        Ok(self.0.commit().await?)
    }

    /// Waits until no other replica sets up the database. SQLite needs no lock: it has one writer.
    pub(crate) async fn lock_for_setup(&self) -> Stored<()> {
        if self.0.get_database_backend() == DbBackend::Postgres {
            self.0.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({SETUP_LOCK})")).await?;
        }
        Ok(())
    }

    pub(super) const fn inner(&self) -> &DatabaseTransaction {
        &self.0
    }
}

#[async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute<S: StatementBuilder>(&self, statement: &S) -> Result<ExecResult, DbErr> {
        self.0.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}

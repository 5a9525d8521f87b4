//! What goes wrong in the database, and what the rest of the product makes of it.

use domain::error::{Dependency, Error};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// What every query returns.
pub type Stored<T> = Result<T, Fault>;

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused or did not answer.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// A column holds something that this version of the product cannot read.
    #[error("column {column} cannot be read")]
    Column {
        /// Which column.
        column: &'static str,
        /// Why not.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A cursor that this product did not make: a mistake of the request.
    #[error("not a cursor")]
    Cursor,
}

impl Fault {
    /// A column that cannot be read.
    pub(super) fn column(
        column: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Column { column, source: source.into() }
    }

    /// Whether a unique index refused the row: somebody else was first.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }

    /// Whether the same transaction may succeed when it is tried again.
    pub(super) fn is_transient(&self) -> bool {
        let Self::Database(DbErr::Exec(error) | DbErr::Query(error) | DbErr::Conn(error)) = self else {
            return matches!(self, Self::Database(DbErr::ConnectionAcquire(_)));
        };
        match error {
            RuntimeErr::SqlxError(error) => match error.as_database_error().and_then(|error| error.code()) {
                Some(code) => TRANSIENT_CODES.contains(&code.as_ref()),
                None => error.as_database_error().is_none(),
            },
            RuntimeErr::Internal(_) => false,
        }
    }
}

/// SQLite: 5 busy, 6 locked, 261 and 517 busy while recovering or with a stale snapshot (<https://www.sqlite.org/rescode.html>). PostgreSQL: serialization
/// failure, deadlock, lock not available, shutting down, starting up, too many connections
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
const TRANSIENT_CODES: [&str; 11] =
    ["5", "6", "261", "517", "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"];

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Cursor => Self::NotFound,
            fault if fault.is_transient() => Self::unavailable(Dependency::Database, fault),
            fault => Self::internal(fault),
        }
    }
}

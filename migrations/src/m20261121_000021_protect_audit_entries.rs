//! Completed audit entries never change: the database itself refuses. (Whoever owns the database can drop the triggers; the chain and its signed heads show what
//! they did then.)

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for statement in statements {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            connection.execute_unprepared("DROP TRIGGER audit_entries_stay ON audit_entries").await?;
            connection.execute_unprepared("DROP FUNCTION refuse_change()").await?;
        } else {
            connection.execute_unprepared("DROP TRIGGER audit_entries_stay_unchanged").await?;
            connection.execute_unprepared("DROP TRIGGER audit_entries_stay").await?;
        }
        Ok(())
    }
}

const SQLITE: &[&str] = &[
    "CREATE TRIGGER audit_entries_stay_unchanged BEFORE UPDATE ON audit_entries
     BEGIN SELECT RAISE(ABORT, 'completed audit entries never change'); END",
    "CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
     BEGIN SELECT RAISE(ABORT, 'completed audit entries never change'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'completed audit entries never change'; END $$",
    "CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
     FOR EACH ROW EXECUTE FUNCTION refuse_change()",
];

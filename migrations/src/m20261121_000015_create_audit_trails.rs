//! How long each audit trail is and the hash of its newest entry. Whoever appends locks the row, so that the sequence has no gap. The
//! trail of the platform has the nil UUID.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_trails")
                    .col(pk_uuid("trail"))
                    .col(big_integer("count"))
                    .col(string_len("hash", 64))
                    .col(big_integer("completed"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit_trails").to_owned()).await
    }
}

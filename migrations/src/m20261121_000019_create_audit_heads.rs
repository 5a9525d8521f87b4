//! Signed statements of how long a trail is.

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
                    .table("audit_heads")
                    .col(uuid("trail"))
                    .col(big_integer("count"))
                    .col(string_len("hash", 64))
                    .col(big_integer("time"))
                    .col(string("key"))
                    .col(text("signature"))
                    .primary_key(Index::create().col("trail").col("count"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit_heads").to_owned()).await
    }
}

//! Archives of code. `content` is there until the archive lies in the bucket of the component's account.

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
                    .table("artifacts")
                    .col(uuid("component"))
                    .col(string_len("hash", 64))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(big_integer("size"))
                    .col(big_integer("unpacked"))
                    .col(text("files"))
                    .col(binary_null("content"))
                    .col(big_integer("created"))
                    .primary_key(Index::create().col("component").col("hash"))
                    .foreign_key(ForeignKey::create().from_col("component").to_tbl("components").to_col("id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("artifacts").to_owned()).await
    }
}

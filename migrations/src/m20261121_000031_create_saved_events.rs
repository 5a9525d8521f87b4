//! Events that people keep to try a function with.

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
                    .table("saved_events")
                    .col(uuid("component"))
                    .col(string_len("name", 32))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(text("payload"))
                    .col(string("author"))
                    .col(big_integer("changed"))
                    .primary_key(Index::create().col("component").col("name"))
                    .foreign_key(ForeignKey::create().from_col("component").to_tbl("components").to_col("id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("saved_events").to_owned()).await
    }
}

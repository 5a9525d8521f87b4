//! Numbered, immutable revisions of a component's document.

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
                    .table("releases")
                    .col(uuid("component"))
                    .col(integer("number"))
                    .col(string("author"))
                    .col(text_null("message"))
                    .col(uuid("operation"))
                    .col(text("document"))
                    .col(big_integer("created"))
                    .primary_key(Index::create().col("component").col("number"))
                    .foreign_key(ForeignKey::create().from_col("component").to_tbl("components").to_col("id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("releases").to_owned()).await
    }
}

//! What is known of the secret values of functions. The values themselves are in AWS alone.

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
                    .table("secrets")
                    .col(uuid("component"))
                    .col(string("name"))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(boolean("present"))
                    .col(integer("version"))
                    .col(integer("seen"))
                    .col(string_null("set_by"))
                    .col(big_integer("set_at"))
                    .primary_key(Index::create().col("component").col("name"))
                    .foreign_key(ForeignKey::create().from_col("component").to_tbl("components").to_col("id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("secrets").to_owned()).await
    }
}

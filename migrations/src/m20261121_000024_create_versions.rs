//! Versions of functions: code and configuration together, numbered. One is live at most.

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
                    .table("versions")
                    .col(uuid("component"))
                    .col(integer("number"))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(string("state"))
                    .col(string_len("artifact", 64))
                    .col(big_integer("size"))
                    .col(text("environment"))
                    .col(text("settings"))
                    .col(big_integer_null("published"))
                    .col(string("author"))
                    .col(text_null("message"))
                    .col(text("source"))
                    .col(uuid("operation"))
                    .col(big_integer("created"))
                    .primary_key(Index::create().col("component").col("number"))
                    .foreign_key(ForeignKey::create().from_col("component").to_tbl("components").to_col("id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("versions_live")
                    .table("versions")
                    .col("component")
                    .unique()
                    .and_where(Expr::col("state").eq("live"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("versions").to_owned()).await
    }
}

//! Tokens of command lines, of which only the SHA-256 is here. What a person's groups are is written again at each of their sign-ins.

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
                    .table("tokens")
                    .col(pk_uuid("id"))
                    .col(binary_len_uniq("token_hash", 32))
                    .col(uuid("user"))
                    .col(text("groups"))
                    .col(string("name"))
                    .col(big_integer("created"))
                    .col(big_integer("last_seen"))
                    .col(big_integer("expires"))
                    .col(string_null("address"))
                    .col(string_null("user_agent"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("user")
                            .to_tbl("users")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("tokens_by_user").table("tokens").col("user").col("created").to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("tokens_by_expiry").table("tokens").col("expires").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("tokens").to_owned()).await
    }
}

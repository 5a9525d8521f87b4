//! Tokens of outside issuers that were exchanged, by SHA-256, until they expire: none is exchanged twice.

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
                    .table("spent_id_tokens")
                    .col(ColumnDef::new("token_hash").binary_len(32).not_null().primary_key())
                    .col(big_integer("expires"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("spent_id_tokens_by_expiry")
                    .table("spent_id_tokens")
                    .col("expires")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("spent_id_tokens").to_owned()).await
    }
}

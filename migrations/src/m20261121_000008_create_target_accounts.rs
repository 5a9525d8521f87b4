//! AWS accounts in which stacks live.

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
                    .table("target_accounts")
                    .col(ColumnDef::new("id").string_len(12).not_null().primary_key())
                    .col(string("display_name"))
                    .col(string("role_arn"))
                    .col(string("external_id"))
                    .col(big_integer("created"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("target_accounts").to_owned()).await
    }
}

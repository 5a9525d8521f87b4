//! Where an account takes stacks.

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
                    .table("account_regions")
                    .col(string_len("account", 12))
                    .col(string("region"))
                    .primary_key(Index::create().col("account").col("region"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("account")
                            .to_tbl("target_accounts")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("account_regions").to_owned()).await
    }
}

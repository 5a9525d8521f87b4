//! Which organizations have their components in which account.

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
                    .table("placements")
                    .col(string_len("account", 12))
                    .col(uuid("organization"))
                    .primary_key(Index::create().col("account").col("organization"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("account")
                            .to_tbl("target_accounts")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("organization")
                            .to_tbl("organizations")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("placements_by_organization")
                    .table("placements")
                    .col("organization")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("placements").to_owned()).await
    }
}

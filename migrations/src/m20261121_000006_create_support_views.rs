//! When platform staff last looked into an organization, so that a look is one audit entry an hour and not one a page.

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
                    .table("support_views")
                    .col(uuid("session"))
                    .col(uuid("organization"))
                    .col(big_integer("seen"))
                    .primary_key(Index::create().col("session").col("organization"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("session")
                            .to_tbl("sessions")
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
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("support_views").to_owned()).await
    }
}

//! The place of a function on its load balancer: among the components of an organization in an account and region, no two have the same.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("components").add_column(integer_null("slot")).to_owned())
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("components_by_slot")
                    .table("components")
                    .col("organization")
                    .col("account")
                    .col("region")
                    .col("slot")
                    .unique()
                    .and_where(Expr::col("deleted").is_null().and(Expr::col("slot").is_not_null()))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("components_by_slot").table("components").to_owned()).await?;
        manager.alter_table(Table::alter().table("components").drop_column("slot").to_owned()).await
    }
}

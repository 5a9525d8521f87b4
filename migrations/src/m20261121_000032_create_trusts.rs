//! Jobs of outside issuers that projects trust. Conditions and functions are lists in JSON.

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
                    .table("trusts")
                    .col(pk_uuid("id"))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(string("provider"))
                    .col(string("issuer"))
                    .col(text("conditions"))
                    .col(text("functions"))
                    .col(big_integer("created"))
                    .col(string("created_by"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("project")
                            .to_tbl("projects")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("trusts_by_project")
                    .table("trusts")
                    .col("organization")
                    .col("project")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("trusts").to_owned()).await
    }
}

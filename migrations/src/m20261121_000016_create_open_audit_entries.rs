//! Audit entries that were opened and are not completed. No foreign key: evidence outlives what it is about.

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
                    .table("open_audit_entries")
                    .col(pk_uuid("id"))
                    .col(uuid("trail"))
                    .col(text("entry"))
                    .col(big_integer("opened"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("open_audit_entries_by_age")
                    .table("open_audit_entries")
                    .col("opened")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("open_audit_entries").to_owned()).await
    }
}

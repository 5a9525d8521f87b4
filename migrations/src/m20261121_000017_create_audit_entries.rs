//! Completed audit entries. The columns beside the entry repeat what lists are filtered by; every filter has an index in the order of the list.

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
                    .table("audit_entries")
                    .col(uuid("trail"))
                    .col(big_integer("sequence"))
                    .col(uuid_uniq("id"))
                    .col(big_integer("completed"))
                    .col(string("actor"))
                    .col(string("action"))
                    .col(string("outcome"))
                    .col(uuid_null("project"))
                    .col(uuid_null("component"))
                    .col(text("entry"))
                    .primary_key(Index::create().col("trail").col("sequence"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_time")
                    .table("audit_entries")
                    .col("trail")
                    .col("completed")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_actor")
                    .table("audit_entries")
                    .col("trail")
                    .col("actor")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_action")
                    .table("audit_entries")
                    .col("trail")
                    .col("action")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_outcome")
                    .table("audit_entries")
                    .col("trail")
                    .col("outcome")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_project")
                    .table("audit_entries")
                    .col("trail")
                    .col("project")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_entries_by_component")
                    .table("audit_entries")
                    .col("trail")
                    .col("component")
                    .col("sequence")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit_entries").to_owned()).await
    }
}

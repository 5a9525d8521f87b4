//! Names under which actors appear in a trail, lower case, to search by a part of one.

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
                    .table("audit_actors")
                    .col(uuid("trail"))
                    .col(string("actor"))
                    .col(string("name"))
                    .primary_key(Index::create().col("trail").col("actor").col("name"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit_actors").to_owned()).await
    }
}

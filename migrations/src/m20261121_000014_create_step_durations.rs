//! How long steps took, from which the usual time is learned.

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
                    .table("step_durations")
                    .col(uuid("operation"))
                    .col(string("kind"))
                    .col(string("change"))
                    .col(string("step"))
                    .col(integer("seconds"))
                    .col(big_integer("ended"))
                    .primary_key(Index::create().col("operation").col("step"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("step_durations_newest")
                    .table("step_durations")
                    .col("kind")
                    .col("change")
                    .col("step")
                    .col("ended")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("step_durations").to_owned()).await
    }
}

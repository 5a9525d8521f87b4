//! Roles given to a person or to a group claim.

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
                    .table("grants")
                    .col(pk_uuid("id"))
                    .col(uuid("organization"))
                    .col(uuid_null("project"))
                    .col(string("role"))
                    .col(string_null("email"))
                    .col(uuid_null("user"))
                    .col(string_null("group"))
                    .col(big_integer_null("expires"))
                    .col(big_integer("created"))
                    .col(string("created_by"))
                    .foreign_key(
                        ForeignKey::create().from_col("organization").to_tbl("organizations").to_col("id"),
                    )
                    .foreign_key(ForeignKey::create().from_col("project").to_tbl("projects").to_col("id"))
                    .foreign_key(ForeignKey::create().from_col("user").to_tbl("users").to_col("id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("grants_by_organization")
                    .table("grants")
                    .col("organization")
                    .col("created")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("grants_by_user").table("grants").col("user").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("grants_by_email").table("grants").col("email").to_owned())
            .await?;
        manager
            .create_index(Index::create().name("grants_by_group").table("grants").col("group").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("grants").to_owned()).await
    }
}

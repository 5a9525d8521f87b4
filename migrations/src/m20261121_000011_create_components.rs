//! Provisioned building blocks. The list shows those of an organization by project, environment and name; the same index keeps names unique among
//! those that are not deleted. `project_slug` is a copy, which is safe because a slug never changes.

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
                    .table("components")
                    .col(pk_uuid("id"))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(string("project_slug"))
                    .col(string("kind"))
                    .col(string("name"))
                    .col(string("environment"))
                    .col(string("region"))
                    .col(string_len("account", 12))
                    .col(string("stack_name"))
                    .col(string("blueprint"))
                    .col(string("state"))
                    .col(text("document"))
                    .col(integer("version"))
                    .col(text("outputs"))
                    .col(uuid_null("running"))
                    .col(big_integer_null("next_expiry"))
                    .col(big_integer("created"))
                    .col(big_integer("changed"))
                    .col(big_integer_null("deleted"))
                    .foreign_key(
                        ForeignKey::create().from_col("organization").to_tbl("organizations").to_col("id"),
                    )
                    .foreign_key(ForeignKey::create().from_col("project").to_tbl("projects").to_col("id"))
                    .foreign_key(
                        ForeignKey::create().from_col("account").to_tbl("target_accounts").to_col("id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("components_by_name")
                    .table("components")
                    .col("organization")
                    .col("project_slug")
                    .col("environment")
                    .col("name")
                    .unique()
                    .and_where(Expr::col("deleted").is_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("components_by_account")
                    .table("components")
                    .col("account")
                    .col("region")
                    .and_where(Expr::col("deleted").is_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("components_by_expiry")
                    .table("components")
                    .col("next_expiry")
                    .and_where(Expr::col("next_expiry").is_not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("components").to_owned()).await
    }
}

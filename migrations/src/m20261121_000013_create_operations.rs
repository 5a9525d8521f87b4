//! Plans and their execution. An operation that creates a component is there before the component. The unique index is what holds
//! "one at a time per component", whatever the code above it does.

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
                    .table("operations")
                    .col(pk_uuid("id"))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(uuid("component"))
                    .col(string("kind"))
                    .col(string("change"))
                    .col(string("state"))
                    .col(text("plan"))
                    .col(text("intent"))
                    .col(integer("base_version"))
                    .col(string("author"))
                    .col(text_null("message"))
                    .col(text("steps"))
                    .col(text_null("failure"))
                    .col(boolean("cancel_requested"))
                    .col(integer("attempt"))
                    .col(uuid_null("audit_entry"))
                    .col(big_integer("created"))
                    .col(big_integer_null("confirmed"))
                    .col(big_integer_null("started"))
                    .col(big_integer_null("ended"))
                    .col(string_null("lease_owner"))
                    .col(big_integer_null("lease_until"))
                    .col(big_integer_null("next_attempt"))
                    .foreign_key(
                        ForeignKey::create().from_col("organization").to_tbl("organizations").to_col("id"),
                    )
                    .foreign_key(ForeignKey::create().from_col("project").to_tbl("projects").to_col("id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operations_by_organization")
                    .table("operations")
                    .col("organization")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operations_by_component")
                    .table("operations")
                    .col("component")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operations_active")
                    .table("operations")
                    .col("component")
                    .unique()
                    .and_where(Expr::col("state").is_in(["queued", "running"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operations_waiting")
                    .table("operations")
                    .col("next_attempt")
                    .and_where(Expr::col("next_attempt").is_not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("operations").to_owned()).await
    }
}

//! Signed-in browsers. The cookie holds a secret of which only the SHA-256 is here.

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
                    .table("sessions")
                    .col(pk_uuid("id"))
                    .col(binary_len_uniq("token_hash", 32))
                    .col(uuid("user"))
                    .col(big_integer("created"))
                    .col(big_integer("last_seen"))
                    .col(big_integer("expires"))
                    .col(string_null("address"))
                    .col(string_null("user_agent"))
                    .col(string_null("issuer_session"))
                    .col(text("platform_roles"))
                    .col(text("groups"))
                    .col(text("id_token"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("user")
                            .to_tbl("users")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_by_user")
                    .table("sessions")
                    .col("user")
                    .col("created")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_by_issuer_session")
                    .table("sessions")
                    .col("issuer_session")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("sessions_by_expiry").table("sessions").col("expires").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sessions").to_owned()).await
    }
}

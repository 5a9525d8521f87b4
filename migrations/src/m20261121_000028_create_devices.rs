//! Command lines on other machines that ask to be signed in, until somebody decides. Only the SHA-256 of the device code is here.

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
                    .table("devices")
                    .col(ColumnDef::new("code_hash").binary_len(32).not_null().primary_key())
                    .col(string_uniq("user_code"))
                    .col(string("name"))
                    .col(string_null("address"))
                    .col(string("state"))
                    .col(uuid_null("user"))
                    .col(text("groups"))
                    .col(big_integer_null("asked"))
                    .col(integer("interval"))
                    .col(big_integer("created"))
                    .col(big_integer("expires"))
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
                Index::create().name("devices_by_expiry").table("devices").col("expires").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("devices").to_owned()).await
    }
}

//! Command lines that a person has let act as them, until they fetch their token. Only the SHA-256 of the code is here.

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
                    .table("approvals")
                    .col(ColumnDef::new("code_hash").binary_len(32).not_null().primary_key())
                    .col(uuid("user"))
                    .col(text("groups"))
                    .col(string("name"))
                    .col(string("challenge"))
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
                Index::create().name("approvals_by_expiry").table("approvals").col("expires").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("approvals").to_owned()).await
    }
}

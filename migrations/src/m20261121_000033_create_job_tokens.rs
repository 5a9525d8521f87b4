//! Tokens of CI jobs, of which only the SHA-256 is here. One is good as long as a trust of its list is there.

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
                    .table("job_tokens")
                    .col(pk_uuid("id"))
                    .col(binary_len_uniq("token_hash", 32))
                    .col(uuid("organization"))
                    .col(uuid("project"))
                    .col(text("trusts"))
                    .col(string("issuer"))
                    .col(text("subject"))
                    .col(text("job"))
                    .col(big_integer("expires"))
                    .foreign_key(
                        ForeignKey::create()
                            .from_col("project")
                            .to_tbl("projects")
                            .to_col("id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("job_tokens_by_expiry").table("job_tokens").col("expires").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("job_tokens").to_owned()).await
    }
}

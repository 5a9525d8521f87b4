//! Sign-ins that have begun: what must come back from the issuer.

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
                    .table("sign_ins")
                    .col(ColumnDef::new("state_hash").binary_len(32).not_null().primary_key())
                    .col(string("nonce"))
                    .col(string("pkce_verifier"))
                    .col(text("return_to"))
                    .col(big_integer("expires"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("sign_ins_by_expiry").table("sign_ins").col("expires").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sign_ins").to_owned()).await
    }
}

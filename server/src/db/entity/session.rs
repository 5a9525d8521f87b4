//! A signed-in browser. Table `sessions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub user: Uuid,
    pub created: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub address: Option<String>,
    pub user_agent: Option<String>,
    pub issuer_session: Option<String>,
    pub platform_roles: String,
    pub groups: String,
    pub id_token: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

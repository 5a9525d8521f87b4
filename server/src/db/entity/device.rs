//! A command line on another machine that asks to be signed in. Table `devices`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: Vec<u8>,
    pub user_code: String,
    pub name: String,
    pub address: Option<String>,
    pub state: String,
    pub user: Option<Uuid>,
    pub groups: String,
    pub asked: Option<i64>,
    pub interval: i32,
    pub created: i64,
    pub expires: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

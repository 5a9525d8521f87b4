//! An archive of code. Table `artifacts`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "artifacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub organization: Uuid,
    pub project: Uuid,
    pub size: i64,
    pub unpacked: i64,
    pub files: String,
    pub content: Option<Vec<u8>>,
    pub created: i64,
    pub removed: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

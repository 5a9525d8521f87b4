//! The newest place of an audit trail. Table `audit_trails`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_trails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub trail: Uuid,
    pub count: i64,
    pub hash: String,
    pub completed: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! An event to try a function with. Table `saved_events`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub organization: Uuid,
    pub project: Uuid,
    pub payload: String,
    pub author: String,
    pub changed: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

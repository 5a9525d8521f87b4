//! What is known of a secret value of a function. Table `secrets`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "secrets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub organization: Uuid,
    pub project: Uuid,
    pub present: bool,
    pub version: i32,
    pub seen: i32,
    pub set_by: Option<String>,
    pub set_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

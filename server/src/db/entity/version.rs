//! A version of a function. Table `versions`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub organization: Uuid,
    pub project: Uuid,
    pub state: String,
    pub artifact: String,
    pub size: i64,
    pub environment: String,
    pub settings: String,
    pub published: Option<i64>,
    pub author: String,
    pub message: Option<String>,
    pub source: String,
    pub operation: Uuid,
    pub created: i64,
    pub replaced: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

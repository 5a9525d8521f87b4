//! A numbered revision of a component's document. Table `releases`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "releases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub component: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub author: String,
    pub message: Option<String>,
    pub operation: Uuid,
    pub document: String,
    pub created: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

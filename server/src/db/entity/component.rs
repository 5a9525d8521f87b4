//! A provisioned building block. Table `components`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "components")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization: Uuid,
    pub project: Uuid,
    pub project_slug: String,
    pub kind: String,
    pub name: String,
    pub environment: String,
    pub region: String,
    pub account: String,
    pub stack_name: String,
    pub blueprint: String,
    pub state: String,
    pub document: String,
    pub version: i32,
    pub outputs: String,
    pub running: Option<Uuid>,
    pub next_expiry: Option<i64>,
    pub created: i64,
    pub changed: i64,
    pub deleted: Option<i64>,
    pub slot: Option<i32>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

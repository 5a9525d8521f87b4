//! A plan and its execution. Table `operations`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization: Uuid,
    pub project: Uuid,
    pub component: Uuid,
    pub kind: String,
    pub change: String,
    pub state: String,
    pub plan: String,
    pub intent: String,
    pub base_version: i32,
    pub author: String,
    pub message: Option<String>,
    pub steps: String,
    pub failure: Option<String>,
    pub cancel_requested: bool,
    pub share_requested: Option<i32>,
    pub attempt: i32,
    pub audit_entry: Option<Uuid>,
    pub created: i64,
    pub confirmed: Option<i64>,
    pub started: Option<i64>,
    pub ended: Option<i64>,
    pub lease_owner: Option<String>,
    pub lease_until: Option<i64>,
    pub next_attempt: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

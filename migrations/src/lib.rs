//! The schema, one change a file, run on SQLite and PostgreSQL.
//!
//! A migration that has been released is never edited. A change that old and new replicas cannot both live with is made in two releases: first add,
//! then remove.

mod m20261121_000001_create_organizations;
mod m20261121_000002_create_projects;
mod m20261121_000003_create_users;
mod m20261121_000004_create_grants;
mod m20261121_000005_create_sessions;
mod m20261121_000006_create_support_views;
mod m20261121_000007_create_sign_ins;
mod m20261121_000008_create_target_accounts;
mod m20261121_000009_create_account_regions;
mod m20261121_000010_create_placements;
mod m20261121_000011_create_components;
mod m20261121_000012_create_releases;
mod m20261121_000013_create_operations;
mod m20261121_000014_create_step_durations;
mod m20261121_000015_create_audit_trails;
mod m20261121_000016_create_open_audit_entries;
mod m20261121_000017_create_audit_entries;
mod m20261121_000018_create_audit_actors;
mod m20261121_000019_create_audit_heads;
mod m20261121_000020_create_signing_keys;
mod m20261121_000021_protect_audit_entries;
mod m20261121_000022_add_slot_to_components;
mod m20261121_000023_create_artifacts;
mod m20261121_000024_create_versions;
mod m20261121_000025_add_domain_to_target_accounts;
mod m20261121_000026_create_tokens;
mod m20261121_000027_create_approvals;
mod m20261121_000028_create_devices;
mod m20261121_000029_create_idempotency_keys;
mod m20261121_000030_add_share_requested_to_operations;
mod m20261121_000031_create_saved_events;
mod m20261121_000032_create_trusts;
mod m20261121_000033_create_job_tokens;
mod m20261121_000034_create_spent_id_tokens;
mod m20261121_000035_create_secrets;
mod m20261121_000036_add_removed_to_artifacts;
mod m20261121_000037_add_replaced_to_versions;
mod m20261122_000038_add_operation_to_idempotency_keys;

use std::collections::HashSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::EntityTrait;
use sea_orm_migration::seaql_migrations;
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_organizations::Migration),
            Box::new(m20261121_000002_create_projects::Migration),
            Box::new(m20261121_000003_create_users::Migration),
            Box::new(m20261121_000004_create_grants::Migration),
            Box::new(m20261121_000005_create_sessions::Migration),
            Box::new(m20261121_000006_create_support_views::Migration),
            Box::new(m20261121_000007_create_sign_ins::Migration),
            Box::new(m20261121_000008_create_target_accounts::Migration),
            Box::new(m20261121_000009_create_account_regions::Migration),
            Box::new(m20261121_000010_create_placements::Migration),
            Box::new(m20261121_000011_create_components::Migration),
            Box::new(m20261121_000012_create_releases::Migration),
            Box::new(m20261121_000013_create_operations::Migration),
            Box::new(m20261121_000014_create_step_durations::Migration),
            Box::new(m20261121_000015_create_audit_trails::Migration),
            Box::new(m20261121_000016_create_open_audit_entries::Migration),
            Box::new(m20261121_000017_create_audit_entries::Migration),
            Box::new(m20261121_000018_create_audit_actors::Migration),
            Box::new(m20261121_000019_create_audit_heads::Migration),
            Box::new(m20261121_000020_create_signing_keys::Migration),
            Box::new(m20261121_000021_protect_audit_entries::Migration),
            Box::new(m20261121_000022_add_slot_to_components::Migration),
            Box::new(m20261121_000023_create_artifacts::Migration),
            Box::new(m20261121_000024_create_versions::Migration),
            Box::new(m20261121_000025_add_domain_to_target_accounts::Migration),
            Box::new(m20261121_000026_create_tokens::Migration),
            Box::new(m20261121_000027_create_approvals::Migration),
            Box::new(m20261121_000028_create_devices::Migration),
            Box::new(m20261121_000029_create_idempotency_keys::Migration),
            Box::new(m20261121_000030_add_share_requested_to_operations::Migration),
            Box::new(m20261121_000031_create_saved_events::Migration),
            Box::new(m20261121_000032_create_trusts::Migration),
            Box::new(m20261121_000033_create_job_tokens::Migration),
            Box::new(m20261121_000034_create_spent_id_tokens::Migration),
            Box::new(m20261121_000035_create_secrets::Migration),
            Box::new(m20261121_000036_add_removed_to_artifacts::Migration),
            Box::new(m20261121_000037_add_replaced_to_versions::Migration),
            Box::new(m20261122_000038_add_operation_to_idempotency_keys::Migration),
        ]
    }
}

impl Migrator {
    /// The names of the migrations that are still to be applied, oldest first. Changes nothing.
    ///
    /// What a newer version has applied beyond them does not matter: this version lives with its schema. `MigratorTrait` calls that an error, with
    /// which replicas could not be replaced one after the other.
    ///
    /// # Errors
    /// [`DbErr`] when the database does not answer.
    pub async fn pending(manager: &SchemaManager<'_>) -> Result<Vec<String>, DbErr> {
        let applied: HashSet<String> = if manager.has_table(Self::migration_table_name().to_string()).await? {
            let rows = seaql_migrations::Entity::find().all(manager.get_connection()).await?;
            rows.into_iter().map(|row| row.version).collect()
        } else {
            HashSet::new()
        };
        let names = Self::migrations().into_iter().map(|migration| migration.name().to_owned());
        Ok(names.filter(|name| !applied.contains(name)).collect())
    }
}

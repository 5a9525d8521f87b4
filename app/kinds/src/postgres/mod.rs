//! `postgres`: an Aurora PostgreSQL server with everything around it.
//!
//! What the role of a target account must be allowed to do for it, beside the CloudFormation calls of the server itself:
//! - `rds`: create, modify, delete, describe and tag clusters, instances, their parameter and subnet groups and cluster snapshots;
//! - `ec2`: create, delete, describe and tag security groups; authorize, revoke and describe their rules; describe networks and subnets;
//! - `kms`: what `encryption.rs` lists, `kms:CreateKey` and `kms:ListAliases`;
//! - `secretsmanager`: `CreateSecret`, `DescribeSecret`, `GetSecretValue`, `RotateSecret`, `TagResource`, for secrets named `rds!*`;
//! - `logs`: create, describe, tag, encrypt (`AssociateKmsKey`) and delete log groups, and set their retention;
//! - `iam`: create, delete, get and tag roles and their inline policies, and `iam:PassRole` to `monitoring.rds.amazonaws.com` and
//!   `backup.amazonaws.com`;
//! - `backup`: create, update, delete, get and tag vaults, plans and selections; `backup-storage:MountCapsule`;

pub mod connection;
mod engine;
mod form;
mod impact;
pub mod outputs;
mod price;
pub mod samples;
mod settings;
mod size;
mod template;
mod validate;

#[cfg(test)]
mod tests;

use domain::component::{Document, Environment, Outputs as StackOutputs, Region};
use domain::error::FieldError;
use domain::maintenance::{BackupWindow, UtcWindow};
use domain::operation::{Change, StepName};
use serde_json::Value;

pub use engine::EngineVersion;
pub use outputs::Outputs;
pub use settings::{DatabaseName, Settings};
pub use size::Size;
pub use template::backup_window;

use crate::form::Field;
use crate::kind::{Context, Definition, Demand, Given, Impact, Start};
use crate::price::Price;
use crate::template::Template;

/// The version of the blueprint below `template/`.
pub const BLUEPRINT: &str = "1.0.0";

/// The user that owns the database.
pub const USERNAME: &str = "postgres";

/// After how many days AWS changes the password of [`USERNAME`]. Programs read the secret anew, or sign in as users of their own
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html>).
pub const PASSWORD_DAYS: u8 = 7;

/// The port on which the server listens.
pub const PORT: u16 = 5432;

/// The definition of the kind.
pub(crate) struct Postgres;

impl Definition for Postgres {
    fn blueprint(&self) -> &'static str {
        BLUEPRINT
    }

    fn fields(&self) -> &'static [Field] {
        &form::FIELDS
    }

    fn read(&self, start: Start<'_>, given: Given<'_>) -> Result<Value, Vec<FieldError>> {
        form::read(start, given).map(|settings| settings.to_value())
    }

    fn render(&self, context: &Context, document: &Document) -> domain::Result<Template> {
        let settings = Settings::from_document(&document.settings)?;
        Ok(template::render(context, &settings, &document.allow_list))
    }

    fn price(&self, region: &Region, settings: &Value) -> domain::Result<Option<Price>> {
        Ok(price::price(region, &Settings::from_document(settings)?))
    }

    fn impact(
        &self,
        change: Change,
        environment: Environment,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> domain::Result<Impact> {
        let before = before.map(Settings::from_document).transpose()?;
        let after = after.map(Settings::from_document).transpose()?;
        Ok(impact::impact(change, environment, before.as_ref(), after.as_ref()))
    }

    fn steps(&self, change: Change, _: &Value) -> domain::Result<Vec<StepName>> {
        use StepName::{Network, Prepare, Remove, Snapshot, Stack, Unprotect, Verify};
        Ok(match change {
            Change::Create => vec![Network, Stack, Verify],
            Change::Settings | Change::AllowList | Change::Window => vec![Prepare, Stack, Verify],
            Change::Delete => vec![Snapshot, Unprotect, Remove],
            Change::Deploy | Change::RollBack => Vec::new(),
        })
    }

    fn demand(&self, settings: &Value) -> domain::Result<Demand> {
        let database_instances = 1 + u32::from(Settings::from_document(settings)?.replicas);
        Ok(Demand { database_instances, ..Demand::default() })
    }

    fn takes_snapshot(&self) -> bool {
        true
    }

    fn backup_window(&self, window: UtcWindow) -> Option<BackupWindow> {
        Some(template::backup_window(window))
    }

    fn address(&self, outputs: &StackOutputs) -> Option<String> {
        outputs.get(outputs::name::ENDPOINT).cloned()
    }

    fn credentials(&self, outputs: &StackOutputs) -> Option<String> {
        outputs.get(outputs::name::SECRET_ARN).cloned()
    }
}

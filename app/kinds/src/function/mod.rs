//! `function`: code that answers requests, behind a load balancer, with a name of its own.
//!
//! The stack owns what stays, a deploy owns what moves. Code, environment variables, published versions, the alias
//! [`domain::function::LIVE`], the permission to invoke it and the target in the target group are made by direct calls and stand in no
//! template: a deploy takes seconds, and what it does is no drift. The template names a placeholder as code ([`placeholder`]), and no
//! environment.
//!
//! Beside its own stack a function needs those of [`crate::artifacts`] and [`crate::load_balancer`], and, where it is linked with a database,
//! [`crate::endpoints`].
//!
//! What the role of a target account must be allowed to do for it, beside the CloudFormation calls of the server itself:
//! - `lambda`: create, update, delete, get and tag functions, reserve concurrency; for deploys publish and delete versions, create and
//!   update aliases, add permissions, invoke;
//! - `elasticloadbalancing`: create, modify, delete, describe and tag target groups and rules; for deploys register and deregister targets;
//!   for the shared stack load balancers and listeners;
//! - `route53`: change and list records of the one zone, `GetChange`, `GetHostedZone`; for the shared stacks `AssociateVPCWithHostedZone`, and
//!   `acm`: request, delete, describe and tag certificates;
//! - `s3`: create and configure buckets named `provisioner-*`; for deploys get, put and delete their objects;
//! - `secretsmanager`: create, describe, update, delete, restore and tag secrets named `provisioner/*`; get and put values, and move the label of the
//!   current version: all values of a function are one document, which is read to change a part of it;
//! - `ec2`: create, delete and tag security groups and their rules; for linked functions describe network interfaces; for the shared stacks
//!   internet gateways, routes, VPC endpoints;
//! - `logs`: for cold starts put, delete and describe metric filters; for metrics `cloudwatch:GetMetricData`; to read what functions
//!   write `logs:FilterLogEvents` on groups named `/aws/lambda/*`;
//! - `kms`, `logs`, `iam`: as for `postgres`, with `kms:Encrypt` and `iam:PassRole` to `lambda.amazonaws.com`.

mod definition;
mod form;
mod handler;
mod impact;
pub mod limits;
pub mod outputs;
pub mod placeholder;
mod price;
mod runtime;
pub mod samples;
pub mod secrets;
mod settings;
mod template;
mod validate;

#[cfg(test)]
mod tests;

use domain::component::{Document, Environment, Region};
use domain::error::FieldError;
use domain::operation::Change;
use domain::plan::PlanWarning;
use jiff::civil::Date;
use serde_json::Value;

pub(crate) use definition::Function;
pub use handler::Handler;
pub use outputs::Outputs;
pub use runtime::{Family, Runtime};
pub use settings::{Architecture, LogRetention, Settings};
pub use validate::list_problems;

use crate::form::{Field, Setting};
use crate::kind::{Context, Given, Impact, Start};
pub use crate::load_balancer::Exposure;
use crate::price::Price;
use crate::template::Template;

/// The version of the blueprint below `template/`.
pub const BLUEPRINT: &str = "1.1.0";

/// The name of the kind in tags.
const NAME: &str = "function";

/// What people may set, in the order of the form.
pub fn fields() -> &'static [Field] {
    &form::FIELDS
}

/// Reads and validates settings: what is not given stays as it is at the start.
///
/// # Errors
/// All wrong fields, by the names of the form (`settings.runtime`).
pub fn read(start: Start<'_>, given: Given<'_>) -> Result<Value, Vec<FieldError>> {
    form::read(start, given).map(|settings| settings.to_value())
}

/// What is wrong with choosing these settings on a day: a runtime whose support is over. An existing function keeps the one it has.
///
/// # Errors
/// [`domain::Error::Internal`] when a value does not hold settings of this kind.
pub fn problems_on(today: Date, before: Option<&Value>, after: &Value) -> domain::Result<Vec<FieldError>> {
    let before = before.map(Settings::from_document).transpose()?;
    let after = Settings::from_document(after)?;
    let chosen = before.is_none_or(|before| before.runtime != after.runtime);
    let problem = after.runtime.problem_on(today).filter(|_| chosen);
    Ok(problem.map(|problem| Setting::Runtime.problem(problem)).into_iter().collect())
}

/// Renders the template of a component.
///
/// # Errors
/// [`domain::Error::Internal`] when the document does not hold settings of this kind or more networks than [`limits::NETWORKS_MAX`], or when the
/// context lacks slot, domain, or the database that the settings link.
pub fn render(context: &Context, document: &Document) -> domain::Result<Template> {
    let settings = Settings::from_document(&document.settings)?;
    template::render(context, &settings, &document.allow_list)
}

/// The price of settings in a region, without what the organization's functions share. None where the region's prices are not known.
///
/// # Errors
/// [`domain::Error::Internal`] when the value does not hold settings of this kind.
pub fn price(region: &Region, settings: &Value) -> domain::Result<Option<Price>> {
    Ok(price::price(region, &Settings::from_document(settings)?))
}

/// What a change of settings means to the people who use the component.
///
/// # Errors
/// [`domain::Error::Internal`] when a value does not hold settings of this kind.
pub fn impact(
    change: Change,
    environment: Environment,
    before: Option<&Value>,
    after: Option<&Value>,
) -> domain::Result<Impact> {
    let before = before.map(Settings::from_document).transpose()?;
    let after = after.map(Settings::from_document).transpose()?;
    Ok(impact::impact(change, environment, before.as_ref(), after.as_ref()))
}

/// What the author of a document should know on a day, beyond what is true of every kind.
///
/// # Errors
/// [`domain::Error::Internal`] when the document does not hold settings of this kind.
pub fn warnings(today: Date, document: &Document) -> domain::Result<Vec<PlanWarning>> {
    let settings = Settings::from_document(&document.settings)?;
    Ok(impact::warnings(&settings, &document.allow_list, today))
}

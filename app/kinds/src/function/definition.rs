//! The kind as the rest of the product asks for it.

use domain::allow_list::AllowList;
use domain::component::{Document, Environment, Outputs as StackOutputs, Region};
use domain::error::FieldError;
use domain::maintenance::{BackupWindow, UtcWindow};
use domain::operation::{Change, StepName};
use domain::plan::PlanWarning;
use jiff::civil::Date;
use serde_json::Value;

use super::outputs::name;
use super::settings::Settings;
use crate::form::Field;
use crate::kind::{Context, Definition, Demand, Given, Impact, Start};
use crate::price::Price;
use crate::template::Template;
use crate::{endpoints, load_balancer};

/// The definition of the kind.
pub(crate) struct Function;

impl Definition for Function {
    fn blueprint(&self) -> &'static str {
        super::BLUEPRINT
    }

    fn fields(&self) -> &'static [Field] {
        super::fields()
    }

    fn read(&self, start: Start<'_>, given: Given<'_>) -> Result<Value, Vec<FieldError>> {
        super::read(start, given)
    }

    fn render(&self, context: &Context, document: &Document) -> domain::Result<Template> {
        super::render(context, document)
    }

    fn price(&self, region: &Region, settings: &Value) -> domain::Result<Option<Price>> {
        super::price(region, settings)
    }

    fn shared_price(&self, region: &Region, settings: &Value) -> domain::Result<Option<Price>> {
        let settings = Settings::from_document(settings)?;
        let Some(mut shared) = load_balancer::price(region, settings.exposure) else { return Ok(None) };
        if settings.database.is_some() {
            shared.items.extend(endpoints::price(region).map(|price| price.items).unwrap_or_default());
        }
        Ok(Some(shared))
    }

    fn impact(
        &self,
        change: Change,
        environment: Environment,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> domain::Result<Impact> {
        super::impact(change, environment, before, after)
    }

    fn problems_on(
        &self,
        today: Date,
        before: Option<&Value>,
        after: &Value,
    ) -> domain::Result<Vec<FieldError>> {
        super::problems_on(today, before, after)
    }

    fn list_problems(&self, list: &AllowList) -> Vec<FieldError> {
        super::list_problems(list)
    }

    fn warnings(&self, today: Date, document: &Document) -> domain::Result<Vec<PlanWarning>> {
        super::warnings(today, document)
    }

    /// Each change of what Lambda runs ends with a version that gets the traffic. Before the stack goes, a function leaves the network of its
    /// database: AWS gives its network interfaces back late, and nothing that they hold could be deleted until then.
    fn steps(&self, change: Change, settings: &Value) -> domain::Result<Vec<StepName>> {
        use StepName::{
            Artifacts, Check, CheckAfter, Code, Connect, Detach, Endpoints, LoadBalancer, Network,
            Placeholder, Prepare, Publish, Remove, Shift, Stack, Unprotect,
        };
        let linked = Settings::from_document(settings)?.database.is_some();
        let mut steps = match change {
            Change::Create => vec![
                Network,
                Artifacts,
                LoadBalancer,
                Endpoints,
                Placeholder,
                Stack,
                Code,
                Publish,
                Shift,
                Connect,
            ],
            Change::Settings => vec![Endpoints, Prepare, Stack, Code, Publish, Check, Shift, Connect],
            Change::AllowList | Change::Window => vec![Prepare, Stack],
            Change::Deploy => vec![Code, Publish, Check, Shift, CheckAfter],
            Change::RollBack => vec![Shift],
            Change::Delete => vec![Detach, Unprotect, Remove],
        };
        steps.retain(|step| linked || !matches!(step, Endpoints | Detach));
        Ok(steps)
    }

    fn demand(&self, settings: &Value) -> domain::Result<Demand> {
        let reserved_concurrency = u32::from(Settings::from_document(settings)?.concurrency);
        Ok(Demand { reserved_concurrency, ..Demand::default() })
    }

    fn takes_snapshot(&self) -> bool {
        false
    }

    fn backup_window(&self, _: UtcWindow) -> Option<BackupWindow> {
        None
    }

    fn address(&self, outputs: &StackOutputs) -> Option<String> {
        outputs.get(name::URL).cloned()
    }

    fn credentials(&self, _: &StackOutputs) -> Option<String> {
        None
    }
}

//! `pv functions create`.

use clap::Args;
use serde_json::{Map, Value, json};

use crate::account::Config;
use crate::commands::place::{Environment, Place, Waiting};
use crate::failure::{Class, Failure};
use crate::output::{Output, complain};
use crate::remote::{Change, Started, Tenant, plan_shown};
use crate::terminal;

/// Create a function
///
/// Shows the plan and the price first and asks, on a terminal; elsewhere --yes says that they need not be shown. Settings that are left out are
/// the defaults of the environment. Nobody can connect until `pv allow add` lets somebody in.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv functions create hello --region eu-central-1
  pv functions create hello --runtime nodejs22.x --handler index.handler --memory 1024
  pv functions create hello --environment production --set exposure=private --yes
  pv functions create hello --dry-run")]
pub(super) struct Arguments {
    /// Its name: 3-32 small letters, digits and `-`
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    new: NewOptions,
    /// The runtime, such as `python3.13`
    #[arg(long, value_name = "NAME")]
    runtime: Option<String>,
    /// Where the code begins, such as `app.handler`
    #[arg(long, value_name = "HANDLER")]
    handler: Option<String>,
    /// The processors: `arm64` or `x86_64`
    #[arg(long, value_name = "NAME")]
    architecture: Option<String>,
    /// MB of memory
    #[arg(long, value_name = "MB")]
    memory: Option<u32>,
    /// Seconds that a request may take
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u32>,
    /// Any setting, as the API names it: a value that is JSON is taken as that, any other as text. May be given more than once
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, Value)>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
struct NewOptions {
    /// What it is for
    #[arg(long, short, value_name = "NAME", default_value = "development")]
    environment: Environment,
    /// The AWS region [default: `region` of config.toml]
    #[arg(long, env = "PV_REGION", value_name = "NAME", hide_env_values = true)]
    region: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// A function that does not exist yet.
pub(in crate::commands) struct New<'a> {
    pub(in crate::commands) name: &'a str,
    pub(in crate::commands) environment: Environment,
    pub(in crate::commands) region: Option<String>,
    pub(in crate::commands) reason: Option<&'a str>,
    pub(in crate::commands) settings: Map<String, Value>,
}

impl New<'_> {
    /// Its creation, as the API takes it.
    fn change(self, tenant: &Tenant) -> Result<Change, Failure> {
        let remembered = || Config::read().map(|config| config.region);
        let region = match self.region {
            Some(region) => Some(region),
            None => remembered()?,
        };
        let region = region.ok_or_else(|| {
            Failure::new(Class::Usage, "in which AWS region?").advising(
                "Say --region, or choose one for good with `pv use ORGANIZATION/PROJECT --region NAME`",
            )
        })?;
        let mut body = json!({
            "kind": "function", "project": tenant.project, "name": self.name, "environment": self.environment.as_str(),
            "region": region, "settings": self.settings,
        });
        if let Some(reason) = self.reason {
            body["reason"] = reason.into();
        }
        Ok(Change::post(tenant.path("components"), body))
    }
}

fn setting(text: &str) -> Result<(String, Value), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
            Ok((name.to_owned(), value))
        }
        _ => Err("write it as NAME=value".to_owned()),
    }
}

/// Creates it, and waits until it is there.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let NewOptions { environment, region, reason } = &arguments.new;
    let new = New {
        name: &arguments.name,
        environment: *environment,
        region: region.clone(),
        reason: reason.as_deref(),
        settings: arguments.settings(),
    };
    if arguments.dry_run {
        let plan = new.change(&tenant)?.plan(&tenant)?;
        output.result(plan_shown(&plan), &plan.json);
        return Ok(());
    }
    let started = create(&tenant, new, arguments.yes, output)?;
    arguments.waiting.end(&tenant, started, output, |operation| {
        Ok(format!("{} is there; `pv deploy` gives it code, `pv allow add` lets people in", operation.name))
    })
}

/// Begins to create a function, after a yes to plan and price.
pub(in crate::commands) fn create(
    tenant: &Tenant,
    new: New<'_>,
    yes: bool,
    output: Output,
) -> Result<Started, Failure> {
    let name = new.name.to_owned();
    let change = new.change(tenant)?;
    if !yes {
        if !terminal::can_ask(output) {
            return Err(Failure::new(Class::Usage, format!("nobody can be asked whether to create {name}"))
                .advising("--dry-run shows the plan and the price, --yes goes on without asking"));
        }
        complain(plan_shown(&*change.plan(tenant)?));
        terminal::confirm(&format!("Create {name}?"))?;
    }
    Ok(change.begin(tenant)?)
}

impl Arguments {
    fn settings(&self) -> Map<String, Value> {
        let named = [
            ("runtime", self.runtime.as_deref().map(Value::from)),
            ("handler", self.handler.as_deref().map(Value::from)),
            ("architecture", self.architecture.as_deref().map(Value::from)),
            ("memory_mb", self.memory.map(Value::from)),
            ("timeout_seconds", self.timeout.map(Value::from)),
        ];
        let named = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        named.chain(self.settings.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_json_or_text() {
        for (text, value) in [
            ("concurrency=20", json!(20)),
            ("deletion_protection=true", json!(true)),
            ("exposure=private", json!("private")),
            ("database=null", json!(null)),
            ("handler=\"5\"", json!("5")),
            ("handler=a=b", json!("a=b")),
        ] {
            assert_eq!(setting(text).unwrap().1, value, "{text}");
        }
        assert!(setting("x").is_err() && setting("=x").is_err());
    }
}

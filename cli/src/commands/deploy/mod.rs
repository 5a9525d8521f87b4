//! `pv deploy`.

mod source;
mod transfer;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use self::source::Source;
use super::env;
use super::functions::{self, New};
use super::invoke;
use super::local::variable;
use super::place::{Environment, Place, Waiting, WhichFunction};
use super::rollout::Gradually;
use crate::api::{Component, Document};
use crate::failure::{Class, Failure};
use crate::output::{Format, Output, Stream, Style, complain};
use crate::remote::{self, Code, Tenant};

/// Send code to a function, and watch it go live
///
/// Packs the folder of pv.toml, without what .pvignore names, checks it as the server will, sends it if the server does not have it, and waits
/// until the new version has the traffic. PATH packs another folder, such as that of a build, or takes a .zip as it is; pv.toml is looked for
/// there and above. Settings of the function, such as memory, are not changed.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv deploy
  pv deploy dist --message \"Faster start\"
  pv deploy function.zip --function hello --environment production
  pv deploy --check-path /health --env LOG_LEVEL=debug
  pv deploy --canary 10 --max-errors 2
  pv deploy --dry-run")]
pub(super) struct Arguments {
    /// A folder, or a .zip [default: the folder of pv.toml]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// What the history says about it
    #[arg(long, short, value_name = "TEXT")]
    message: Option<String>,
    /// Give the version traffic only if it answers `GET` of this path with a status below 400
    #[arg(long, value_name = "PATH", conflicts_with_all = ["check_event", "check_function"])]
    check_path: Option<String>,
    /// Give the version traffic only if it answers this event: a file, `-`, or the name of a sample (see `pv events list`)
    #[arg(long, value_name = "EVENT")]
    check_event: Option<PathBuf>,
    /// Give the version traffic only if this other function of the project ends without an error when it is told of it
    #[arg(long, value_name = "NAME", conflicts_with = "check_event")]
    check_function: Option<String>,
    /// With all the traffic, ask for this path, and go back if the answer is not good
    #[arg(long, value_name = "PATH", conflicts_with = "check_after_function")]
    check_after_path: Option<String>,
    /// With all the traffic, ask this other function of the project, and go back if it ends with an error
    #[arg(long, value_name = "NAME")]
    check_after_function: Option<String>,
    /// Set a variable; the others stay. May be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    env: Vec<(String, String)>,
    /// Create the function with the settings of pv.toml, if there is none, without asking
    #[arg(long)]
    create: bool,
    /// The AWS region of a new function [default: `region` of config.toml]
    #[arg(long, env = "PV_REGION", value_name = "NAME", hide_env_values = true)]
    region: Option<String>,
    /// Pack, and say what would be sent
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    gradually: Gradually,
    #[command(flatten)]
    which: WhichFunction,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

/// Deploys. A failure when the code cannot run, or the version did not go live.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let source = Source::find(arguments.path.as_deref(), &arguments.which)?;
    let check = arguments.check()?;
    if arguments.gradually.is_in_vain() {
        return Err(Failure::new(Class::Usage, "a guard needs a roll-out that it guards")
            .advising("Say --canary MINUTES, --linear MINUTES or --manual as well"));
    }
    let tenant = arguments.place.open()?;
    let found = tenant.look_for(arguments.which.sought(&source.name))?;
    // Before anything is made: code that cannot run needs no function.
    let settings = match &found {
        Some(function) => function.settings.clone(),
        None => {
            source.new_settings().ok_or_else(|| tenant.missing(arguments.which.sought(&source.name)))?.into()
        }
    };
    let code = Code::read(&source.code, remote::expectation(&settings)?)?;
    if output.format() == Format::Human {
        tell(&code);
        found.iter().flat_map(|function| source.differences(function)).for_each(|words| note(&words));
    }
    if arguments.dry_run {
        return say(&tenant, found.as_ref(), &source, &code, arguments, output);
    }
    let function = match found {
        Some(function) => function,
        None => arguments.create(&tenant, &source, output)?,
    };
    let mut body = json!({ "artifact": code.artifact.hash });
    let optional = [
        ("message", arguments.message.as_deref().map(Value::from)),
        ("check", check),
        ("rollout", arguments.gradually.body()),
        ("check_after", arguments.check_after()),
    ];
    for (name, value) in optional.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        body[name] = value;
    }
    if !arguments.env.is_empty() {
        body["environment"] = json!(arguments.variables(&tenant, &function)?);
    }
    let started = transfer::deploy(&tenant, &function, &code, body, output)?;
    arguments.waiting.end(&tenant, started, output, |operation| {
        let version = operation.version.map_or_else(String::new, |number| format!("version {number} of "));
        let address =
            function.address.as_deref().map_or_else(String::new, |address| format!(" at {address}"));
        Ok(format!("live: {version}{}{address}", function.name))
    })
}

fn note(words: &str) {
    complain(format_args!("{} {words}", Stream::Stderr.paint(Style::Warning, "note:")));
}

fn tell(code: &Code) {
    complain(format_args!("packed {}, {} left out", summary(code), code.left_out));
    for large in &code.large {
        note(&format!("{large} takes much room; .pvignore leaves out what is not needed"));
    }
}

fn summary(code: &Code) -> String {
    let (files, size) = (code.artifact.files.len(), transfer::size(code.artifact.size));
    format!("{files} file{}, {size} ({})", if files == 1 { "" } else { "s" }, code.artifact.hash.short())
}

/// Says what would be sent.
fn say(
    tenant: &Tenant,
    found: Option<&Document<Component>>,
    source: &Source,
    code: &Code,
    arguments: &Arguments,
    output: Output,
) -> Result<(), Failure> {
    let known = match found {
        Some(function) => transfer::is_known(tenant, function, code)?,
        None => false,
    };
    let variables = match found {
        Some(function) if !arguments.env.is_empty() => Some(arguments.variables(tenant, function)?),
        Some(_) => None,
        None => Some(arguments.env.iter().cloned().collect()),
    };
    let json = json!({
        "function": source.name, "exists": found.is_some(), "artifact": code.artifact.hash, "size": code.artifact.size,
        "unpacked": code.artifact.unpacked, "files": code.artifact.files, "left_out": code.left_out,
        "would_upload": !known, "environment": variables, "message": arguments.message,
    });
    let upload = if known { "the server has this code" } else { "the code would be sent" };
    let create = if found.is_some() { "" } else { " (which would be created)" };
    let files: Vec<_> = code.artifact.files.iter().map(|file| format!("  {}", file.path)).collect();
    let words =
        format!("{} would go to {}{create}; {upload}\n{}", summary(code), source.name, files.join("\n"));
    output.result(words, &json);
    Ok(())
}

impl Arguments {
    fn check(&self) -> Result<Option<Value>, Failure> {
        if let Some(name) = &self.check_function {
            return Ok(Some(json!({ "function": name })));
        }
        match (&self.check_path, &self.check_event) {
            (Some(path), _) => Ok(Some(json!({ "path": path }))),
            (None, Some(event)) => {
                let event = invoke::read(event)?;
                Ok(Some(json!({ "event": event })))
            }
            (None, None) => Ok(None),
        }
    }

    fn check_after(&self) -> Option<Value> {
        let path = self.check_after_path.as_ref().map(|path| json!({ "path": path }));
        path.or_else(|| self.check_after_function.as_ref().map(|name| json!({ "function": name })))
    }

    /// All variables of the next version: those of the live one, and what is set now.
    fn variables(&self, tenant: &Tenant, function: &Component) -> Result<BTreeMap<String, String>, Failure> {
        let mut variables = match env::of_live(tenant, function) {
            Ok(live) => live.variables.clone(),
            Err(fault) if fault.refusal().is_some_and(|refusal| refusal.code() == "nothing_deployed") => {
                BTreeMap::new()
            }
            Err(fault) => return Err(fault.into()),
        };
        variables.extend(self.env.iter().cloned());
        Ok(variables)
    }

    /// Creates the function, and waits until it can take code.
    fn create(
        &self,
        tenant: &Tenant,
        source: &Source,
        output: Output,
    ) -> Result<Document<Component>, Failure> {
        let sought = self.which.sought(&source.name);
        if tenant.client.is_job() {
            let message = format!("there is no function {} that this job may deploy", source.name);
            return Err(Failure::new(Class::NotFound, message).advising(
                "A job creates none; an owner of the project names what it may deploy on the page *Deploy from CI*",
            ));
        }
        let new = New {
            name: &source.name,
            environment: self.which.environment.unwrap_or(Environment::Development),
            region: self.region.clone(),
            reason: None,
            settings: source.new_settings().ok_or_else(|| tenant.missing(sought))?,
        };
        let started = functions::create(tenant, new, self.create, output)?;
        let operation = remote::follow(tenant, started, None, output)?;
        remote::judge(&operation)?;
        tenant.find(sought)
    }
}

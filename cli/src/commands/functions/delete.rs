//! `pv functions delete`.

use clap::Args;

use crate::commands::place::{Environment, Place, Waiting};
use crate::failure::{Class, Failure};
use crate::output::{Output, complain};
use crate::remote::{Change, Sought, plan_shown};
use crate::terminal;

/// Delete a function, with its versions and logs
///
/// Shows what goes and asks for its name. Where nobody can be asked, --confirm gives the name.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv functions delete hello
  pv functions delete hello --dry-run
  pv functions delete hello --environment staging --confirm hello")]
pub(super) struct Arguments {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
    /// Its name once more, instead of typing it when asked
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    waiting: Waiting,
    #[command(flatten)]
    place: Place,
}

/// Deletes it, and waits until it is gone.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let tenant = arguments.place.open()?;
    let environment = arguments.environment.map(Environment::as_str);
    let function = tenant.find(Sought { name: &arguments.name, environment, kind: Some("function") })?;
    let change = Change::delete(tenant.path_of(&function, ""));
    if arguments.dry_run {
        let plan = change.plan(&tenant)?;
        output.result(plan_shown(&plan), &plan.json);
        return Ok(());
    }
    let name = &function.name;
    match &arguments.confirm {
        Some(confirmed) if confirmed == name => {}
        Some(confirmed) => {
            return Err(Failure::new(
                Class::Usage,
                format!("--confirm says `{confirmed}`, but it is `{name}`"),
            ));
        }
        None if terminal::can_ask(output) => {
            complain(plan_shown(&*change.plan(&tenant)?));
            let place = &function.environment;
            terminal::confirm_name(&format!("Type `{name}` to delete it from {place}:"), name)?;
        }
        None => {
            return Err(Failure::new(Class::Usage, format!("nobody can be asked whether to delete {name}"))
                .advising(format!("--dry-run shows the plan, --confirm {name} goes on without asking")));
        }
    }
    let change = change.with("confirm_name", name.as_str());
    let change = match &arguments.reason {
        Some(reason) => change.with("reason", reason.as_str()),
        None => change,
    };
    let started = change.begin(&tenant)?;
    arguments.waiting.end(&tenant, started, output, |operation| Ok(format!("{} is deleted", operation.name)))
}

//! `pv logs`.

mod line;
mod seen;

use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use self::line::Look;
use self::seen::Seen;
use super::place::{Environment, Place, name_or_of_project};
use crate::api::{Fault, LogPage, Request, encoded};
use crate::clock;
use crate::failure::{Class, Failure};
use crate::output::{Output, print_all};
use crate::remote::{ABSENCE, Sought, Tenant};
use crate::terminal::StatusLine;

/// Most lines of one answer: as many as the server gives.
const PAGE: u16 = 1000;

/// After how long to ask for new lines again.
const PAUSE: Duration = Duration::from_secs(1);

/// Show what a function wrote
///
/// A line can be read some seconds after it was written. Times are those of this machine's time zone. On a terminal control
/// characters of the lines are shown as \x1b; elsewhere, and with --json, lines are as they were written. Each look is in the audit trail.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv logs                         the last 15 minutes of the function of pv.toml
  pv logs hello --since 2h
  pv logs hello -f                goes on until Ctrl-C
  pv logs hello --json | jq -r .text")]
pub(super) struct Arguments {
    /// The function [default: `name` in pv.toml of this folder or one above it]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Go on with what is written from now on
    #[arg(long, short)]
    follow: bool,
    /// How far back to begin: `90s`, `15m`, `2h`, `7d`
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = super::duration::parse)]
    since: Duration,
    /// Its environment, where several have one of that name
    #[arg(long, short, value_name = "NAME")]
    environment: Option<Environment>,
    #[command(flatten)]
    place: Place,
}

/// Shows the lines, oldest first. Whoever reads them may go: `pv logs -f | head` ends.
pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let name = name_or_of_project(arguments.name.as_deref())?;
    let begin = clock::now()
        .checked_sub(arguments.since)
        .map_err(|_| Failure::new(Class::Usage, "--since is longer ago than the calendar reaches"))?;
    let tenant = arguments.place.open()?;
    let environment = arguments.environment.map(Environment::as_str);
    let function = tenant.find(Sought { name: &name, environment, kind: Some("function") })?;
    let path = tenant.path_of(&function, "logs");
    let ask =
        |what: String| tenant.client.ask::<LogPage>(&Request::get(format!("{path}?limit={PAGE}&{what}")));
    let look = Look::new(output);
    let mut seen = Seen::default();
    let mut page = ask(format!("since={}", encoded(&begin.to_string())))?;
    loop {
        let new = page.lines.iter().filter(|line| seen.is_new(&line.id));
        let text: String = new.map(|line| look.shown(line)).collect();
        if print_all(&text).is_err() {
            return Ok(());
        }
        if page.complete {
            seen.begin_again();
            if !arguments.follow {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        let after = format!("after={}", encoded(&page.next));
        page =
            if arguments.follow { patiently(&tenant, output, || ask(after.clone()))? } else { ask(after)? };
    }
}

/// Asks until there is an answer: whoever follows a log outlives a restart of the server.
fn patiently(
    tenant: &Tenant,
    output: Output,
    ask: impl Fn() -> Result<LogPage, Fault>,
) -> Result<LogPage, Failure> {
    let begun = Instant::now();
    let mut line = None;
    loop {
        match ask() {
            Ok(page) => return Ok(page),
            Err(fault) if fault.may_pass() && begun.elapsed() < ABSENCE => {
                let line = line.get_or_insert_with(|| StatusLine::new(output));
                line.show(&format!("  waiting for {}: {fault}", tenant.client.server()));
                thread::sleep(PAUSE);
            }
            Err(fault) => return Err(fault.into()),
        }
    }
}

//! A function on the server, run once.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Arguments, read, show};
use crate::api::{Component, Document, Invocation, Outcome, Request, encoded};
use crate::commands::place::{Environment, name_or_of_project};
use crate::failure::{Class, Failure};
use crate::output::{Format, Output, Stream, Style, print};
use crate::remote::{Sought, Tenant};

/// How long a run may take: the 15 minutes of Lambda, and something for the way.
const LONGEST: Duration = Duration::from_secs(16 * 60);

pub(super) fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    let name = name_or_of_project(arguments.name.as_deref())?;
    let tenant = arguments.place.open()?;
    let environment = arguments.environment.map(Environment::as_str);
    let function = tenant.find(Sought { name: &name, environment, kind: Some("function") })?;
    let mut body = json!({ "payload": event(&tenant, &function, &arguments.event)? });
    if let Some(version) = arguments.version {
        body["version"] = version.into();
    }
    let path = tenant.path_of(&function, "invocations");
    let ran: Document<Invocation> = tenant.client.ask(&Request::long(path, &body, LONGEST))?;
    if output.format() == Format::Json {
        print(&ran.json);
    } else {
        tell(&ran);
    }
    match ran.outcome {
        Outcome::Answered if output.format() == Format::Human => show(&ran.response, output),
        Outcome::Answered => {}
        _ => return Err(failure(&ran)),
    }
    Ok(())
}

/// The event. One that was saved under the name wins over a sample, as on the page; a file wins over both.
fn event(tenant: &Tenant, function: &Component, event: &Path) -> Result<Value, Failure> {
    #[derive(Deserialize)]
    struct Saved {
        payload: Value,
    }
    let name = event.to_string_lossy();
    if name == "-" || event.exists() || name.contains(['/', '.']) {
        return read(event);
    }
    let path = tenant.path_of(function, &format!("saved-events/{}", encoded(&name)));
    match tenant.client.ask::<Saved>(&Request::get(path)) {
        Ok(saved) => Ok(saved.payload),
        Err(fault) if fault.refusal().is_some_and(|refusal| refusal.status() == 404) => read(event),
        Err(fault) => Err(fault.into()),
    }
}

/// The log, and what was measured.
fn tell(ran: &Invocation) {
    for line in ran.log.lines() {
        Stream::Stderr.line(Stream::Stderr.paint(Style::Quiet, line));
    }
    let version = ran.version.map(|number| format!("version {number}"));
    let measured = ran.report.iter().flat_map(|report| {
        let start = report.cold_start_ms.map(|took| format!("cold start {}", time(took)));
        let memory = format!("{} of {} MB", report.memory_used_mb, report.memory_mb);
        let took = format!("{}, charged for {}", time(report.duration_ms), time(report.billed_ms));
        [Some(took), Some(memory), start].into_iter().flatten()
    });
    let facts: Vec<String> = version.into_iter().chain(measured).collect();
    if !facts.is_empty() {
        Stream::Stderr.line(Stream::Stderr.paint(Style::Quiet, &facts.join(" · ")));
    }
}

fn time(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{:.2} s", milliseconds / 1000.0)
    }
}

fn failure(ran: &Invocation) -> Failure {
    let error = ran.error.as_ref();
    let details = error.map_or_else(String::new, |error| {
        let head = if error.r#type.is_empty() { String::new() } else { format!("{}: ", error.r#type) };
        let trace: String = error.trace.iter().map(|line| format!("\n  {line}")).collect();
        format!("\n  {head}{}{trace}", error.message)
    });
    let timed_out = error.is_some_and(|error| error.class == "timed_out");
    let (class, title, advice) = match ran.outcome {
        Outcome::Failed if timed_out => (
            Class::TimedOut,
            "the function took longer than it may",
            Some("Make it faster, or raise its timeout in the settings"),
        ),
        Outcome::Throttled => (
            Class::Unavailable,
            "too many requests run at the same time: nothing ran",
            Some("Try again in a moment, or raise its concurrency in the settings"),
        ),
        Outcome::Silent => (
            Class::TimedOut,
            "there was no answer in time",
            Some("It may have run, and may still run: look at its log before the next try"),
        ),
        Outcome::Refused => (Class::Failed, "AWS does not run the function", None),
        _ => (Class::Failed, "the function failed", None),
    };
    let failure = Failure::new(class, format!("{title}{details}"));
    match advice {
        Some(advice) => failure.advising(advice),
        None => failure,
    }
}

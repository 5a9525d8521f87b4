//! The part of the deploy form that says how the traffic moves, and what sends the new version back.

use domain::error::{FieldError, Problem};
use domain::function::{Guards, Minutes, Rollout, Strategy};
use domain::ports::NewCheck;
use leptos::prelude::*;

use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::Reader;
use crate::ui;

/// What the form shows before anybody has typed.
pub(super) const USUAL: [(&str, &str); 3] =
    [("rollout", "at_once"), ("minutes", "5"), ("error_percent", "5")];

/// Fields that this part has. A mistake in one of them opens it.
const FIELDS: [&str; 7] =
    ["rollout", "minutes", "error_percent", "p95_millis", "path", "alarms", "check_after"];

/// What the server calls a field, and what the form does.
pub(super) fn at_its_field(error: &FieldError) -> Option<FieldError> {
    let field = error
        .field
        .strip_prefix("rollout.")
        .or_else(|| (error.field == "check_after").then_some("check_after"));
    field.map(|field| FieldError::new(field.to_owned(), error.problem.clone()))
}

/// What is asked for.
///
/// # Errors
/// [`domain::Error::Invalid`] for numbers that are none.
pub(super) fn read(typed: &Typed) -> domain::Result<Option<Rollout>> {
    let minutes = || {
        let minutes =
            number(typed, "minutes")?.and_then(|minutes| u8::try_from(minutes).ok()).and_then(Minutes::new);
        let problem = Problem::OutOfRange { min: 1, max: i64::from(Minutes::MAX) };
        minutes.ok_or_else(|| domain::Error::field("minutes", problem))
    };
    let strategy = match typed.text("rollout") {
        "canary" => Strategy::Canary { minutes: minutes()? },
        "linear" => Strategy::Linear { minutes: minutes()? },
        "manual" => Strategy::Manual,
        _ => return Ok(None),
    };
    let percent = number(typed, "error_percent")?.map(|percent| u8::try_from(percent).unwrap_or(u8::MAX));
    let alarms = typed.text("alarms").lines().map(str::trim).filter(|line| !line.is_empty());
    let guards = Guards {
        error_percent: percent,
        p95_millis: number(typed, "p95_millis")?,
        alarms: alarms.map(ToOwned::to_owned).collect(),
        path: typed.filled("path").map(ToOwned::to_owned),
    };
    Ok(Some(Rollout { strategy, guards }))
}

fn number(typed: &Typed, field: &'static str) -> domain::Result<Option<u32>> {
    let Some(text) = typed.filled(field) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| domain::Error::field(field, Problem::NotANumber))
}

/// A check as it is typed: a path, an event, or the name of a function.
pub(super) fn check_after(typed: &Typed) -> Option<NewCheck> {
    let text = typed.filled("check_after")?.to_owned();
    Some(match text.chars().next() {
        Some('/') => NewCheck::Path(text),
        Some(first) if first.is_ascii_alphabetic() && text.len() < 64 => NewCheck::Function(text),
        _ => NewCheck::Event(text),
    })
}

/// The label of a field, if this part has it.
pub(super) fn label(reader: &Reader, field: &str) -> Option<&'static str> {
    let text = &reader.text().rollout;
    Some(match field {
        "rollout" => text.how,
        "minutes" => text.minutes,
        "error_percent" => text.error_percent,
        "p95_millis" => text.p95_millis,
        "path" => text.path,
        "alarms" => text.alarms,
        "check_after" => text.check_after,
        _ => return None,
    })
}

/// The fields.
pub(super) fn fields(reader: &Reader, form: &Form<'_>, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().rollout;
    let field = |name: &'static str, help: &str, input| {
        let label = label(reader, name).unwrap_or_default();
        form.field(&Field { name, label, help, optional: name != "rollout", input })
    };
    let ways = vec![
        Choice::new("at_once", text.at_once).help(text.at_once_help),
        Choice::new("canary", text.canary).help(text.canary_help),
        Choice::new("linear", text.linear).help(text.linear_help),
        Choice::new("manual", text.manual).help(text.manual_help),
    ];
    let minutes = Input::Number { min: 1, max: i64::from(Minutes::MAX) };
    let content = view! {
        <p class="lead">{text.lead}</p>
        {field("rollout", "", Input::Radio(ways))}
        {field("minutes", text.minutes_help, minutes)}
        {field("error_percent", text.error_percent_help, Input::Number { min: 1, max: 100 })}
        {field("p95_millis", text.p95_millis_help, Input::Number { min: 1, max: 900_000 })}
        {field("path", text.path_help, Input::Code { list: "" })}
        {field("alarms", text.alarms_help, Input::Lines { rows: 2 })}
        {field("check_after", text.check_after_help, Input::Lines { rows: 2 })}
    };
    let asked = !matches!(typed.text("rollout"), "" | "at_once");
    let open = asked || errors.iter().any(|error| FIELDS.contains(&error.field.as_str()));
    ui::details(text.title, "", open, content)
}

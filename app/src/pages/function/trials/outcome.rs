//! What came of running a function.

use domain::trial::{Ending, FunctionError, Report, Trial, pretty};
use leptos::prelude::*;

use crate::page::Reader;
use crate::pages::function::FunctionPage;
use crate::text::errors::Message;
use crate::ui::{self, Fact, State};

/// So much of an answer stands on the page, in bytes: six million characters would make a browser stumble.
const SHOWN: usize = 256 * 1024;

pub(super) fn section(reader: &Reader, page: &FunctionPage, trial: &Trial) -> AnyView {
    let text = &reader.text().trial;
    view! {
        <section class="section" id="outcome" role="status">
            <h2>{text.outcome}</h2>
            {headline(reader, &trial.ending)}
            {facts(reader, page, trial)}
            {match &trial.ending {
                Ending::Answered(answer) => self::answer(reader, answer),
                Ending::Failed(error) => self::error(reader, error),
                Ending::Throttled | Ending::Refused { .. } | Ending::Silent => ().into_any(),
            }}
            {log(reader, trial)}
        </section>
    }
    .into_any()
}

fn headline(reader: &Reader, ending: &Ending) -> AnyView {
    let text = &reader.text().trial;
    let say = |state, message: Message| ui::callout(state, &message.title, view! { <p>{message.body}</p> });
    match ending {
        Ending::Answered(_) => ui::pill(State::Success, ui::Icon::Check, text.answered),
        Ending::Failed(error) => say(State::Danger, (text.failed)(error.class())),
        Ending::Throttled => say(State::Warning, (text.throttled)()),
        Ending::Silent => say(State::Warning, (text.silent)()),
        Ending::Refused { code, message } => ui::callout(
            State::Danger,
            text.refused,
            view! { <p><code>{code.clone()}</code> " " {message.clone()}</p> },
        ),
    }
}

fn facts(reader: &Reader, page: &FunctionPage, trial: &Trial) -> AnyView {
    let text = &reader.text().trial;
    let version = trial.version.map(|number| {
        let address = page.0.address(&format!("versions/{number}"));
        Fact(
            text.version,
            view! { <a href=address>{(reader.text().function.version)(number)}</a> }.into_any(),
        )
    });
    let measured = trial.report.as_ref().map(|report| measured(reader, report)).unwrap_or_default();
    let facts: Vec<Fact> = version.into_iter().chain(measured).collect();
    if facts.is_empty() { ().into_any() } else { ui::facts(facts) }
}

fn measured(reader: &Reader, report: &Report) -> Vec<Fact> {
    let text = &reader.text().trial;
    let start = match report.cold_start {
        Some(took) => (text.cold)(&(text.time)(took)),
        None => text.warm.to_owned(),
    };
    vec![
        Fact(text.duration, (text.time)(report.duration).into_any()),
        Fact(text.billed, (text.time)(report.billed).into_any()),
        Fact(text.memory, (text.memory_of)(report.memory_used_mb, report.memory_mb).into_any()),
        Fact(text.start, start.into_any()),
    ]
}

fn answer(reader: &Reader, answer: &str) -> AnyView {
    let text = &reader.text().trial;
    if answer.trim().is_empty() {
        return view! { <h3>{text.answer}</h3> <p class="quiet">{text.nothing}</p> }.into_any();
    }
    let shown = beginning(answer);
    let whole = shown.len() == answer.len();
    let lines = whole.then(|| pretty(answer)).flatten().unwrap_or_else(|| shown.to_owned());
    let cut = (!whole).then(|| {
        let size = (reader.text().function.size)(u64::try_from(shown.len()).unwrap_or(u64::MAX));
        view! { <p class="quiet">{(text.answer_cut)(&size)}</p> }
    });
    view! { <h3>{text.answer}</h3> {ui::output(&lines)} {cut} }.into_any()
}

/// The beginning of a long text, up to the end of a character.
fn beginning(answer: &str) -> &str {
    &answer[..answer.floor_char_boundary(SHOWN)]
}

fn error(reader: &Reader, error: &FunctionError) -> AnyView {
    let text = &reader.text().trial;
    let line = match error.kind.as_str() {
        "" => error.message.clone(),
        kind => format!("{kind}: {}", error.message),
    };
    let trace = (!error.trace.is_empty())
        .then(|| view! { <h3>{text.trace}</h3> {ui::output(&error.trace.join("\n"))} });
    view! { <h3>{text.error}</h3> {ui::output(beginning(&line))} {trace} }.into_any()
}

fn log(reader: &Reader, trial: &Trial) -> AnyView {
    if trial.log.text.is_empty() {
        return ().into_any();
    }
    let text = &reader.text().trial;
    let cut = trial.log.is_cut.then(|| view! { <p class="quiet">{text.log_cut}</p> });
    view! { <h3>{text.log}</h3> {cut} {ui::output(&trial.log.text)} }.into_any()
}

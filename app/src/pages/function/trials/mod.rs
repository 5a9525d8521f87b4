//! Trying a function: with an event, and by its public address.

mod address;
mod event;
mod outcome;
mod question;

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::error::{FieldError, Problem};
use domain::function::{Version, VersionState};
use domain::organization::Name;
use domain::ports::{NewInvocation, PageRequest};
use domain::trial::address::Reached;
use domain::trial::{SavedEvent, Trial, samples};
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::Typed;
use crate::page::{Answer, redirect};
use crate::pages::reply::Reply;
use crate::ui::{self, Tone};

/// How many versions can be chosen: more than anybody tries.
const VERSIONS: u16 = 50;

/// The event that the form begins with.
const FIRST_EVENT: &str = "alb";

/// What the page is made of, besides the function.
struct Bench {
    events: Vec<SavedEvent>,
    versions: Vec<Version>,
    /// The event as it was typed.
    typed: Typed,
    reply: Reply,
    trial: Option<Trial>,
    /// The question as it was typed.
    asked: Typed,
    mistakes: Vec<FieldError>,
    reached: Option<Reached>,
}

impl Bench {
    async fn of(page: &FunctionPage) -> domain::Result<Self> {
        let (place, ports) = (&page.0.place, &page.0.place.page.ports);
        let (caller, function) = (&place.page.caller, page.0.component.id);
        let request = PageRequest { cursor: None, size: VERSIONS };
        let versions = ports.deploys.versions(caller, place.id(), function, &request).await?.items;
        let kept = |version: &Version| version.published.is_some() && version.state != VersionState::Pruned;
        Ok(Self {
            events: ports.trials.events(caller, place.id(), function).await?,
            versions: versions.into_iter().filter(kept).collect(),
            typed: Typed::default(),
            reply: Reply::default(),
            trial: None,
            asked: Typed::new([("method", "GET"), ("path", "/")]),
            mistakes: Vec::new(),
            reached: None,
        })
    }

    fn live(&self) -> Option<u32> {
        let live = self.versions.iter().find(|version| version.state == VersionState::Live);
        live.map(|version| version.number)
    }

    /// The event of this name: one that somebody saved, else a sample.
    fn event(&self, name: &str) -> Option<&str> {
        let saved = self.events.iter().find(|event| event.name.as_str() == name);
        let saved = saved.map(|event| event.payload.as_str());
        saved.or_else(|| samples::find(name).map(|sample| sample.text.trim_end()))
    }
}

/// `GET /o/{organization}/components/{component}/try`, `?event=NAME`: with this event.
pub async fn show(page: FunctionPage, RawQuery(query): RawQuery) -> Answer {
    if !page.0.may(Action::Invoke) {
        return Err(Error::Forbidden(Action::Invoke).into());
    }
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let bench = Bench::of(&page).await?;
    let name = query.filled("event").unwrap_or(FIRST_EVENT);
    let payload = bench.event(name).or_else(|| bench.event(FIRST_EVENT)).unwrap_or_default();
    let own = bench.events.iter().any(|event| event.name.as_str() == name);
    let typed = Typed::new([("event", name), ("payload", payload), ("name", if own { name } else { "" })]);
    Ok(render(&page, &Bench { typed, ..bench }))
}

/// `POST .../try`: runs the function, and shows what came of it.
pub async fn run(page: FunctionPage, typed: Typed) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let ran = match version(&typed) {
        Ok(version) => {
            let payload = typed.get("payload").unwrap_or_default().to_owned();
            let new = NewInvocation { version, payload };
            ports.trials.invoke(caller, place.id(), function, new).await
        }
        Err(error) => Err(error.into()),
    };
    let bench = Bench { typed, ..Bench::of(&page).await? };
    Ok(match ran {
        Ok(trial) => render(&page, &Bench { trial: Some(trial), ..bench }),
        Err(error) => render(&page, &Bench { reply: Reply::to(error)?, ..bench }),
    })
}

/// The version that was chosen. None: what is live.
fn version(typed: &Typed) -> Result<Option<u32>, FieldError> {
    let number = typed.filled("version").map(str::parse).transpose();
    number.map_err(|_| FieldError::new("version", Problem::NotAChoice))
}

/// `POST .../try/events`: saves the event.
pub async fn save(page: FunctionPage, typed: Typed) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let saved = match Name::parse(typed.text("name")) {
        Ok(name) => {
            let payload = typed.get("payload").unwrap_or_default().to_owned();
            ports.trials.save_event(caller, place.id(), function, name, payload).await
        }
        Err(problem) => Err(Error::field("name", problem)),
    };
    match saved {
        Ok(event) => Ok(redirect(&page.0.address(&format!("try?event={}", event.name)))),
        Err(error) => {
            let reply = Reply::to(error)?;
            Ok(render(&page, &Bench { typed, reply, ..Bench::of(&page).await? }))
        }
    }
}

/// `POST .../try/events/{event}/remove`: forgets a saved event.
pub async fn remove(page: FunctionPage, Path((_, _, event)): Path<(String, String, String)>) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let name = Name::parse(&event).map_err(|_| Error::NotFound)?;
    ports.trials.remove_event(caller, place.id(), function, &name).await?;
    Ok(redirect(&page.0.address("try")))
}

/// `POST .../try/address`: asks the public address, and shows what came back.
pub async fn ask(page: FunctionPage, typed: Typed) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let asked = match question::read(&typed) {
        Ok(question) => ports.trials.ask(caller, place.id(), function, question).await,
        Err(error) => Err(error.into()),
    };
    let bench = Bench::of(&page).await?;
    let payload = bench.event(FIRST_EVENT).unwrap_or_default().to_owned();
    let bench = Bench { asked: typed, typed: Typed::new([("payload", payload)]), ..bench };
    Ok(match asked {
        Ok(reached) => render(&page, &Bench { reached: Some(reached), ..bench }),
        Err(Error::Invalid(mistakes)) => render(&page, &Bench { mistakes, ..bench }),
        Err(error) => render(&page, &Bench { reply: Reply::to(error)?, ..bench }),
    })
}

fn render(page: &FunctionPage, bench: &Bench) -> Response {
    let text = page.0.place.page.reader.text();
    let status =
        if bench.mistakes.is_empty() { bench.reply.status() } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.0.render(status, text.trial.title, |reader| {
        if bench.live().is_none() || !page.0.component.state.is_usable() {
            let text = &reader.text().function;
            let may_deploy = page.may_deploy();
            let deploy =
                may_deploy.then(|| ui::link_button(text.deploy, &page.0.address("deploy"), Tone::Primary));
            return ui::empty_state(text.nothing_live, text.nothing_live_help, deploy);
        }
        view! {
            {bench.reply.callout(reader, &page.0.place)}
            {event::section(reader, page, bench)}
            {bench.trial.as_ref().map(|trial| outcome::section(reader, page, trial))}
            {question::section(reader, page, bench)}
            {bench.reached.as_ref().map(|reached| address::section(reader, page, reached))}
        }
        .into_any()
    })
}

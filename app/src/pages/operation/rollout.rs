//! A new version that gets its traffic share by share: how far it is, what both versions do, and what a person can say.

use domain::authz::Action;
use domain::error::{FieldError, Problem};
use domain::function::{LONGEST_SILENCE, Point, Rollout, STEP, Series, Share, Shifting, Strategy};
use domain::operation::{Operation, OperationState};
use http::StatusCode;
use jiff::Timestamp;
use leptos::prelude::*;

use super::OperationPage;
use crate::forms::Typed;
use crate::page::{Answer, Reader, redirect};
use crate::ui::{self, Chart, Fact, Tone};

/// What a person may give next, when nobody asks for a share of their own.
const OFFERED: [u8; 3] = [25, 50, 75];

/// `POST .../share`: gives the new version more of the traffic.
pub async fn give(page: OperationPage, typed: Typed) -> Answer {
    let (place, operations) = (&page.place, &page.place.page.ports.operations);
    let percent =
        typed.text("percent").parse::<u8>().map_err(|_| domain::Error::field("percent", Problem::NotANumber));
    let given = match percent {
        Ok(percent) => {
            let (caller, share) = (&place.page.caller, Share::percent(percent));
            operations.give_share(caller, place.id(), page.operation.id, share).await
        }
        Err(error) => Err(error),
    };
    match given {
        Ok(_) => Ok(redirect(&page.address(""))),
        Err(domain::Error::Invalid(errors)) => {
            Ok(page.render(StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether an operation gives traffic share by share, or will when it comes to that.
pub(super) fn is_wanted(operation: &Operation) -> bool {
    operation.intent.deployment.as_ref().is_some_and(|deployment| deployment.rollout.is_some())
}

/// The roll-out of an operation, if it has begun one.
pub(super) fn section(reader: &Reader, page: &OperationPage) -> Option<AnyView> {
    let (rollout, shifting) = parts(&page.operation)?;
    let text = &reader.text().rollout;
    let shown = view! {
        <section class="section rollout">
            <h2>{text.running}</h2>
            {figures(reader, &page.operation, rollout, shifting)}
            {charts(reader, &page.operation, shifting)}
        </section>
    };
    Some(shown.into_any())
}

fn parts(operation: &Operation) -> Option<(&Rollout, &Shifting)> {
    operation.intent.deployment.as_ref()?.rollout.as_ref().zip(operation.shifting())
}

fn figures(reader: &Reader, operation: &Operation, rollout: &Rollout, shifting: &Shifting) -> AnyView {
    let text = &reader.text().rollout;
    let percent = shifting.share.as_percent();
    let runs = operation.state == OperationState::Running && shifting.trip.is_none();
    let guards = (text.guard_list)(&rollout.guards);
    let guards = if guards.is_empty() {
        text.no_guards.into_any()
    } else {
        let items: Vec<_> = guards.into_iter().map(|guard| view! { <li>{guard}</li> }).collect();
        view! { <ul class="plain">{items}</ul> }.into_any()
    };
    let share = runs.then(|| {
        let words = (text.share)(percent);
        let label = words.clone();
        view! {
            <progress class="share" max="100" value=percent.to_string() aria-label=label></progress> " " {words}
        }
    });
    let facts = [
        share.map(|share| Fact(text.share_of, share.into_any())),
        runs.then(|| next(reader, rollout.strategy, shifting)).flatten().map(|next| Fact(text.next, next)),
        shifting.trip.as_ref().map(|trip| Fact(text.sent_back, (text.trip)(trip).into_any())),
        Some(Fact(text.title, (text.strategy)(rollout.strategy).into_any())),
        Some(Fact(text.goes_back, guards)),
    ];
    ui::facts(facts.into_iter().flatten().collect())
}

/// What happens next, and when.
fn next(reader: &Reader, strategy: Strategy, shifting: &Shifting) -> Option<AnyView> {
    let text = &reader.text().rollout;
    let relative = |at: Timestamp| (reader.text().common.relative)(at.as_second() - reader.now.as_second());
    let words = match (shifting.next_at(strategy), strategy) {
        (_, Strategy::Manual) => (text.waits_until)(&relative(shifting.since + LONGEST_SILENCE)),
        (Some(at), Strategy::Canary { .. }) => (text.next_share)(Share::ALL.as_percent(), &relative(at)),
        (Some(at), Strategy::Linear { .. }) => {
            (text.next_share)(shifting.share.plus(STEP).as_percent(), &relative(at))
        }
        (None, _) => return None,
    };
    Some(words.into_any())
}

fn charts(reader: &Reader, operation: &Operation, shifting: &Shifting) -> AnyView {
    let text = &reader.text().rollout;
    let [before, new] = shifting.series.as_slice() else { return ().into_any() };
    let mut times: Vec<Timestamp> = before.points.iter().chain(&new.points).map(|point| point.at).collect();
    times.sort();
    times.dedup();
    if times.is_empty() {
        return view! { <p class="quiet">{text.nothing_counted} " " {text.counted_late}</p> }.into_any();
    }
    let version = operation.intent.deployment.as_ref().and_then(|deployment| deployment.version);
    let names = [text.before.to_owned(), version.map(text.new).unwrap_or_default()];
    let both = Both { times: &times, series: [before, new], names };
    let whole = |count: fn(&Point) -> u64| {
        move |point: &Point| f64::from(u32::try_from(count(point)).unwrap_or(u32::MAX))
    };
    view! {
        <div class="charts">
            {both.counted(reader, text.requests, whole(|point| point.requests))}
            {both.counted(reader, text.errors, whole(|point| point.errors))}
            {both.timed(reader, text.p50, |point| point.duration.map(|duration| duration.p50))}
            {both.timed(reader, text.p95, |point| point.duration.map(|duration| duration.p95))}
        </div>
        <p class="quiet">{text.counted_late}</p>
    }
    .into_any()
}

/// Both versions side by side.
struct Both<'a> {
    times: &'a [Timestamp],
    series: [&'a Series; 2],
    names: [String; 2],
}

impl Both<'_> {
    /// Counts, which add up. A time at which AWS counted nothing is zero.
    fn counted(&self, reader: &Reader, title: &str, value: impl Fn(&Point) -> f64) -> AnyView {
        let words = reader.text().rollout.number;
        let values = self.values(|point| Some(point.map_or(0.0, &value)));
        self.chart(reader, title, words, &values, |values| words(values.iter().flatten().sum()))
    }

    /// Durations: the newest one says most.
    fn timed(&self, reader: &Reader, title: &str, value: impl Fn(&Point) -> Option<f64>) -> AnyView {
        let text = &reader.text().rollout;
        let values = self.values(|point| point.and_then(&value));
        self.chart(reader, title, text.milliseconds, &values, |values| {
            values
                .iter()
                .flatten()
                .last()
                .map_or_else(|| text.none.to_owned(), |newest| (text.milliseconds)(*newest))
        })
    }

    fn values(&self, value: impl Fn(Option<&Point>) -> Option<f64>) -> [Vec<Option<f64>>; 2] {
        let at =
            |series: &Series, time: &Timestamp| series.points.iter().find(|point| point.at == *time).copied();
        self.series.map(|series| self.times.iter().map(|time| value(at(series, time).as_ref())).collect())
    }

    fn chart(
        &self,
        reader: &Reader,
        title: &str,
        words: fn(f64) -> String,
        values: &[Vec<Option<f64>>; 2],
        figure: impl Fn(&[Option<f64>]) -> String,
    ) -> AnyView {
        let named = self.names.iter().zip(values);
        let series =
            named.map(|(name, values)| ui::Series { name: name.clone(), figure: figure(values), values });
        ui::chart(reader, &Chart { title, times: self.times, series: series.collect(), words: &words })
    }
}

/// What a person can do about a roll-out that runs, beside taking it back.
pub(super) fn decide(reader: &Reader, page: &OperationPage, errors: &[FieldError]) -> Option<AnyView> {
    let text = &reader.text().rollout;
    let (_, shifting) = parts(&page.operation)?;
    if shifting.trip.is_some() || !page.place.may_in(Action::Deploy, page.operation.project) {
        return None;
    }
    let asked = page.operation.share_requested.filter(|asked| *asked > shifting.share);
    let most = asked.unwrap_or(shifting.share).as_percent();
    let button =
        |percent: u8, label: String, tone| ui::value_button("percent", &percent.to_string(), &label, tone);
    let offered = OFFERED.into_iter().filter(|percent| *percent > most);
    let offered: Vec<_> = offered.map(|percent| button(percent, (text.give)(percent), Tone::Plain)).collect();
    let finish = (most < 100).then(|| button(100, text.finish.to_owned(), Tone::Primary));
    let problems: Vec<_> = errors
        .iter()
        .map(|error| view! { <p class="problem" role="alert">{(reader.text().errors.problem)(&error.problem)}</p> })
        .collect();
    let shown = view! {
        <section class="section">
            <h2>{text.decide}</h2>
            {problems}
            {asked.map(|asked| view! { <p role="status">{(text.asked)(asked.as_percent())}</p> })}
            <form method="post" action=page.address("share") class="actions">{offered} {finish}</form>
        </section>
    };
    Some(shown.into_any())
}

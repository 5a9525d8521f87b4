//! What a function did: requests, errors, durations, starts; as a whole and by version.

use std::time::Duration;

use axum::extract::RawQuery;
use axum::response::Response;
use domain::Error;
use domain::error::Dependency;
use domain::function::{Measured, Point, Series, Span};
use http::StatusCode;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::Typed;
use crate::page::{Answer, Reader};
use crate::ui::{self, Chart, State, Tone};

/// `GET /o/{organization}/components/{component}/metrics`, `?span=hour`, `day` or `week`.
pub async fn metrics(page: FunctionPage, RawQuery(query): RawQuery) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let (caller, function) = (&place.page.caller, page.0.component.id);
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let span = Span::parse(query.text("span")).unwrap_or_default();
    let live = ports.deploys.live(caller, place.id(), function).await?;
    if live.is_none() || !page.0.component.state.is_usable() {
        return Ok(render(&page, StatusCode::OK, span, |reader| nothing_live(reader, &page)));
    }
    match ports.metrics.function(caller, place.id(), function, span).await {
        Ok(measured) => Ok(render(&page, StatusCode::OK, span, |reader| all(reader, &page, &measured))),
        Err(Error::Unavailable { dependency: Dependency::Aws, source }) => {
            tracing::warn!(error = source.as_ref() as &dyn std::error::Error, "metrics cannot be had");
            Ok(render(&page, StatusCode::SERVICE_UNAVAILABLE, span, silent))
        }
        Err(error) => Err(error.into()),
    }
}

fn render(
    page: &FunctionPage,
    status: StatusCode,
    span: Span,
    content: impl FnOnce(&Reader) -> AnyView,
) -> Response {
    let title = page.0.place.page.reader.text().metrics.title;
    page.0.render(status, title, |reader| {
        let text = &reader.text().metrics;
        view! {
            <section class="section">
                <h2>{text.title}</h2>
                <p class="lead">{text.lead}</p>
                {spans(reader, page, span)}
                {content(reader)}
            </section>
        }
    })
}

/// The times to choose from.
fn spans(reader: &Reader, page: &FunctionPage, chosen: Span) -> AnyView {
    let text = &reader.text().metrics;
    let links: Vec<_> = Span::ALL
        .map(|span| {
            let address = page.0.address(&format!("metrics?span={}", span.as_str()));
            let current = (span == chosen).then_some("true");
            view! { <li><a href=address aria-current=current>{(text.span)(span)}</a></li> }
        })
        .into_iter()
        .collect();
    view! { <nav class="tabs" aria-label=text.spans><ul>{links}</ul></nav> }.into_any()
}

fn nothing_live(reader: &Reader, page: &FunctionPage) -> AnyView {
    let text = &reader.text().function;
    let deploy =
        page.may_deploy().then(|| ui::link_button(text.deploy, &page.0.address("deploy"), Tone::Primary));
    ui::empty_state(text.nothing_live, text.nothing_live_help, deploy)
}

fn silent(reader: &Reader) -> AnyView {
    let text = &reader.text().metrics;
    ui::callout(State::Warning, text.silent, view! { <p>{text.silent_help}</p> })
}

fn all(reader: &Reader, page: &FunctionPage, measured: &Measured) -> AnyView {
    let text = &reader.text().metrics;
    if measured.whole.points.is_empty() {
        let try_it = page
            .0
            .may(domain::authz::Action::Invoke)
            .then(|| ui::link_button(reader.text().trial.title, &page.0.address("try"), Tone::Plain));
        return ui::empty_state(text.nothing, text.nothing_help, try_it);
    }
    let sheet = Sheet { reader, measured };
    let versions = (!measured.versions.is_empty()).then(|| {
        view! { <h3>{text.by_version}</h3> <div class="charts">{sheet.versions()}</div> }
    });
    view! { <h3>{text.whole}</h3> <div class="charts">{sheet.whole()}</div> {versions} }.into_any()
}

/// Charts of one page.
struct Sheet<'a> {
    reader: &'a Reader,
    measured: &'a Measured,
}

/// A line: its name, its figure, and its values.
type Line = (String, String, Vec<Option<f64>>);

impl Sheet<'_> {
    fn whole(&self) -> Vec<AnyView> {
        let text = &self.reader.text().metrics;
        let whole = &self.measured.whole;
        let throttled = whole.points.iter().map(|point| point.throttles).sum();
        let errors = (text.errors_of)(whole.errors(), whole.requests());
        let most = whole.points.iter().filter_map(|point| point.concurrency).max().unwrap_or_default();
        let together = self.counts(whole, |point| point.concurrency.unwrap_or_default());
        let durations = [(text.p50, 50), (text.p95, 95), (text.p99, 99)]
            .map(|(name, percent)| self.durations(name.to_owned(), whole, percent))
            .to_vec();
        vec![
            self.chart(
                text.requests,
                &count,
                vec![
                    (
                        text.requests.to_owned(),
                        (text.count)(whole.requests()),
                        self.counts(whole, |point| point.requests),
                    ),
                    (
                        text.throttles.to_owned(),
                        (text.count)(throttled),
                        self.counts(whole, |point| point.throttles),
                    ),
                ],
            ),
            self.chart(
                text.errors,
                &count,
                vec![(text.errors.to_owned(), errors, self.counts(whole, |point| point.errors))],
            ),
            self.chart(text.duration, &|value| self.milliseconds(value), durations),
            self.chart(text.cold_starts, &count, vec![self.cold_starts(text.cold_starts.to_owned(), whole)]),
            self.chart(
                text.concurrency,
                &count,
                vec![(text.together.to_owned(), (text.at_most)(&(text.count)(most)), together)],
            ),
        ]
    }

    fn versions(&self) -> Vec<AnyView> {
        let text = &self.reader.text().metrics;
        let each = |line: &dyn Fn(String, &Series) -> Line| -> Vec<Line> {
            let name = self.reader.text().function.version;
            self.measured.versions.iter().map(|(number, series)| line(name(*number), series)).collect()
        };
        let requests = each(&|name, series| {
            (name, (text.count)(series.requests()), self.counts(series, |point| point.requests))
        });
        let errors = each(&|name, series| {
            let figure = (text.errors_of)(series.errors(), series.requests());
            (name, figure, self.counts(series, |point| point.errors))
        });
        let durations = each(&|name, series| self.durations(name, series, 95));
        let cold_starts = each(&|name, series| self.cold_starts(name, series));
        vec![
            self.chart(text.requests, &count, requests),
            self.chart(text.errors, &count, errors),
            self.chart(text.slow, &|value| self.milliseconds(value), durations),
            self.chart(text.cold_starts, &count, cold_starts),
        ]
    }

    fn milliseconds(&self, milliseconds: f64) -> String {
        let time = Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default();
        (self.reader.text().trial.time)(time)
    }

    fn chart(&self, title: &str, words: &dyn Fn(f64) -> String, lines: Vec<Line>) -> AnyView {
        let series = lines
            .iter()
            .map(|(name, figure, values)| ui::Series { name: name.clone(), figure: figure.clone(), values })
            .collect();
        ui::chart(self.reader, &Chart { title, times: &self.measured.times, series, words })
    }

    /// Counts: nothing was counted means none.
    fn counts(&self, series: &Series, value: impl Fn(&Point) -> u64) -> Vec<Option<f64>> {
        self.measured
            .values(series, value)
            .into_iter()
            .map(|count| Some(number(count.unwrap_or(0))))
            .collect()
    }

    fn cold_starts(&self, name: String, series: &Series) -> Line {
        let sum = series.points.iter().map(|point| point.cold_starts).sum();
        let figure = (self.reader.text().metrics.count)(sum);
        (name, figure, self.counts(series, |point| point.cold_starts))
    }

    /// Durations: where nothing ran there is none.
    fn durations(&self, name: String, series: &Series, percent: u8) -> Line {
        let value = |point: &Point| {
            point.duration.map(|durations| match percent {
                50 => durations.p50,
                95 => durations.p95,
                _ => durations.p99,
            })
        };
        let values: Vec<_> = self.measured.values(series, value).into_iter().map(Option::flatten).collect();
        let highest = values.iter().flatten().copied().fold(0.0, f64::max);
        let figure = (self.reader.text().metrics.at_most)(&self.milliseconds(highest));
        (name, figure, values)
    }
}

/// A count in words.
fn count(value: f64) -> String {
    format!("{value:.0}")
}

/// A count as a height.
fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

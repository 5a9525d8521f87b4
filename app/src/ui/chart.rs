//! Small charts, drawn on the server. The numbers of a picture stand in a table below it, for those who cannot see it and those who want to know
//! exactly.

mod scale;

use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::time::in_zone;
use crate::page::Reader;

/// What a chart shows: values of one unit over time.
pub struct Chart<'a> {
    /// What the values are.
    pub title: &'a str,
    /// When the time of each value begins, oldest first.
    pub times: &'a [Timestamp],
    /// The lines, at most three.
    pub series: Vec<Series<'a>>,
    /// A value with its unit.
    pub words: &'a dyn Fn(f64) -> String,
}

/// A line of a chart.
pub struct Series<'a> {
    /// What it is.
    pub name: String,
    /// The one number that says most, such as the sum, with its unit.
    pub figure: String,
    /// A value for each time; none where nothing was measured.
    pub values: &'a [Option<f64>],
}

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 104.0;
const TOP: f64 = 16.0;
const BASE: f64 = 86.0;
/// Room for half a line's width at both ends.
const SIDE: f64 = 2.0;

/// From this length on, days are written below a chart and no times of day.
const DAYS: SignedDuration = SignedDuration::from_hours(48);

/// A chart with its legend and its table.
pub fn chart(reader: &Reader, chart: &Chart<'_>) -> AnyView {
    let legend: Vec<_> = (1..)
        .zip(&chart.series)
        .map(|(number, series)| {
            view! {
                <li>
                    {sample(number)}
                    <span class="quiet">{series.name.clone()}</span> " "
                    <strong>{series.figure.clone()}</strong>
                </li>
            }
        })
        .collect();
    view! {
        <figure class="chart">
            <figcaption>{chart.title.to_owned()}</figcaption>
            <ul class="legend">{legend}</ul>
            {picture(reader, chart)}
            {numbers(reader, chart)}
        </figure>
    }
    .into_any()
}

/// How a line looks: colour and dashes, for colour alone says nothing to some.
fn sample(number: usize) -> AnyView {
    view! {
        <svg class="sample" viewBox="0 0 20 8" aria-hidden="true"><path class=format!("line-{number}") d="M1 4H19" /></svg>
    }
    .into_any()
}

fn picture(reader: &Reader, chart: &Chart<'_>) -> AnyView {
    let highest = chart.series.iter().flat_map(|series| series.values.iter().flatten()).copied();
    let top = scale::top(highest.fold(0.0, f64::max));
    let lines: Vec<_> = (1..)
        .zip(&chart.series)
        .map(|(number, series)| {
            view! { <path class=format!("line-{number}") d=path(series.values, top) /> }
        })
        .collect();
    let figures: Vec<String> =
        chart.series.iter().map(|series| format!("{}: {}", series.name, series.figure)).collect();
    let label = format!("{}. {}", chart.title, figures.join(", "));
    view! {
        <svg class="plot" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            <path class="grid" d=format!("M0 {TOP}H{WIDTH}") />
            <path class="axis" d=format!("M0 {BASE}H{WIDTH}") />
            <text x="0" y=(TOP - 4.0).to_string()>{(chart.words)(top)}</text>
            {lines}
            {ends(reader, chart.times)}
        </svg>
    }
    .into_any()
}

/// The times of the first and the last value.
fn ends(reader: &Reader, times: &[Timestamp]) -> AnyView {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return ().into_any() };
    let common = &reader.text().common;
    let pattern = if last.duration_since(*first) > DAYS { common.day } else { common.time_of_day };
    let words = |at: &Timestamp| at.to_zoned(reader.zone.clone()).strftime(pattern).to_string();
    let y = (HEIGHT - 5.0).to_string();
    let end = (first != last).then(|| {
        view! { <text x=WIDTH.to_string() y=y.clone() text-anchor="end">{words(last)}</text> }
    });
    view! {
        <text x="0" y=y.clone()>{words(first)}</text>
        {end}
    }
    .into_any()
}

/// Half of the stroke that shows a value which stands alone.
const ALONE: f64 = 4.0;

/// The line through the values. Where nothing was measured there is none; a value that stands alone is a short stroke.
fn path(values: &[Option<f64>], top: f64) -> String {
    let step = (WIDTH - 2.0 * SIDE) / scale::count(values.len().saturating_sub(1).max(1));
    let mut path = String::new();
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let (x, y) = (SIDE + scale::count(index) * step, BASE - value.max(0.0) / top * (BASE - TOP));
        let measured = |index: Option<usize>| index.and_then(|index| *values.get(index)?).is_some();
        let point = match (measured(index.checked_sub(1)), measured(index.checked_add(1))) {
            (true, _) => format!("L{x:.1} {y:.1}"),
            (false, true) => format!("M{x:.1} {y:.1}"),
            (false, false) => {
                let middle = x.clamp(SIDE + ALONE, WIDTH - SIDE - ALONE);
                format!("M{:.1} {y:.1}H{:.1}", middle - ALONE, middle + ALONE)
            }
        };
        path.push_str(&point);
    }
    path
}

fn numbers(reader: &Reader, chart: &Chart<'_>) -> AnyView {
    let common = &reader.text().common;
    let headings: Vec<_> = chart
        .series
        .iter()
        .map(|series| view! { <th scope="col" class="number">{series.name.clone()}</th> })
        .collect();
    // The newest first: it is what people come for.
    let rows: Vec<_> =
        chart.times.iter().enumerate().rev().map(|(index, at)| row(reader, chart, index, *at)).collect();
    let table = view! {
        <table class="table">
            <caption class="only-read">{chart.title.to_owned()}</caption>
            <thead><tr><th scope="col">{common.time}</th> {headings}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <details class="numbers">
            <summary>{common.numbers} <span class="only-read">{format!(": {}", chart.title)}</span></summary>
            {table}
        </details>
    }
    .into_any()
}

fn row(reader: &Reader, chart: &Chart<'_>, index: usize, at: Timestamp) -> AnyView {
    let cells: Vec<_> = chart
        .series
        .iter()
        .map(|series| {
            let value = series.values.get(index).copied().flatten();
            let words = value.map_or_else(|| "–".to_owned(), |value| (chart.words)(value));
            view! { <td class="number" data-label=series.name.clone()>{words}</td> }
        })
        .collect();
    view! { <tr><th scope="row">{in_zone(reader, at, &reader.zone)}</th> {cells}</tr> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn gaps_stay_gaps_and_values_that_stand_alone_are_seen() {
        assert_eq!(path(&[], 1.0), "");
        assert_eq!(path(&[None, None], 1.0), "");
        let line = path(&[Some(0.0), Some(1.0), None, Some(1.0)], 1.0);
        assert_eq!(line, "M2.0 86.0L107.3 16.0M310.0 16.0H318.0");
    }
}

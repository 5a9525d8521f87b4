//! What a window means: its next openings in three zones, and its week.

use axum::Json;
use axum::extract::RawQuery;
use axum::response::IntoResponse;
use domain::component::Kind;
use domain::error::FieldError;
use domain::maintenance::{Schedule, UtcWindow, Window};
use http::{HeaderValue, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::*;

use super::{form, in_words};
use crate::forms::Typed;
use crate::islands::window::Preview;
use crate::page::{Answer, Reader};
use crate::pages::components::ComponentPage;
use crate::ui::{self, Stretch};

/// How many openings are shown.
const OPENINGS: usize = 4;

/// `GET /o/{organization}/components/{component}/maintenance/preview`: the part of the page that follows what is typed, alone. What is typed may be
/// half finished, so that mistakes are an answer like any other.
pub async fn preview(page: ComponentPage, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let reader = &page.place.page.reader;
    let preview = match form::read(&typed) {
        Ok(window) => Preview::Window(Owner::new().with(|| view(reader, &page, &window).to_html())),
        Err(errors) => Preview::Mistakes(errors.iter().map(|error| sentence(reader, error)).collect()),
    };
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(preview)).into_response())
}

/// "Time zone: Choose a time zone from the list."
fn sentence(reader: &Reader, error: &FieldError) -> String {
    format!("{}: {}", form::label(reader, &error.field), (reader.text().errors.problem)(&error.problem))
}

/// The window in words, its openings, and its week.
pub(super) fn view(reader: &Reader, page: &ComponentPage, window: &Window) -> AnyView {
    let text = &reader.text().window;
    let Ok(schedule) = window.schedule() else {
        return ().into_any();
    };
    let heading = if *window == page.component.document.window { text.now } else { text.chosen };
    view! {
        <h2>{heading}</h2>
        <p class="sentence">{in_words(reader, window)}</p>
        <h3>{text.openings}</h3>
        {openings(reader, window, &schedule)}
        {clock_change(reader, window, &schedule)}
        {week(reader, page.component.kind, schedule.utc(reader.now))}
    }
    .into_any()
}

fn openings(reader: &Reader, window: &Window, schedule: &Schedule) -> AnyView {
    let text = &reader.text().window;
    let zones = zones(reader, window);
    let headings: Vec<_> =
        zones.iter().map(|(heading, _)| view! { <th scope="col">{heading.clone()}</th> }).collect();
    let rows: Vec<_> = schedule
        .next_openings(reader.now, OPENINGS)
        .into_iter()
        .map(|opening| {
            let cells: Vec<_> = zones
                .iter()
                .map(|(heading, zone)| view! { <td data-label=heading.clone()>{from_to(reader, zone, opening.start, opening.end)}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <table class="table openings">
            <caption class="only-read">{text.openings}</caption>
            <thead><tr>{headings}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The zones to show openings in, each once: the window's, the reader's, UTC.
fn zones(reader: &Reader, window: &Window) -> Vec<(String, TimeZone)> {
    let text = &reader.text().window;
    let mut zones = Vec::new();
    if let Ok(zone) = TimeZone::get(&window.zone) {
        zones.push(((text.in_window_zone)(&window.zone), zone));
    }
    let yours = reader.zone.iana_name().unwrap_or("UTC");
    let heading = (text.in_your_zone)(yours);
    for (heading, zone) in [(heading, reader.zone.clone()), (text.utc.to_owned(), TimeZone::UTC)] {
        if !zones.iter().any(|(_, known)| *known == zone) {
            zones.push((heading, zone));
        }
    }
    zones
}

/// "Sun 22 Nov 2026, 03:00 - 06:00": the end with its day only when that is another.
fn from_to(reader: &Reader, zone: &TimeZone, start: Timestamp, end: Timestamp) -> AnyView {
    let (from, to) = (start.to_zoned(zone.clone()), end.to_zoned(zone.clone()));
    let machine = start.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let words = format!("{}–{}", (reader.text().common.weekday_date_time)(&from), to.strftime("%H:%M"));
    view! { <time datetime=machine>{words}</time> }.into_any()
}

/// That the window's time in UTC moves soon, when the openings that are shown are on both sides of the change.
fn clock_change(reader: &Reader, window: &Window, schedule: &Schedule) -> Option<AnyView> {
    let change = schedule.next_offset_change(reader.now)?;
    let last = schedule.next_openings(reader.now, OPENINGS).last()?.start;
    (change <= last).then(|| {
        let moment = ui::in_zone(reader, change, &reader.zone);
        view! { <p class="help">{(reader.text().window.clock_change)(&window.zone, &moment)}</p> }.into_any()
    })
}

fn week(reader: &Reader, kind: Kind, utc: UtcWindow) -> AnyView {
    let text = &reader.text().window;
    let backup = kinds::of(kind).backup_window(utc);
    let window = Stretch { start: utc.start_minute_of_week(), minutes: utc.minutes(), class: "window" };
    let backups = backup.into_iter().flat_map(|backup| {
        (0..7).map(move |day| Stretch {
            start: day * 24 * 60 + backup.start_minute_of_day(),
            minutes: backup.minutes(),
            class: "backup",
        })
    });
    let stretches: Vec<_> = backups.chain([window]).collect();
    let legend =
        backup.map(|backup| view! { <li class="backup">{(text.legend_backup)(&backup.to_string())}</li> });
    let help = backup.map(|_| view! { <p class="help">{text.backup_help}</p> });
    view! {
        <h3>{text.week}</h3>
        {ui::week(&(text.week_label)(&utc.to_string()), text.days, &stretches)}
        <ul class="legend">
            <li class="window">{text.legend_window}</li>
            {legend}
        </ul>
        {help}
    }
    .into_any()
}

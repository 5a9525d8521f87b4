//! The windows of all components: when work may start next.

use axum::extract::RawQuery;
use domain::component::{Component, State};
use domain::maintenance::{Opening, Schedule, UtcWindow};
use domain::ports::{ComponentFilter, PageRequest};
use http::StatusCode;
use jiff::Timestamp;
use leptos::prelude::*;

use super::in_words;
use crate::forms::Typed;
use crate::page::{Answer, OrganizationPage, Reader};
use crate::ui::{self, Column, Stretch, Tone};

/// How many components stand on a page.
const PAGE_SIZE: u16 = 100;

/// `GET /o/{organization}/maintenance`.
pub async fn overview(place: OrganizationPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let filter = ComponentFilter {
        page: PageRequest { cursor: query.filled("cursor").map(ToOwned::to_owned), size: PAGE_SIZE },
        ..ComponentFilter::default()
    };
    let page = place.page.ports.components.list(&place.page.caller, place.id(), &filter).await?;
    let now = place.page.reader.now;
    let mut windows: Vec<_> = page.items.iter().filter_map(|component| Row::of(component, now)).collect();
    windows.sort_by_key(|row| row.opening.start);
    let title = place.page.reader.text().window.overview;
    Ok(place.render(StatusCode::OK, title, |reader| {
        let text = reader.text();
        let content = if windows.is_empty() {
            let components = ui::link_button(text.component.title, &place.address("components"), Tone::Plain);
            ui::empty_state(text.window.empty, text.window.empty_help, components)
        } else {
            view! { {table(reader, &place, &windows)} {week(reader, &windows)} }.into_any()
        };
        view! {
            {ui::page_header(text, Vec::new(), title, ())}
            <p class="lead">{text.window.overview_lead}</p>
            {content}
            {ui::pager(text, &place.address("maintenance"), &query, page.next.as_deref())}
        }
    }))
}

/// A component with its next opening.
struct Row<'a> {
    component: &'a Component,
    opening: Opening,
    utc: UtcWindow,
}

impl<'a> Row<'a> {
    /// None when there is nothing to maintain.
    fn of(component: &'a Component, now: Timestamp) -> Option<Self> {
        if !component.state.is_usable() && component.state != State::Creating {
            return None;
        }
        let schedule: Schedule = component.document.window.schedule().ok()?;
        let opening = schedule.next_openings(now, 1).into_iter().next()?;
        Some(Self { component, opening, utc: schedule.utc(now) })
    }
}

fn table(reader: &Reader, place: &OrganizationPage, rows: &[Row<'_>]) -> AnyView {
    let text = reader.text();
    let columns = [
        Column::text(text.window.component),
        Column::text(text.window.next),
        Column::text(text.window.window),
    ];
    let rows = rows.iter().map(|row| cells(reader, place, row)).collect();
    ui::table(text.window.overview, &columns, rows)
}

fn cells(reader: &Reader, place: &OrganizationPage, row: &Row<'_>) -> Vec<AnyView> {
    let text = reader.text();
    let component = row.component;
    let address = place.address(&format!("components/{}/maintenance", component.id));
    let environment = (text.words.environment)(component.environment);
    let relative = if row.opening.start <= reader.now {
        view! { <span class="caution">{ui::icon(ui::Icon::Clock)} {text.window.open_now}</span> }.into_any()
    } else {
        let seconds = row.opening.start.as_second() - reader.now.as_second();
        (text.common.relative)(seconds).into_any()
    };
    vec![
        view! {
            <span class="row-name">
                <a href=address>{component.name.to_string()}</a>
                <span class="quiet">{(text.words.kind)(component.kind)} " · " {environment}</span>
            </span>
        }
        .into_any(),
        view! {
            <span class="lines-of-text">
                {relative}
                <span class="quiet">{ui::exact_time(reader, row.opening.start)}</span>
            </span>
        }
        .into_any(),
        in_words(reader, &component.document.window).into_any(),
    ]
}

fn week(reader: &Reader, rows: &[Row<'_>]) -> AnyView {
    let text = &reader.text().window;
    let stretches: Vec<_> = rows
        .iter()
        .map(|row| Stretch {
            start: row.utc.start_minute_of_week(),
            minutes: row.utc.minutes(),
            class: "window",
        })
        .collect();
    view! {
        <section class="section">
            <h2>{text.overview_week}</h2>
            {ui::week(&(text.overview_label)(rows.len()), text.days, &stretches)}
        </section>
    }
    .into_any()
}

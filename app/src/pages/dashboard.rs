//! The dashboard of an organization: is it all right, what runs, what comes next, what was done.

use domain::authz::Action;
use domain::component::{Component, State};
use domain::operation::{Operation, OperationState};
use domain::organization::Project;
use domain::ports::{ComponentFilter, OperationFilter, PageRequest};
use http::StatusCode;
use jiff::Timestamp;
use leptos::prelude::*;

use super::components::{columns, empty, row};
use crate::page::{Answer, OrganizationPage, Reader};
use crate::ui::{self, Column, Icon, Tone};

/// How many components, openings and operations the dashboard shows.
const COMPONENTS: u16 = 50;
const OPENINGS: usize = 4;
const RECENT: u16 = 6;

/// `GET /o/{organization}`.
pub async fn show(place: OrganizationPage) -> Answer {
    let (ports, caller) = (&place.page.ports, &place.page.caller);
    let filter = ComponentFilter {
        page: PageRequest { cursor: None, size: COMPONENTS },
        ..ComponentFilter::default()
    };
    let components = ports.components.list(caller, place.id(), &filter).await?;
    let recent =
        OperationFilter { page: PageRequest { cursor: None, size: RECENT }, ..OperationFilter::default() };
    let recent = ports.operations.list(caller, place.id(), &recent).await?.items;
    let active = OperationFilter {
        states: vec![OperationState::Queued, OperationState::Running],
        ..OperationFilter::default()
    };
    let running = ports.operations.list(caller, place.id(), &active).await?.items;
    let projects = ports.organizations.projects(caller, place.id()).await?;
    let text = place.page.reader.text();
    let title = format!("{}{}", (text.dashboard.running_title)(running.len()), text.shell.dashboard);
    Ok(place.render(StatusCode::OK, &title, |reader| {
        let may_create = projects.iter().any(|project| place.may_in(Action::CreateComponent, project.id));
        let new = (may_create && !components.items.is_empty())
            .then(|| ui::link_button(text.component.new, &place.address("components/new"), Tone::Primary));
        let header = ui::page_header(text, Vec::new(), text.shell.dashboard, new);
        if components.items.is_empty() {
            return view! { {header} {empty(reader, &place, may_create)} }.into_any();
        }
        view! {
            {header}
            {state(reader, &place, &components.items, &running)}
            {component_list(reader, &place, &projects, &components.items)}
            <div class="columns">
                {openings(reader, &place, &components.items)}
                {recent_operations(reader, &place, &recent)}
            </div>
        }
        .into_any()
    }))
}

/// What runs and what needs attention; one calm line when there is neither.
fn state(
    reader: &Reader,
    place: &OrganizationPage,
    components: &[Component],
    running: &[Operation],
) -> AnyView {
    let text = reader.text();
    let failed = |component: &&Component| {
        matches!(component.state, State::CreateFailed | State::ChangeFailed | State::DeleteFailed)
    };
    let attention: Vec<_> = components
        .iter()
        .filter(failed)
        .map(|component| {
            let address = place.address(&format!("components/{}", component.id));
            view! {
                <li>
                    <a href=address>{component.name.to_string()}</a>
                    {ui::component_pill(text, component.state)}
                </li>
            }
        })
        .collect();
    let work: Vec<_> = running.iter().map(|operation| running_line(reader, place, operation)).collect();
    if attention.is_empty() && work.is_empty() {
        return view! { <p class="all-well">{ui::icon(Icon::Check)} {text.dashboard.all_well}</p> }
            .into_any();
    }
    let work = (!work.is_empty()).then(|| {
        view! { <section class="section"><h2>{text.dashboard.running}</h2> <ul class="lines">{work}</ul></section> }
    });
    let attention = (!attention.is_empty()).then(|| {
        view! { <section class="section"><h2>{text.dashboard.attention}</h2> <ul class="lines">{attention}</ul></section> }
    });
    view! { <div class="columns">{work} {attention}</div> }.into_any()
}

fn running_line(reader: &Reader, place: &OrganizationPage, operation: &Operation) -> AnyView {
    let text = reader.text();
    let address = place.address(&format!("operations/{}", operation.id));
    let usual = operation.plan.expected_seconds;
    let so_far = operation.started.map_or(0, |started| reader.now.as_second() - started.as_second()).max(0);
    let so_far = (text.common.duration)(so_far);
    let line = if usual > 0 {
        format!("{so_far} · {}", (text.operation.usually)(&(text.common.duration)(i64::from(usual))))
    } else {
        so_far
    };
    view! {
        <li>
            <a href=address>{(text.operation.title)(operation.change, operation.intent.name.as_str())}</a>
            {ui::operation_pill(text, operation.state)}
            <span class="quiet">{line}</span>
        </li>
    }
    .into_any()
}

fn component_list(
    reader: &Reader,
    place: &OrganizationPage,
    projects: &[Project],
    components: &[Component],
) -> AnyView {
    let text = reader.text();
    let rows = components.iter().take(10).map(|component| row(reader, place, projects, component)).collect();
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{text.dashboard.components}</h2>
                <a href=place.address("components")>{text.dashboard.all_components}</a>
            </div>
            {ui::table(text.dashboard.components, &columns(reader), rows)}
        </section>
    }
    .into_any()
}

fn openings(reader: &Reader, place: &OrganizationPage, components: &[Component]) -> AnyView {
    let text = reader.text();
    let mut next: Vec<(Timestamp, &Component)> = components
        .iter()
        .filter(|component| component.state.is_usable())
        .filter_map(|component| {
            let schedule = component.document.window.schedule().ok()?;
            Some((schedule.next_openings(reader.now, 1).first()?.start, component))
        })
        .collect();
    next.sort_by_key(|(start, component)| (*start, component.name.clone()));
    let rows: Vec<_> = next
        .into_iter()
        .take(OPENINGS)
        .map(|(start, component)| {
            let address = place.address(&format!("components/{}/maintenance", component.id));
            vec![
                view! { <a href=address>{component.name.to_string()}</a> }.into_any(),
                ui::exact_time(reader, start),
            ]
        })
        .collect();
    let content = if rows.is_empty() {
        view! { <p class="quiet">{text.dashboard.no_next}</p> }.into_any()
    } else {
        let columns = [Column::text(text.component.name), Column::text(text.component.next_opening)];
        ui::table(text.dashboard.next, &columns, rows)
    };
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{text.dashboard.next}</h2>
                <a href=place.address("maintenance")>{text.shell.maintenance}</a>
            </div>
            {content}
            <p class="help">{text.dashboard.next_help}</p>
        </section>
    }
    .into_any()
}

fn recent_operations(reader: &Reader, place: &OrganizationPage, operations: &[Operation]) -> AnyView {
    let text = reader.text();
    let items: Vec<_> = operations
        .iter()
        .map(|operation| {
            let address = place.address(&format!("operations/{}", operation.id));
            view! {
                <li>
                    <a href=address>{(text.operation.title)(operation.change, operation.intent.name.as_str())}</a>
                    {ui::operation_pill(text, operation.state)}
                    <span class="quiet">{operation.author.clone()} " · " {ui::time(reader, operation.created)}</span>
                </li>
            }
        })
        .collect();
    let content = if items.is_empty() {
        view! { <p class="quiet">{text.dashboard.no_recent}</p> }.into_any()
    } else {
        view! { <ul class="lines">{items}</ul> }.into_any()
    };
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{text.dashboard.recent}</h2>
                <a href=place.address("audit")>{text.dashboard.all_changes}</a>
            </div>
            {content}
        </section>
    }
    .into_any()
}

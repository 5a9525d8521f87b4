//! All components of an organization, narrowed by filters in the address.

use axum::extract::RawQuery;
use domain::authz::Action;
use domain::component::{Component, Environment, State};
use domain::ids::ProjectId;
use domain::organization::Project;
use domain::ports::{ComponentFilter, PageRequest};
use http::StatusCode;
use leptos::prelude::*;

use super::frame::region_name;
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{Answer, OrganizationPage, Reader};
use crate::ui::{self, Chip, Column, Tone};

/// How many stand on a page.
const PAGE_SIZE: u16 = 50;

/// `GET /o/{organization}/components`. Filters that cannot be read narrow nothing.
pub async fn list(place: OrganizationPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let projects = place.page.ports.organizations.projects(&place.page.caller, place.id()).await?;
    let filter = filter(&query);
    let page = place.page.ports.components.list(&place.page.caller, place.id(), &filter).await?;
    let may_create = projects.iter().any(|project| place.may_in(Action::CreateComponent, project.id));
    let title = place.page.reader.text().component.title;
    Ok(place.render(StatusCode::OK, title, |reader| {
        let text = reader.text();
        let path = place.address("components");
        let new = may_create
            .then(|| ui::link_button(text.component.new, &place.address("components/new"), Tone::Primary));
        let content = if page.items.is_empty() {
            nothing(reader, &place, &query, may_create)
        } else {
            table(reader, &place, &projects, &page.items)
        };
        view! {
            {ui::page_header(text, Vec::new(), title, new)}
            {filters(reader, &path, &query, &projects)}
            {ui::chips(text, &path, &query, chips(reader, &query, &projects))}
            {content}
            {ui::pager(text, &path, &query, page.next.as_deref())}
        }
    }))
}

fn filter(query: &Typed) -> ComponentFilter {
    ComponentFilter {
        text: query.filled("text").map(ToOwned::to_owned),
        project: query.filled("project").and_then(|id| id.parse().ok()),
        environment: Environment::ALL.into_iter().find(|one| one.as_str() == query.text("environment")),
        state: state(query.text("state")),
        deleted: state(query.text("state")) == Some(State::Deleted),
        page: PageRequest { cursor: query.filled("cursor").map(ToOwned::to_owned), size: PAGE_SIZE },
    }
}

/// The states that can be asked for, by the names of the API.
const STATES: [(&str, State); 8] = [
    ("ready", State::Ready),
    ("creating", State::Creating),
    ("updating", State::Updating),
    ("deleting", State::Deleting),
    ("create_failed", State::CreateFailed),
    ("change_failed", State::ChangeFailed),
    ("delete_failed", State::DeleteFailed),
    ("deleted", State::Deleted),
];

fn state(name: &str) -> Option<State> {
    STATES.into_iter().find_map(|(known, state)| (known == name).then_some(state))
}

/// The columns of tables of components.
pub(crate) fn columns(reader: &Reader) -> [Column; 5] {
    let text = &reader.text().component;
    [
        Column::text(text.name),
        Column::text(text.state),
        Column::text(text.environment),
        Column::text(text.region),
        Column::text(text.changed),
    ]
}

/// A component as a row of a table.
pub(crate) fn row(
    reader: &Reader,
    place: &OrganizationPage,
    projects: &[Project],
    component: &Component,
) -> Vec<AnyView> {
    let text = reader.text();
    let address = place.address(&format!("components/{}", component.id));
    let project = projects.iter().find(|project| project.id == component.project);
    let project = project.map_or_else(String::new, |project| project.display_name.clone());
    let name = view! {
        <span class="row-name">
            <a href=address>{component.name.to_string()}</a>
            <span class="quiet">{(text.words.kind)(component.kind)} " · " {project}</span>
        </span>
    };
    vec![
        name.into_any(),
        ui::component_pill(text, component.state),
        (text.words.environment)(component.environment).into_any(),
        region_name(text, component.region.as_str()).into_any(),
        ui::time(reader, component.changed),
    ]
}

fn table(
    reader: &Reader,
    place: &OrganizationPage,
    projects: &[Project],
    components: &[Component],
) -> AnyView {
    let rows = components.iter().map(|component| row(reader, place, projects, component)).collect();
    ui::table(reader.text().component.title, &columns(reader), rows)
}

fn nothing(reader: &Reader, place: &OrganizationPage, query: &Typed, may_create: bool) -> AnyView {
    let text = reader.text();
    if !query.to_query().is_empty() {
        let all = ui::link_button(text.common.clear_filters, &place.address("components"), Tone::Plain);
        return ui::empty_state(text.component.nothing_found, text.component.nothing_found_help, all);
    }
    empty(reader, place, may_create)
}

/// What an organization without components shows.
pub(crate) fn empty(reader: &Reader, place: &OrganizationPage, may_create: bool) -> AnyView {
    let text = reader.text();
    if may_create {
        let new = ui::link_button(text.component.new, &place.address("components/new"), Tone::Primary);
        ui::empty_state(text.dashboard.empty, text.dashboard.empty_help, new)
    } else {
        ui::empty_state(text.dashboard.empty, text.dashboard.empty_no_right, ())
    }
}

fn filters(reader: &Reader, path: &str, query: &Typed, projects: &[Project]) -> AnyView {
    let text = reader.text();
    let form = Form::new(reader, query, &[]);
    let any = || Choice::new("", text.component.any);
    let select = |name: &'static str, label: &'static str, choices: Vec<Choice>| {
        let choices = std::iter::once(any()).chain(choices).collect();
        form.field(&Field { name, label, input: Input::Select(choices), ..Field::default() })
    };
    let projects =
        projects.iter().map(|project| Choice::new(project.id.to_string(), &*project.display_name)).collect();
    let environments =
        Environment::ALL.map(|one| Choice::new(one.as_str(), (text.words.environment)(one))).to_vec();
    let states = STATES.map(|(name, state)| Choice::new(name, (text.words.state)(state))).to_vec();
    view! {
        <form method="get" action=path.to_owned() class="filters">
            {form.field(&Field { name: "text", label: text.component.contains, optional: true, ..Field::default() })}
            {select("project", text.component.project, projects)}
            {select("environment", text.component.environment, environments)}
            {select("state", text.component.state, states)}
            {ui::submit_button(text.common.filter, Tone::Plain)}
        </form>
    }
    .into_any()
}

fn chips(reader: &Reader, query: &Typed, projects: &[Project]) -> Vec<Chip> {
    let text = reader.text();
    let filter = filter(query);
    let chip = |name, label: &str, value: String| Chip { name, label: format!("{label}: {value}") };
    let project_name = |id: ProjectId| {
        projects
            .iter()
            .find(|project| project.id == id)
            .map_or_else(String::new, |project| project.display_name.clone())
    };
    [
        filter.text.map(|value| chip("text", text.component.contains, value)),
        filter.project.map(|id| chip("project", text.component.project, project_name(id))),
        filter.environment.map(|one| {
            chip("environment", text.component.environment, (text.words.environment)(one).to_owned())
        }),
        filter.state.map(|one| chip("state", text.component.state, (text.words.state)(one).to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

//! What stands above every view of a component: its name, state and facts, and the links to the other views.

use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::component::{Component, Kind};
use domain::ids::ComponentId;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;
use serde::Deserialize;

use super::settings_form::money;
use crate::page::{AppState, OrganizationPage, PageError, Reader};
use crate::text::Text;
use crate::ui::{self, Crumb, Fact, Tab};

/// A request about a component that the caller may see: its id is `{component}` in the path.
#[derive(Clone)]
pub struct ComponentPage {
    /// Who asks, how they read, and in which organization.
    pub place: OrganizationPage,
    /// The component.
    pub component: Component,
}

impl ComponentPage {
    /// The address of something of the component: `path` follows its id, as in `settings`; empty for the overview.
    pub fn address(&self, path: &str) -> String {
        let root = self.place.address(&format!("components/{}", self.component.id));
        if path.is_empty() { root } else { format!("{root}/{path}") }
    }

    /// Whether the caller may do this with the component.
    pub fn may(&self, action: Action) -> bool {
        self.place.may_in(action, self.component.project)
    }

    /// Renders a view of the component. `title` is the view's; the header names the component.
    pub fn render<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        content: impl FnOnce(&Reader) -> V,
    ) -> Response {
        let title = format!("{} · {title}", self.component.name);
        self.place.render(status, &title, |reader| {
            view! {
                {self.header(reader)}
                {self.facts(reader)}
                {self.tabs(reader)}
                {content(reader)}
            }
        })
    }

    fn header(&self, reader: &Reader) -> AnyView {
        let text = reader.text();
        let Component { name, kind, environment, state, running, .. } = &self.component;
        let title = view! {
            <span>{name.to_string()}</span>
            {ui::component_pill(text, *state)}
            <span class="tag">{(text.words.kind)(*kind)}</span>
            <span class="tag">{(text.words.environment)(*environment)}</span>
        };
        let operation = running.map(|operation| {
            let address = self.place.address(&format!("operations/{operation}"));
            ui::link_button(text.component.see_operation, &address, ui::Tone::Primary)
        });
        let crumbs = vec![Crumb(text.component.title.to_owned(), self.place.address("components"))];
        ui::page_header(text, crumbs, title, operation)
    }

    fn facts(&self, reader: &Reader) -> AnyView {
        let text = reader.text();
        let component = &self.component;
        let endpoint = kinds::of(component.kind).address(&component.outputs).map(|address| {
            let address = match component.kind {
                Kind::Postgres => address,
                Kind::Function => self.place.page.settings.function_address(&address),
            };
            let value = view! { <code>{address.clone()}</code> {ui::copy_button(text, &address)} };
            Fact(text.component.endpoint, value.into_any())
        });
        let opening = component.document.window.schedule().ok().and_then(|schedule| {
            let opening = schedule.next_openings(reader.now, 1).into_iter().next()?;
            Some(Fact(text.component.next_opening, ui::time(reader, opening.start)))
        });
        let price =
            kinds::of(component.kind).price(&component.region, &component.document.settings).ok().flatten();
        let price = price.map(|price| {
            let money = money(reader, &price);
            Fact(text.component.price, (text.component.per_month)(&money).into_any())
        });
        let region = Fact(text.component.region, region_name(text, component.region.as_str()).into_any());
        ui::facts([endpoint, Some(region), opening, price].into_iter().flatten().collect())
    }

    fn tabs(&self, reader: &Reader) -> AnyView {
        let (text, function) = (&reader.text().component, &reader.text().function);
        let code = match self.component.kind {
            Kind::Postgres => Vec::new(),
            Kind::Function => vec![
                Tab(function.versions, self.address("versions")),
                Tab(function.variables, self.address("variables")),
            ],
        };
        let try_it = match self.component.kind {
            Kind::Function if self.may(Action::Invoke) => {
                Some(Tab(reader.text().trial.title, self.address("try")))
            }
            Kind::Function | Kind::Postgres => None,
        };
        let metrics = match self.component.kind {
            Kind::Function => Some(Tab(reader.text().metrics.title, self.address("metrics"))),
            Kind::Postgres => None,
        };
        let first = vec![Tab(text.overview, self.address(""))];
        let rest = vec![
            Tab(text.allow_list, self.address("allow-list")),
            Tab(text.maintenance, self.address("maintenance")),
            Tab(text.activity, self.address("activity")),
            Tab(text.settings, self.address("settings")),
        ];
        ui::tabs(
            reader,
            text.tabs,
            first.into_iter().chain(code).chain(try_it).chain(metrics).chain(rest).collect(),
        )
    }
}

/// A region for people: "Tokyo (ap-northeast-1)".
pub(crate) fn region_name(text: &Text, region: &str) -> String {
    match (text.words.region)(region) {
        Some(place) => format!("{place} ({region})"),
        None => region.to_owned(),
    }
}

/// What the path names; the views of a component may name more.
#[derive(Deserialize)]
struct Named {
    component: ComponentId,
}

impl FromRequestParts<AppState> for ComponentPage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let place = OrganizationPage::from_request_parts(parts, state).await?;
        let Path(Named { component: id }) =
            Path::<Named>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let component = place.page.ports.components.find(&place.page.caller, place.id(), id).await?;
        Ok(Self { place, component })
    }
}

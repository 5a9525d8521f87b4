//! A new component. A name is enough: everything else has a default that follows the environment.

use axum::extract::RawQuery;
use axum::response::Response;
use domain::authz::Action;
use domain::component::{Component, Kind, Region};
use domain::error::{Conflict, FieldError, Problem};
use domain::ids::ProjectId;
use domain::operation::Change;
use domain::organization::{Name, Project};
use domain::ports::{ComponentFilter, NewComponent, PageRequest};
use domain::{Error, Result};
use http::StatusCode;
use kinds::{Start, of};
use leptos::prelude::*;

use super::frame::region_name;
use super::settings_form::{self, About, defaults, environment};
use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{Answer, OrganizationPage, Reader, redirect};
use crate::ui::{self, Crumb, Tone};

/// What there is to choose from.
struct Offer {
    kind: Kind,
    projects: Vec<Project>,
    regions: Vec<Region>,
    /// Components that a new one may be linked with.
    components: Vec<Component>,
}

/// `GET /o/{organization}/components/new`, `?kind=function`: a database where none is named.
pub async fn new(place: OrganizationPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let offer = offer(&place, kind(&query)).await?;
    let environment = environment(&Typed::default());
    let project = offer.projects.first().map(|project| project.id.to_string());
    let region = offer.regions.first().map(|region| region.as_str().to_owned());
    let start = [
        ("name", String::new()),
        ("kind", offer.kind.as_str().to_owned()),
        ("project", project.unwrap_or_default()),
        ("environment", environment.as_str().to_owned()),
        ("defaults_for", environment.as_str().to_owned()),
        ("region", region.unwrap_or_default()),
    ];
    let start = start.map(|(name, value)| (name.to_owned(), value));
    let typed = Typed::new(
        start.into_iter().chain(settings_form::typed_from(offer.kind, &defaults(offer.kind, environment))),
    );
    Ok(form(&place, &offer, StatusCode::OK, &typed, &[]))
}

/// `POST /o/{organization}/components/new`: plans it, or shows the form again with its price (`preview`).
pub async fn create(place: OrganizationPage, typed: Typed) -> Answer {
    let offer = offer(&place, kind(&typed)).await?;
    let typed = follow_environment(offer.kind, &typed);
    if typed.ticked("preview") {
        return Ok(form(&place, &offer, StatusCode::OK, &typed, &[]));
    }
    let wanted = match read(&offer, &typed) {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(form(&place, &offer, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors)),
    };
    match place.page.ports.changes.create(&place.page.caller, place.id(), wanted).await {
        Ok(operation) => Ok(redirect(&place.address(&format!("operations/{}", operation.id)))),
        Err(Error::Invalid(errors)) => {
            Ok(form(&place, &offer, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors))
        }
        Err(Error::Conflict(Conflict::NameTaken)) => {
            let errors = [FieldError::new("name", Problem::Taken)];
            Ok(form(&place, &offer, StatusCode::CONFLICT, &typed, &errors))
        }
        Err(error) => Err(error.into()),
    }
}

/// The kind that is named; a database where none is.
fn kind(typed: &Typed) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == typed.text("kind")).unwrap_or(Kind::Postgres)
}

async fn offer(place: &OrganizationPage, kind: Kind) -> Result<Offer> {
    let (ports, caller) = (&place.page.ports, &place.page.caller);
    let mut projects = ports.organizations.projects(caller, place.id()).await?;
    projects.retain(|project| place.may_in(Action::CreateComponent, project.id));
    if projects.is_empty() && !place.may(Action::CreateComponent) {
        return Err(Error::Forbidden(Action::CreateComponent));
    }
    let mut regions = ports.accounts.regions(caller, place.id()).await?;
    regions.sort_unstable();
    regions.dedup();
    let components = linkable(place, kind, None).await?;
    Ok(Offer { kind, projects, regions, components })
}

/// The components that one of this kind may be linked with: databases, for functions; of a project, where it is known.
pub(super) async fn linkable(
    place: &OrganizationPage,
    kind: Kind,
    project: Option<ProjectId>,
) -> Result<Vec<Component>> {
    if kind != Kind::Function {
        return Ok(Vec::new());
    }
    let filter = ComponentFilter {
        project,
        page: PageRequest { cursor: None, size: 200 },
        ..ComponentFilter::default()
    };
    let all = place.page.ports.components.list(&place.page.caller, place.id(), &filter).await?.items;
    Ok(all.into_iter().filter(|one| one.kind == Kind::Postgres && one.state.is_usable()).collect())
}

/// When another environment was chosen: settings that still are the old one's defaults become the new one's.
fn follow_environment(kind: Kind, typed: &Typed) -> Typed {
    let now = environment(typed);
    let before = environment(&typed.with("environment", typed.text("defaults_for")));
    let old = settings_form::typed_from(kind, &defaults(kind, before));
    let new = settings_form::typed_from(kind, &defaults(kind, now));
    old.into_iter()
        .zip(new)
        .filter(|((name, old), _)| typed.all(name).last() == Some(old.as_str()))
        .fold(typed.with("defaults_for", now.as_str()), |typed, (_, (name, value))| typed.with(&name, &value))
}

fn read(offer: &Offer, typed: &Typed) -> Result<NewComponent, Vec<FieldError>> {
    let name = Name::parse(typed.text("name")).map_err(|problem| FieldError::new("name", problem));
    let chosen = |wrong: &str| FieldError::new(wrong, Problem::NotAChoice);
    let project = offer.projects.iter().find(|project| project.id.to_string() == typed.text("project"));
    let region = offer.regions.iter().find(|region| region.as_str() == typed.text("region"));
    let known_environment = environment(typed).as_str() == typed.text("environment");
    let settings = settings_form::read(offer.kind, Start::New(environment(typed)), typed);
    match (name, project, region, known_environment, settings) {
        (Ok(name), Some(project), Some(region), true, Ok(settings)) => Ok(NewComponent {
            kind: offer.kind,
            project: project.id,
            name,
            environment: environment(typed),
            region: region.clone(),
            settings,
            window: None,
        }),
        (name, project, region, known_environment, settings) => {
            let first = [
                name.err(),
                project.is_none().then(|| chosen("project")),
                (!known_environment).then(|| chosen("environment")),
                region.is_none().then(|| chosen("region")),
            ];
            Err(first.into_iter().flatten().chain(settings.err().unwrap_or_default()).collect())
        }
    }
}

fn form(
    place: &OrganizationPage,
    offer: &Offer,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let text = place.page.reader.text();
    let title = (text.component.new_title)(offer.kind);
    place.render(status, title, |reader| {
        let crumbs = vec![Crumb(text.component.title.to_owned(), place.address("components"))];
        let header = ui::page_header(text, crumbs, title, ());
        let header = view! { {header} {kinds(reader, place, offer.kind)} };
        if let Some(missing) = missing(reader, place, offer) {
            return view! { {header} {missing} }.into_any();
        }
        let form = Form::new(reader, typed, errors);
        let region = offer.regions.iter().find(|region| region.as_str() == typed.text("region"));
        let about = About { kind: offer.kind, region, existing: false, components: &offer.components };
        view! {
            {header}
            <p class="lead">{text.component.new_lead}</p>
            <form method="post" class="form-with-aside">
                <div class="form">
                    {form.summary(|field| label(reader, field))}
                    {form.hidden("kind")}
                    {form.hidden("defaults_for")}
                    {form.field(&Field {
                        name: "name",
                        label: text.component.name,
                        help: text.component.name_help,
                        optional: false,
                        input: Input::Code { list: "" },
                    })}
                    {choices(reader, &form, offer)}
                    {settings_form::fields(reader, &form, typed, errors, &about)}
                    <div class="actions">
                        {ui::submit_button(text.component.show_plan, Tone::Primary)}
                        <span class="quiet">{text.component.plan_help}</span>
                    </div>
                </div>
                {price(reader, offer.kind, region, typed)}
            </form>
        }
        .into_any()
    })
}

/// The kinds, as views of the page.
fn kinds(reader: &Reader, place: &OrganizationPage, chosen: Kind) -> AnyView {
    let text = reader.text();
    let items: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let address = place.address(&format!("components/new?kind={}", kind.as_str()));
            let current = (kind == chosen).then_some("page");
            view! { <li><a href=address aria-current=current>{(text.words.kind)(kind)}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=text.component.kind><ul>{items}</ul></nav> }.into_any()
}

/// What must be there first, when it is not.
fn missing(reader: &Reader, place: &OrganizationPage, offer: &Offer) -> Option<AnyView> {
    let text = reader.text();
    if offer.projects.is_empty() {
        let settings =
            ui::link_button(text.shell.organization_settings, &place.address("settings"), Tone::Primary);
        return Some(ui::empty_state(text.component.no_project, text.component.no_project_help, settings));
    }
    offer
        .regions
        .is_empty()
        .then(|| ui::empty_state(text.component.no_region, text.component.no_region_help, ()))
}

fn choices(reader: &Reader, form: &Form<'_>, offer: &Offer) -> AnyView {
    let text = reader.text();
    let projects =
        offer.projects.iter().map(|project| Choice::new(project.id.to_string(), &*project.display_name));
    let environments = domain::component::Environment::ALL
        .map(|one| Choice::new(one.as_str(), (text.words.environment)(one)))
        .to_vec();
    let regions =
        offer.regions.iter().map(|region| Choice::new(region.as_str(), region_name(text, region.as_str())));
    let field = |name: &str, label: &str, help: &str, input: Input<'_>| {
        form.field(&Field { name, label, help, optional: false, input })
    };
    view! {
        {field("project", text.component.project, text.component.project_help, Input::Select(projects.collect()))}
        {field("environment", text.component.environment, (text.component.environment_help)(offer.kind), Input::Radio(environments))}
        {field("region", text.component.region, (text.component.region_help)(offer.kind), Input::Select(regions.collect()))}
    }
    .into_any()
}

fn price(reader: &Reader, kind: Kind, region: Option<&Region>, typed: &Typed) -> AnyView {
    let text = reader.text();
    let settings = settings_form::read(kind, Start::New(environment(typed)), typed).ok();
    let price =
        settings.as_ref().zip(region).and_then(|(settings, region)| of(kind).price(region, settings).ok()?);
    let shared = settings
        .as_ref()
        .zip(region)
        .and_then(|(settings, region)| of(kind).shared_price(region, settings).ok()?)
        .map(|shared| {
            let money = (text.common.money)(shared.total_cents());
            view! { <p class="help">{(text.component.price_shared)(&money)}</p> }
        });
    let expected = settings.and_then(|settings| {
        let impact = of(kind).impact(Change::Create, environment(typed), None, Some(&settings)).ok()?;
        let duration = (text.common.duration)(i64::from(impact.expected_seconds));
        Some(view! { <p class="quiet">{(text.component.expected)(&duration)}</p> })
    });
    view! {
        <aside class="price" aria-label=text.component.price>
            <h2>{text.component.price}</h2>
            {settings_form::price_list(reader, kind, price.as_ref())}
            {shared}
            {expected}
            <button type="submit" name="preview" value="yes" class="button small">{text.component.update_price}</button>
        </aside>
    }
    .into_any()
}

/// The label of a field of the form.
fn label(reader: &Reader, field: &str) -> String {
    let text = reader.text();
    match field {
        "name" => text.component.name.to_owned(),
        "project" => text.component.project.to_owned(),
        "environment" => text.component.environment.to_owned(),
        "region" => text.component.region.to_owned(),
        other => (text.settings.path)(other),
    }
}

#[cfg(test)]
mod tests {
    use super::follow_environment;
    use crate::forms::Typed;

    #[test]
    fn untouched_settings_follow_the_environment_and_touched_ones_stay() {
        let typed = Typed::new([
            ("environment", "production"),
            ("defaults_for", "development"),
            ("settings.replicas", "0"),
            ("settings.backup_retention_days", "3"),
        ]);
        let typed = follow_environment(domain::component::Kind::Postgres, &typed);
        assert_eq!(typed.text("settings.replicas"), "1");
        assert_eq!(typed.text("settings.backup_retention_days"), "3");
        assert_eq!(typed.text("defaults_for"), "production");
    }
}

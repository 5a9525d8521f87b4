//! Components: listed, created, shown, deleted.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use domain::Error;
use domain::component::{Component, Environment, Kind, Region, State};
use domain::error::{FieldError, Problem};
use domain::ids::ProjectId;
use domain::maintenance::Window;
use domain::organization::{Name, Project};
use domain::ports::{ComponentFilter, NewComponent};
use http::Uri;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::allow_list::EntryView;
use super::change::{Confirm, Mode, carry_out};
use super::listed::{self, List, Paging};
use super::operations::{OperationView, word_of};
use super::precondition::etag;
use super::sent::{Answer, Asked, Sent, Tenant};
use super::window::WindowView;

/// Which component.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes the path")]
pub(super) struct OfComponent {
    /// The slug of its organization.
    organization: String,
    /// Its id.
    component: Uuid,
}

/// A component.
#[derive(Serialize, ToSchema)]
pub(super) struct ComponentView {
    id: Uuid,
    /// `postgres` or `function`.
    kind: &'static str,
    /// The slug of its project.
    project: Option<String>,
    /// Unique in its project and environment.
    name: String,
    /// `development`, `staging` or `production`.
    environment: &'static str,
    region: String,
    /// `creating`, `ready`, `updating`, `deleting`, `create_failed`, `change_failed`, `delete_failed` or `deleted`.
    #[schema(value_type = String)]
    state: State,
    /// The number of the release in force: the `ETag`.
    version: u32,
    /// Settings of the kind.
    #[schema(value_type = Object)]
    settings: Value,
    allow_list: Vec<EntryView>,
    window: WindowView,
    /// Where it is reached, once it is made.
    address: Option<String>,
    blueprint: String,
    /// The operation that runs now.
    running: Option<Uuid>,
    created: Timestamp,
    changed: Timestamp,
    deleted: Option<Timestamp>,
}

impl ComponentView {
    fn of(component: Component, projects: &[Project]) -> Self {
        let project = projects.iter().find(|project| project.id == component.project);
        Self {
            id: component.id.0,
            kind: component.kind.as_str(),
            project: project.map(|project| project.slug.to_string()),
            name: component.name.into(),
            environment: component.environment.as_str(),
            region: component.region.into(),
            state: component.state,
            version: component.version,
            allow_list: component.document.allow_list.entries().iter().map(EntryView::of).collect(),
            settings: component.document.settings,
            window: component.document.window.into(),
            address: kinds::of(component.kind).address(&component.outputs),
            blueprint: component.blueprint,
            running: component.running.map(|operation| operation.0),
            created: component.created,
            changed: component.changed,
            deleted: component.deleted,
        }
    }
}

/// Which components.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ComponentQuery {
    /// The slug of a project.
    project: Option<String>,
    /// The whole name.
    name: Option<String>,
    /// Part of the name.
    text: Option<String>,
    /// `development`, `staging` or `production`.
    environment: Option<String>,
    /// One state.
    state: Option<String>,
    /// Deleted ones too.
    #[serde(default)]
    deleted: bool,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many, 1-200; 50 when left out.
    size: Option<u16>,
}

impl ComponentQuery {
    fn filter(self, projects: &[Project]) -> Answer<ComponentFilter> {
        Ok(ComponentFilter {
            project: self.project.map(|slug| project(projects, &slug)).transpose()?,
            text: self.name.or(self.text),
            environment: self.environment.map(|word| word_of("environment", &word)).transpose()?,
            state: self.state.map(|word| word_of("state", &word)).transpose()?,
            deleted: self.deleted,
            page: Paging::request(self.cursor, self.size),
        })
    }
}

/// The project of a slug, among those that the caller may see.
fn project(projects: &[Project], slug: &str) -> Result<ProjectId, FieldError> {
    let found = projects.iter().find(|project| project.slug.as_str() == slug);
    found.map(|project| project.id).ok_or_else(|| FieldError::new("project", Problem::NotAChoice))
}

/// Components by project, environment and name.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components",
    tag = "components",
    params(super::organizations::OfOrganization, ComponentQuery),
    responses((status = 200, body = List<ComponentView>))
)]
pub(super) async fn list(tenant: Tenant, Asked(query): Asked<ComponentQuery>, uri: Uri) -> Answer {
    let projects = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    let name = query.name.clone();
    let filter = query.filter(&projects)?;
    let mut page = tenant.ports().components.list(&tenant.caller, tenant.id(), &filter).await?;
    page.items.retain(|component| name.as_ref().is_none_or(|name| component.name.as_str() == name));
    Ok(listed::page(&uri, page, |component| ComponentView::of(component, &projects)))
}

/// One of them, with its `ETag`.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}",
    tag = "components",
    params(OfComponent),
    responses((status = 200, body = ComponentView), (status = 404))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let found = tenant.ports().components.find(&tenant.caller, tenant.id(), component).await?;
    let projects = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    Ok(tagged(found.version, ComponentView::of(found, &projects)))
}

/// Something of a component, with its `ETag`.
pub(super) fn tagged(version: u32, view: impl Serialize) -> Response {
    ([etag(version)], Json(view)).into_response()
}

/// A component as somebody asks for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateComponent {
    /// `postgres` or `function`.
    #[schema(value_type = String)]
    kind: Kind,
    /// The slug of its project.
    project: String,
    /// `[a-z][a-z0-9-]{1,30}[a-z0-9]`, unique in its project and environment.
    name: String,
    /// `development`, `staging` or `production`.
    #[schema(value_type = String)]
    environment: Environment,
    /// An AWS region, such as `ap-northeast-1`.
    region: String,
    /// Settings of the kind; those left out are the defaults of the environment.
    #[schema(value_type = Object)]
    #[serde(default = "nothing")]
    settings: Value,
    /// When maintenance may start; the default of the region when left out.
    window: Option<WindowView>,
    /// Why, 1-500 characters.
    reason: Option<String>,
}

fn nothing() -> Value {
    Value::Object(serde_json::Map::new())
}

impl CreateComponent {
    /// Everything that is wrong with the fields outside of the settings, at once.
    fn read(self, projects: &[Project]) -> Result<(NewComponent, Confirm), Error> {
        let mut errors = Vec::new();
        let project = project(projects, &self.project).map_err(|error| errors.push(error)).ok();
        let mut at = |field: &str, problem| errors.push(FieldError::new(field, problem));
        let name = Name::parse(&self.name).map_err(|problem| at("name", problem)).ok();
        let region = Region::parse(&self.region).map_err(|problem| at("region", problem)).ok();
        let window = match self.window.map(Window::try_from).transpose() {
            Ok(window) => window,
            Err(error) => {
                errors.push(error);
                None
            }
        };
        let (Some(project), Some(name), Some(region), true) = (project, name, region, errors.is_empty())
        else {
            return Err(Error::Invalid(errors));
        };
        let Self { kind, environment, settings, reason, .. } = self;
        let new = NewComponent { kind, project, name, environment, region, settings, window };
        Ok((new, Confirm { reason, ..Confirm::default() }))
    }
}

/// Makes a component: plans and confirms in one call.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components",
    tag = "components",
    params(super::organizations::OfOrganization, Mode),
    request_body = CreateComponent,
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn create(
    tenant: Tenant,
    Asked(mode): Asked<Mode>,
    Sent(body): Sent<CreateComponent>,
) -> Answer {
    let projects = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    let (new, confirm) = body.read(&projects)?;
    let plan = tenant.ports().changes.create(&tenant.caller, tenant.id(), new).await?;
    carry_out(&tenant, mode, plan, confirm).await
}

/// How a component is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Deletion {
    /// Answers with the plan, and leaves nothing behind.
    #[serde(default)]
    dry_run: bool,
    /// The name of the component, where data would be lost.
    confirm_name: Option<String>,
    /// Why, 1-500 characters.
    reason: Option<String>,
}

/// Deletes a component.
#[utoipa::path(
    delete,
    path = "/api/v1/organizations/{organization}/components/{component}",
    tag = "components",
    params(OfComponent, Deletion),
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn delete(tenant: Tenant, Asked(deletion): Asked<Deletion>) -> Answer {
    let component = tenant.component()?;
    let plan = tenant.ports().changes.delete(&tenant.caller, tenant.id(), component).await?;
    let Deletion { dry_run, confirm_name, reason } = deletion;
    let confirm = Confirm { name: confirm_name, reason, ..Confirm::default() };
    carry_out(&tenant, Mode::of(dry_run), plan, confirm).await
}

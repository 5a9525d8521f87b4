//! CI jobs that may deploy: those that are trusted, and the form that trusts others.

mod form;
mod list;
mod one;
mod snippet;

use axum::extract::{Path, RawQuery};
use domain::Error;
use domain::authz::Action;
use domain::component::{Component, Kind};
use domain::error::{FieldError, Problem};
use domain::ids::{ProjectId, TrustId};
use domain::organization::Project;
use domain::ports::{ComponentFilter, PageRequest};
use domain::trust::{Provider, Trust};

use super::reply::Reply;
use crate::forms::Typed;
use crate::page::{Answer, OrganizationPage, redirect};

/// Where the pages are.
const PLACE: &str = "settings/ci";

/// `GET /o/{organization}/settings/ci`.
pub async fn show(page: OrganizationPage) -> Answer {
    let trusts = page.page.ports.trusts.list(&page.page.caller, page.id()).await?;
    let projects = page.page.ports.organizations.projects(&page.page.caller, page.id()).await?;
    Ok(list::render(&page, &trusts, &projects))
}

/// `GET /o/{organization}/settings/ci/new?project=ID&provider=github`.
pub async fn form(page: OrganizationPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let chosen = Chosen::read(&page, &query).await?;
    Ok(form::render(&page, &chosen, &chosen.defaults(), &Reply::default()))
}

/// `POST /o/{organization}/settings/ci/new`.
pub async fn add(page: OrganizationPage, typed: Typed) -> Answer {
    let chosen = Chosen::read(&page, &typed).await?;
    let added = match form::read(&chosen, &typed) {
        Ok(new) => page.page.ports.trusts.add(&page.page.caller, page.id(), new).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match added {
        Ok(trust) => Ok(redirect(&page.address(&format!("{PLACE}/{}", trust.id)))),
        Err(error) => Ok(form::render(&page, &chosen, &typed, &Reply::to(error)?)),
    }
}

/// `GET /o/{organization}/settings/ci/{trust}`.
pub async fn one(page: OrganizationPage, Path((_, trust)): Path<(String, TrustId)>) -> Answer {
    let trusts = page.page.ports.trusts.list(&page.page.caller, page.id()).await?;
    let trust = trusts.into_iter().find(|candidate| candidate.id == trust).ok_or(Error::NotFound)?;
    let projects = page.page.ports.organizations.projects(&page.page.caller, page.id()).await?;
    let project = projects.into_iter().find(|project| project.id == trust.project).ok_or(Error::NotFound)?;
    let functions = functions_of(&page, project.id).await?;
    Ok(one::render(&page, &trust, &project, &functions))
}

/// `POST /o/{organization}/settings/ci/{trust}/remove`.
pub async fn remove(page: OrganizationPage, Path((_, trust)): Path<(String, TrustId)>) -> Answer {
    page.page.ports.trusts.remove(&page.page.caller, page.id(), trust).await?;
    Ok(redirect(&page.address(PLACE)))
}

/// What was chosen before the form is filled in.
struct Chosen {
    provider: Provider,
    project: Project,
    /// The functions of the project, by environment and name.
    functions: Vec<Component>,
}

impl Chosen {
    /// The project and the provider that a query or a form names; the first of each where it names none.
    async fn read(page: &OrganizationPage, typed: &Typed) -> domain::Result<Self> {
        let projects = page.page.ports.organizations.projects(&page.page.caller, page.id()).await?;
        let manageable = manageable(page, &projects);
        if manageable.is_empty() {
            return Err(Error::Forbidden(Action::ManageMembers));
        }
        let project = match typed.filled("project") {
            Some(id) => manageable.into_iter().find(|project| project.id.to_string() == id),
            None => manageable.into_iter().next(),
        };
        let project = project.cloned().ok_or_else(|| Error::field("project", Problem::NotAChoice))?;
        let provider = match typed.filled("provider") {
            Some(word) => {
                Provider::parse(word).ok_or_else(|| Error::field("provider", Problem::NotAChoice))?
            }
            None => Provider::GitHub,
        };
        let functions = functions_of(page, project.id).await?;
        Ok(Self { provider, project, functions })
    }

    /// What stands in the form at first.
    fn defaults(&self) -> Typed {
        let branch = if self.provider == Provider::Other { "" } else { "main" };
        let issuer = self.provider.usual_issuer().unwrap_or_default();
        let mut fields = vec![("branch", branch.to_owned()), ("issuer", issuer.to_owned())];
        if let [only] = self.functions.as_slice() {
            fields.push(("functions", only.id.to_string()));
        }
        Typed::new(fields)
    }
}

/// The projects in which the reader decides who may deploy.
fn manageable<'a>(page: &OrganizationPage, projects: &'a [Project]) -> Vec<&'a Project> {
    projects.iter().filter(|project| page.may_in(Action::ManageMembers, project.id)).collect()
}

async fn functions_of(page: &OrganizationPage, project: ProjectId) -> domain::Result<Vec<Component>> {
    let mut functions = Vec::new();
    let mut cursor = None;
    loop {
        let request = PageRequest { cursor, size: 200 };
        let filter = ComponentFilter { project: Some(project), page: request, ..ComponentFilter::default() };
        let found = page.page.ports.components.list(&page.page.caller, page.id(), &filter).await?;
        functions.extend(found.items.into_iter().filter(|component| component.kind == Kind::Function));
        cursor = found.next;
        if cursor.is_none() {
            return Ok(functions);
        }
    }
}

/// The functions of a trust that are still there.
fn deployable<'a>(trust: &'a Trust, functions: &'a [Component]) -> impl Iterator<Item = &'a Component> {
    functions.iter().filter(|function| trust.functions.contains(&function.id))
}

/// An error at the field of the form in which it was typed.
fn at_its_field(provider: Provider, error: FieldError) -> FieldError {
    let FieldError { field, problem } = error;
    let field = match (field.split('[').next().unwrap_or_default(), provider) {
        ("conditions", Provider::Other) if matches!(problem, Problem::WildcardNotSafe) => "repository",
        ("conditions", _) => "more",
        ("provider", _) => "issuer",
        _ => field.as_str(),
    };
    FieldError::new(field, problem)
}

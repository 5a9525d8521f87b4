//! CI jobs that may deploy.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::Error;
use domain::error::{FieldError, Problem, Result};
use domain::ids::{ComponentId, ProjectId, TrustId};
use domain::organization::Project;
use domain::trust::{Condition, Issuer, NewTrust, Provider, Trust};
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::listed::{List, whole};
use super::organizations::OfOrganization;
use super::sent::{Answer, Asked, Sent, Tenant};

/// Jobs of an outside issuer that may deploy.
#[derive(Serialize, ToSchema)]
pub(super) struct TrustView {
    id: Uuid,
    /// The slug of the project in which the functions are.
    project: Option<String>,
    /// `github`, `gitlab` or `other`.
    provider: &'static str,
    issuer: String,
    /// What must be true of a token: all of it.
    conditions: Vec<ConditionView>,
    /// The functions that its jobs may deploy.
    functions: Vec<Uuid>,
    created: Timestamp,
    created_by: String,
}

/// A claim, and what it must say. `*` stands for any characters but `/`, `**` for any characters.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionView {
    claim: String,
    pattern: String,
}

impl TrustView {
    fn of(trust: Trust, projects: &[Project]) -> Self {
        let project = projects.iter().find(|project| project.id == trust.project);
        let condition = |condition: Condition| ConditionView {
            claim: condition.claim.into(),
            pattern: condition.pattern.into(),
        };
        Self {
            id: trust.id.0,
            project: project.map(|project| project.slug.to_string()),
            provider: trust.provider.as_str(),
            issuer: trust.issuer.into(),
            conditions: trust.conditions.into_iter().map(condition).collect(),
            functions: trust.functions.into_iter().map(|function| function.0).collect(),
            created: trust.created,
            created_by: trust.created_by,
        }
    }
}

/// A trust as somebody asks for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    /// The slug of the project in which the functions are.
    project: String,
    /// `github`, `gitlab` or `other`.
    provider: String,
    /// Left out for GitHub and GitLab: that of github.com or gitlab.com.
    issuer: Option<String>,
    /// 1-10. One must say exactly whose jobs are meant: `repository` or `repository_id` for GitHub, `project_path` or `project_id` for GitLab, `sub` for others.
    conditions: Vec<ConditionView>,
    /// The ids of 1-20 functions of the project.
    functions: Vec<Uuid>,
}

impl New {
    fn read(self, projects: &[Project]) -> Result<NewTrust> {
        let mut errors = Vec::new();
        let project = find(projects, &self.project);
        if project.is_none() {
            errors.push(FieldError::new("project", Problem::NotAChoice));
        }
        let provider = Provider::parse(&self.provider);
        if provider.is_none() {
            errors.push(FieldError::new("provider", Problem::NotAChoice));
        }
        let usual = provider.and_then(Provider::usual_issuer).unwrap_or_default();
        let issuer = Issuer::parse(self.issuer.as_deref().unwrap_or(usual))
            .map_err(|problem| errors.push(FieldError::new("issuer", problem)));
        let mut conditions = Vec::new();
        for (index, ConditionView { claim, pattern }) in self.conditions.into_iter().enumerate() {
            match Condition::parse(&claim, &pattern) {
                Ok(condition) => conditions.push(condition),
                Err(wrong) => errors.extend(wrong.into_iter().map(|error| {
                    FieldError::new(format!("conditions[{index}].{}", error.field), error.problem)
                })),
            }
        }
        match (project, provider, issuer) {
            (Some(project), Some(provider), Ok(issuer)) if errors.is_empty() => {
                let functions = self.functions.into_iter().map(ComponentId).collect();
                Ok(NewTrust { project, provider, issuer, conditions, functions })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

fn find(projects: &[Project], slug: &str) -> Option<ProjectId> {
    projects.iter().find(|project| project.slug.as_str() == slug).map(|project| project.id)
}

/// Which trusts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustQuery {
    /// The slug of one project; of all when left out.
    project: Option<String>,
}

/// The jobs that may deploy, oldest trust first.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/trusts",
    tag = "trusts",
    params(OfOrganization, TrustQuery),
    responses((status = 200, body = List<TrustView>))
)]
pub(super) async fn list(tenant: Tenant, Asked(query): Asked<TrustQuery>) -> Answer {
    let mut trusts = tenant.ports().trusts.list(&tenant.caller, tenant.id()).await?;
    let projects = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    if let Some(slug) = query.project {
        let project = find(&projects, &slug);
        trusts.retain(|trust| Some(trust.project) == project);
    }
    Ok(whole(trusts.into_iter().map(|trust| TrustView::of(trust, &projects)).collect()))
}

/// Lets jobs of an outside issuer deploy.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/trusts",
    tag = "trusts",
    params(OfOrganization),
    request_body = New,
    responses((status = 201, body = TrustView), (status = 409), (status = 422))
)]
pub(super) async fn add(tenant: Tenant, Sent(body): Sent<New>) -> Answer {
    let projects = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    let new = body.read(&projects)?;
    let trust = tenant.ports().trusts.add(&tenant.caller, tenant.id(), new).await?;
    let location = tenant.address(&format!("trusts/{}", trust.id));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(TrustView::of(trust, &projects)))
        .into_response())
}

/// Lets them no longer, and ends their tokens at once.
#[utoipa::path(
    delete,
    path = "/api/v1/organizations/{organization}/trusts/{trust}",
    tag = "trusts",
    params(OfOrganization, ("trust" = Uuid, Path, description = "The id of the trust")),
    responses((status = 204), (status = 404))
)]
pub(super) async fn remove(tenant: Tenant) -> Answer<StatusCode> {
    let trust: TrustId = tenant.parameter("trust")?;
    tenant.ports().trusts.remove(&tenant.caller, tenant.id(), trust).await?;
    Ok(StatusCode::NO_CONTENT)
}

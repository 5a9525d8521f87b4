//! Organizations and their projects.

use axum::extract::State;
use domain::organization::{Organization, Project};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::listed::{List, whole};
use super::sent::{Answer, Tenant};
use crate::http::Server;
use crate::http::session::SignedIn;

/// Which organization.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes the path")]
pub(super) struct OfOrganization {
    /// Its slug.
    organization: String,
}

/// An organization.
#[derive(Serialize, ToSchema)]
pub(super) struct OrganizationView {
    id: Uuid,
    /// Its name in addresses.
    slug: String,
    display_name: String,
    /// Whether an allow-list may hold `0.0.0.0/0`, with a reason.
    public_networks: bool,
}

/// A project.
#[derive(Serialize, ToSchema)]
pub(super) struct ProjectView {
    id: Uuid,
    /// Its name in addresses.
    slug: String,
    display_name: String,
    cost_center: Option<String>,
}

impl From<Organization> for OrganizationView {
    fn from(organization: Organization) -> Self {
        Self {
            id: organization.id.0,
            slug: organization.slug.into(),
            display_name: organization.display_name,
            public_networks: organization.policy.public_networks,
        }
    }
}

impl From<Project> for ProjectView {
    fn from(project: Project) -> Self {
        Self {
            id: project.id.0,
            slug: project.slug.into(),
            display_name: project.display_name,
            cost_center: project.cost_center,
        }
    }
}

/// The organizations that the caller may see.
#[utoipa::path(
    get,
    path = "/api/v1/organizations",
    tag = "organizations",
    responses((status = 200, body = List<OrganizationView>))
)]
pub(super) async fn list(State(server): State<Server>, SignedIn(caller): SignedIn) -> Answer {
    let all = server.ports.organizations.list(&caller).await?;
    Ok(whole(all.into_iter().map(OrganizationView::from).collect()))
}

/// The projects of an organization that the caller may see.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/projects",
    tag = "organizations",
    params(OfOrganization),
    responses((status = 200, body = List<ProjectView>))
)]
pub(super) async fn projects(tenant: Tenant) -> Answer {
    let all = tenant.ports().organizations.projects(&tenant.caller, tenant.id()).await?;
    Ok(whole(all.into_iter().map(ProjectView::from).collect()))
}

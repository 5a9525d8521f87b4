//! Versions of a function.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::IntoResponse as _;
use domain::function::{Source, Version, VersionState};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::components::OfComponent;
use super::listed::{self, List, Paging};
use super::sent::{Answer, Asked, Tenant};

/// A version: code and configuration together, never changed.
#[derive(Serialize, ToSchema)]
pub(super) struct VersionView {
    number: u32,
    /// `deploying`, `live`, `previous`, `failed`, `returned`, `superseded` or `pruned`.
    #[schema(value_type = String)]
    state: VersionState,
    /// The SHA-256 of its archive.
    artifact: String,
    /// The size of its archive, in bytes.
    size: u64,
    environment: BTreeMap<String, String>,
    #[schema(value_type = Object)]
    settings: Value,
    author: String,
    message: Option<String>,
    /// Where it came from, with repository, commit and run of a job.
    #[schema(value_type = Object)]
    source: Source,
    operation: Uuid,
    created: Timestamp,
}

impl From<Version> for VersionView {
    fn from(version: Version) -> Self {
        Self {
            number: version.number,
            state: version.state,
            artifact: version.artifact.into(),
            size: version.size,
            environment: version.environment.variables().clone(),
            settings: version.settings,
            author: version.author,
            message: version.message,
            source: version.source,
            operation: version.operation.0,
            created: version.created,
        }
    }
}

/// The versions of a function, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/versions",
    tag = "functions",
    params(OfComponent, Paging),
    responses((status = 200, body = List<VersionView>), (status = 404))
)]
pub(super) async fn list(tenant: Tenant, Asked(paging): Asked<Paging>, uri: Uri) -> Answer {
    let (component, request) = (tenant.component()?, paging.into_request());
    let page = tenant.ports().deploys.versions(&tenant.caller, tenant.id(), component, &request).await?;
    Ok(listed::page(&uri, page, VersionView::from))
}

/// One of them.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/versions/{version}",
    tag = "functions",
    params(OfComponent, ("version" = u32, Path, description = "The number of the version")),
    responses((status = 200, body = VersionView), (status = 404))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let (component, number) = (tenant.component()?, tenant.parameter("version")?);
    let found = tenant.ports().deploys.version(&tenant.caller, tenant.id(), component, number).await?;
    Ok(Json(VersionView::from(found)).into_response())
}

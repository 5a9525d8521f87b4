//! Deploys of functions: code, variables, and back to an earlier version.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::IntoResponse as _;
use domain::caller::Interface;
use domain::error::{Conflict, FieldError, Problem};
use domain::function::{ArtifactHash, Source};
use domain::ports::{NewCheck, NewCode, NewDeploy};
use domain::text::check_text;
use domain::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::change::accepted;
use super::components::OfComponent;
use super::operations::OperationView;
use super::rollout::RolloutView;
use super::sent::{Answer, MaySend, Sent, Tenant};

/// Most characters of what a job says about itself.
const MAX_JOB: u32 = 300;

/// A deploy as somebody asks for it. Without `artifact` and `version`, the code that is live.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Deploy {
    /// An archive that was sent for this function: its SHA-256.
    artifact: Option<String>,
    /// The code of an earlier version.
    version: Option<u32>,
    /// All variables; left out: as they are.
    environment: Option<BTreeMap<String, String>>,
    /// What must succeed before the version gets traffic.
    check: Option<CheckView>,
    /// How it gets its traffic share by share; left out: all at once.
    rollout: Option<RolloutView>,
    /// What must succeed once the version has all the traffic; else it goes back.
    check_after: Option<CheckView>,
    /// What it says about itself, at most 500 characters.
    message: Option<String>,
    /// The job of a CI system that deploys. With the token of a job, what its issuer says of it counts instead.
    job: Option<Job>,
}

/// What must succeed: one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckView {
    /// The version answers this event without an error. Any JSON.
    #[schema(value_type = Object)]
    event: Option<Value>,
    /// The version answers `GET` of this path with a status below 400.
    path: Option<String>,
    /// The name of another function of the project, which ends without an error when it is told `{"function", "version"}`.
    function: Option<String>,
}

impl CheckView {
    fn read(self, field: &'static str) -> Result<NewCheck, FieldError> {
        match (self.event, self.path, self.function) {
            (Some(event), None, None) => Ok(NewCheck::Event(event.to_string())),
            (None, Some(path), None) => Ok(NewCheck::Path(path)),
            (None, None, Some(function)) => Ok(NewCheck::Function(function)),
            _ => Err(FieldError::new(field, Problem::NotACheck)),
        }
    }
}

/// A job of a CI system.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Job {
    /// Such as `acme/shop`.
    pub(super) repository: String,
    pub(super) commit: String,
    /// Where the job's own log is.
    pub(super) run: Option<String>,
}

impl Deploy {
    fn read(self, interface: Interface) -> Result<NewDeploy> {
        let code = match (self.artifact, self.version) {
            (None, None) => NewCode::AsIs,
            (Some(artifact), None) => NewCode::Stored(ArtifactHash::try_from(artifact)?),
            (None, Some(version)) => NewCode::OfVersion(version),
            (Some(_), Some(_)) => return Err(Error::field("version", Problem::NotAChoice)),
        };
        Ok(NewDeploy {
            environment: self.environment,
            check: self.check.map(|check| check.read("check")).transpose()?,
            rollout: self.rollout.map(RolloutView::read).transpose()?,
            check_after: self.check_after.map(|check| check.read("check_after")).transpose()?,
            message: self.message,
            ..NewDeploy::new(code, source(interface, self.job)?)
        })
    }
}

fn source(interface: Interface, job: Option<Job>) -> Result<Source, FieldError> {
    match (job, interface) {
        (Some(job), _) => Ok(Source::Job {
            repository: check_text("job.repository", &job.repository, 1, MAX_JOB)?,
            commit: Some(check_text("job.commit", &job.commit, 1, MAX_JOB)?),
            run: job.run.map(|run| check_text("job.run", &run, 1, MAX_JOB)).transpose()?,
        }),
        (None, Interface::Cli) => Ok(Source::CommandLine),
        (None, _) => Ok(Source::Api),
    }
}

/// Starts to make a version and to give it the traffic. It supersedes a deploy that is on its way.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/deploys",
    tag = "functions",
    params(OfComponent),
    request_body = Deploy,
    responses((status = 202, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn deploy(tenant: Tenant, Sent(body): Sent<Deploy>) -> Answer {
    let component = tenant.component()?;
    let new = body.read(tenant.caller.origin.interface)?;
    let operation = tenant.ports().deploys.deploy(&tenant.caller, tenant.id(), component, new).await?;
    Ok(accepted(&tenant, operation))
}

/// Back to an earlier version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RollBack {
    /// `code_and_configuration`: the version as it was. `code`: its code with the variables of now, as another version.
    #[serde(default)]
    what: What,
    /// What it says about itself, at most 500 characters.
    message: Option<String>,
}

/// What goes back.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    #[default]
    CodeAndConfiguration,
    Code,
}

/// Starts to go back to an earlier version.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/versions/{version}/roll-back",
    tag = "functions",
    params(OfComponent, ("version" = u32, Path, description = "The number of the version")),
    request_body = RollBack,
    responses((status = 202, body = OperationView), (status = 404), (status = 409))
)]
pub(super) async fn roll_back(tenant: Tenant, MaySend(body): MaySend<RollBack>) -> Answer {
    let (component, version): (_, u32) = (tenant.component()?, tenant.parameter("version")?);
    let (deploys, caller, organization) = (&tenant.ports().deploys, &tenant.caller, tenant.id());
    let operation = match body.what {
        What::CodeAndConfiguration => {
            deploys.roll_back(caller, organization, component, version, body.message).await?
        }
        What::Code => {
            let source = source(caller.origin.interface, None)?;
            let new =
                NewDeploy { message: body.message, ..NewDeploy::new(NewCode::OfVersion(version), source) };
            deploys.deploy(caller, organization, component, new).await?
        }
    };
    Ok(accepted(&tenant, operation))
}

/// The variables of the live version, without those of the product.
#[derive(Serialize, ToSchema)]
pub(super) struct EnvironmentView {
    variables: BTreeMap<String, String>,
    /// The version that has them.
    version: u32,
}

/// Shows the variables of what is live.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/environment",
    tag = "functions",
    params(OfComponent),
    responses((status = 200, body = EnvironmentView), (status = 404), (status = 409, description = "Nothing is deployed"))
)]
pub(super) async fn environment(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let live = tenant.ports().deploys.live(&tenant.caller, tenant.id(), component).await?;
    let live = live.ok_or(Error::Conflict(Conflict::NothingDeployed))?;
    let variables = live.environment.variables().clone();
    Ok(Json(EnvironmentView { variables, version: live.number }).into_response())
}

/// Other variables.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEnvironment {
    /// All of them.
    variables: BTreeMap<String, String>,
    /// What the version says about itself, at most 500 characters.
    message: Option<String>,
}

/// Deploys the live code with other variables.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/environment",
    tag = "functions",
    params(OfComponent),
    request_body = NewEnvironment,
    responses((status = 202, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn set_environment(tenant: Tenant, Sent(body): Sent<NewEnvironment>) -> Answer {
    let component = tenant.component()?;
    let source = source(tenant.caller.origin.interface, None)?;
    let new = NewDeploy {
        environment: Some(body.variables),
        message: body.message,
        ..NewDeploy::new(NewCode::AsIs, source)
    };
    let operation = tenant.ports().deploys.deploy(&tenant.caller, tenant.id(), component, new).await?;
    Ok(accepted(&tenant, operation))
}

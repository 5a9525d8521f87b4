//! Where a component lives: its account and region, the role that is assumed there, and the names around it.

use domain::account::TargetAccount;
use domain::authz::{ProjectScope, TenantScope};
use domain::cloud::Place;
use domain::component::{Component, Kind, Region};
use domain::error::Conflict;
use domain::ids::{AwsAccountId, ComponentId, OperationId, OrganizationId, ProjectId};
use domain::maintenance::UtcWindow;
use domain::operation::Operation;
use domain::organization::Name;
use domain::{Error, Result};
use kinds::postgres::Settings;
use sea_orm::ConnectionTrait;

use super::Context;
use crate::db::{accounts, components, organizations, projects};

/// Most database instances in an account and region, unless AWS was asked for more
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html>).
const MOST_INSTANCES: u32 = 40;

/// What a template depends on that neither the operation nor the component holds.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The slug of the organization.
    pub organization: Name,
    /// The slug of the project.
    pub project: Name,
    /// To whom AWS's bill is attributed.
    pub cost_center: Option<String>,
}

impl Surroundings {
    /// Reads them.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such project in the organization.
    pub async fn read(
        connection: &impl ConnectionTrait,
        organization: OrganizationId,
        project: ProjectId,
    ) -> Result<Self> {
        let tenant = TenantScope { organization, projects: ProjectScope::All };
        let organization = organizations::find(connection, &tenant).await?.ok_or(Error::NotFound)?;
        let project = projects::find(connection, &tenant, project).await?.ok_or(Error::NotFound)?;
        Ok(Self { organization: organization.slug, project: project.slug, cost_center: project.cost_center })
    }

    /// All that the template of an operation depends on besides its document.
    ///
    /// # Errors
    /// [`Error::Internal`] when the stored window is none.
    pub fn context(&self, operation: &Operation) -> Result<kinds::Context> {
        let intent = &operation.intent;
        let window = UtcWindow::parse(&intent.window_utc).ok_or_else(|| Error::internal(NotAWindow))?;
        Ok(kinds::Context {
            component: operation.component,
            organization: self.organization.clone(),
            project: self.project.clone(),
            name: intent.name.clone(),
            environment: intent.environment,
            region: intent.region.clone(),
            cost_center: self.cost_center.clone(),
            window,
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("an operation holds a window that cannot be read")]
struct NotAWindow;

/// For whom AWS is called, as its logs show it.
#[derive(Clone, Copy, Debug)]
pub struct OnBehalf<'a> {
    /// The slug of the organization.
    pub organization: &'a Name,
    /// The component.
    pub component: ComponentId,
    /// The operation, if it is one.
    pub operation: Option<OperationId>,
}

/// The place of a component.
///
/// # Errors
/// [`Error::NotFound`] when the account is not registered any more.
pub async fn place(
    context: &Context,
    account: &AwsAccountId,
    region: &Region,
    on_behalf: OnBehalf<'_>,
) -> Result<Place> {
    let account = accounts::find_for_worker(context.db.read(), account).await?.ok_or(Error::NotFound)?;
    Ok(Place {
        account: account.id,
        role_arn: account.role_arn,
        external_id: account.external_id,
        region: region.clone(),
        organization: on_behalf.organization.clone(),
        component: Some(on_behalf.component),
        operation: on_behalf.operation,
    })
}

/// Chooses the account for a new component: one that takes the organization in the region, with room for its instances; the emptiest.
///
/// # Errors
/// [`Conflict::NoTargetAccount`] or [`Conflict::QuotaReached`].
pub async fn choose_account(
    context: &Context,
    organization: OrganizationId,
    region: &Region,
    instances: u32,
) -> Result<AwsAccountId> {
    let tenant = TenantScope { organization, projects: ProjectScope::All };
    let accounts = accounts::of_tenant(context.db.read(), &tenant).await?;
    let mut candidates = Vec::new();
    for TargetAccount { id, regions, .. } in accounts {
        if regions.contains(region) {
            candidates.push((instances_in(context.db.read(), &id, region).await?, id));
        }
    }
    let (used, account) = candidates.into_iter().min().ok_or(Error::Conflict(Conflict::NoTargetAccount))?;
    check_room(used, instances)?;
    Ok(account)
}

/// How many instances our components have in an account and region.
///
/// # Errors
/// [`Error::Unavailable`] when the database does not answer.
pub async fn instances_in(
    connection: &impl ConnectionTrait,
    account: &AwsAccountId,
    region: &Region,
) -> Result<u32> {
    let there = components::in_account_for_worker(connection, account, region).await?;
    there.iter().map(|component: &Component| instances(component.kind, &component.document.settings)).sum()
}

/// Refuses what would not fit.
///
/// # Errors
/// [`Conflict::QuotaReached`].
pub fn check_room(used: u32, wanted: u32) -> Result<()> {
    if used + wanted > MOST_INSTANCES {
        return Err(Error::Conflict(Conflict::QuotaReached { limit: MOST_INSTANCES }));
    }
    Ok(())
}

/// How many database instances settings ask for.
///
/// # Errors
/// [`Error::Internal`] when the value does not hold settings of the kind.
pub fn instances(kind: Kind, settings: &serde_json::Value) -> Result<u32> {
    match kind {
        Kind::Postgres => Ok(1 + u32::from(Settings::from_document(settings)?.replicas)),
    }
}

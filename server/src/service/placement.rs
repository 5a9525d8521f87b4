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
use kinds::Demand;
use sea_orm::ConnectionTrait;

use super::Context;
use crate::db::{accounts, components, organizations, projects};

/// Requests at the same time that functions of an account and region may keep for themselves: 1,000, less the 100 that AWS keeps for
/// functions that keep none (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html>).
const MOST_CONCURRENCY: u32 = 900;

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
            slot: intent.neighbours.slot,
            domain: intent.neighbours.domain.clone(),
            database: intent.neighbours.database.clone(),
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

/// The place of a component, for a call that no operation makes.
///
/// # Errors
/// [`Error::NotFound`] when the account is not registered any more.
pub async fn place_of(context: &Context, component: &Component) -> Result<Place> {
    let organization = organizations::find_for_worker(context.db.read(), component.organization).await?;
    let organization = organization.ok_or(Error::NotFound)?;
    let on_behalf = OnBehalf { organization: &organization.slug, component: component.id, operation: None };
    place(context, &component.account, &component.region, on_behalf).await
}

/// Chooses the account for a new component: one that takes the organization in the region, with room for it; the emptiest. Functions need an
/// account with a domain.
///
/// # Errors
/// [`Conflict::NoTargetAccount`], [`Conflict::NoDomain`] or [`Conflict::QuotaReached`].
pub async fn choose_account(
    context: &Context,
    organization: OrganizationId,
    region: &Region,
    kind: Kind,
    demand: Demand,
) -> Result<TargetAccount> {
    let tenant = TenantScope { organization, projects: ProjectScope::All };
    let mut accounts = accounts::of_tenant(context.db.read(), &tenant).await?;
    accounts.retain(|account| account.regions.contains(region));
    if accounts.is_empty() {
        return Err(Error::Conflict(Conflict::NoTargetAccount));
    }
    accounts.retain(|account| kind != Kind::Function || account.domain.is_some());
    let mut emptiest: Option<(Demand, TargetAccount)> = None;
    for account in accounts {
        let used = demand_in(context.db.read(), &account.id, region).await?;
        if emptiest.as_ref().is_none_or(|(least, _)| load(used) < load(*least)) {
            emptiest = Some((used, account));
        }
    }
    let (used, account) = emptiest.ok_or(Error::Conflict(Conflict::NoDomain))?;
    check_room(used, demand)?;
    Ok(account)
}

fn load(demand: Demand) -> (u32, u32) {
    (demand.database_instances, demand.reserved_concurrency)
}

/// What our components take of the quotas of an account and region.
///
/// # Errors
/// [`Error::Unavailable`] when the database does not answer.
pub async fn demand_in(
    connection: &impl ConnectionTrait,
    account: &AwsAccountId,
    region: &Region,
) -> Result<Demand> {
    let there = components::in_account_for_worker(connection, account, region).await?;
    there.iter().try_fold(Demand::default(), |sum, component: &Component| {
        let one = kinds::of(component.kind).demand(&component.document.settings)?;
        Ok(Demand {
            database_instances: sum.database_instances + one.database_instances,
            reserved_concurrency: sum.reserved_concurrency + one.reserved_concurrency,
        })
    })
}

/// Refuses what would not fit.
///
/// # Errors
/// [`Conflict::QuotaReached`].
pub fn check_room(used: Demand, wanted: Demand) -> Result<()> {
    let fits = |used: u32, wanted: u32, limit: u32| {
        if wanted > 0 && used + wanted > limit {
            return Err(Error::Conflict(Conflict::QuotaReached { limit }));
        }
        Ok(())
    };
    fits(used.database_instances, wanted.database_instances, MOST_INSTANCES)?;
    fits(used.reserved_concurrency, wanted.reserved_concurrency, MOST_CONCURRENCY)
}

//! What a component stands beside: things outside of it on which its template depends.

use std::collections::BTreeSet;

use domain::authz::{ProjectScope, TenantScope};
use domain::component::{Document, Kind, LinkedDatabase, Region, State};
use domain::error::{Conflict, Problem};
use domain::ids::{AwsAccountId, ComponentId, OrganizationId, ProjectId};
use domain::operation::Neighbours;
use domain::{Error, Result};
use kinds::postgres;
use sea_orm::ConnectionTrait;

use super::Context;
use crate::db::{accounts, components};

/// Functions of an organization in an account and region: a load balancer takes 100 target groups
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html>).
const SLOTS: u16 = 100;

/// What a component stands beside, as it is now. `slot` is the one that it has already.
///
/// # Errors
/// [`Conflict::QuotaReached`] when the load balancer is full, a problem at `settings.database` when the database cannot be used.
pub async fn neighbours(
    context: &Context,
    place: &Whereabouts<'_>,
    document: &Document,
    slot: Option<u16>,
) -> Result<Neighbours> {
    if place.kind != Kind::Function {
        return Ok(Neighbours::default());
    }
    let db = context.db.read();
    let slot = match slot {
        Some(slot) => slot,
        None => free_slot(db, place).await?,
    };
    let account = accounts::find_for_worker(db, place.account).await?.ok_or(Error::NotFound)?;
    let database = match kinds::function::Settings::from_document(&document.settings)?.database {
        None => None,
        Some(database) => Some(linked_database(context, place, database).await?),
    };
    Ok(Neighbours { slot: Some(slot), domain: account.domain, database })
}

/// Where a component is, as far as its neighbours depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'a> {
    /// What it is.
    pub kind: Kind,
    /// Whose.
    pub organization: OrganizationId,
    /// In which project.
    pub project: ProjectId,
    /// In which account.
    pub account: &'a AwsAccountId,
    /// In which region.
    pub region: &'a Region,
}

/// The lowest place on the load balancer that no function of the organization has.
///
/// # Errors
/// [`Conflict::QuotaReached`].
pub async fn free_slot(connection: &impl ConnectionTrait, place: &Whereabouts<'_>) -> Result<u16> {
    let there = components::in_account_for_worker(connection, place.account, place.region).await?;
    let ours = there.iter().filter(|component| component.organization == place.organization);
    let taken: BTreeSet<u16> = ours.filter_map(|component| component.slot).collect();
    (0..SLOTS)
        .find(|slot| !taken.contains(slot))
        .ok_or(Error::Conflict(Conflict::QuotaReached { limit: u32::from(SLOTS) }))
}

/// A database of the same project, account and region, which works.
async fn linked_database(
    context: &Context,
    place: &Whereabouts<'_>,
    database: ComponentId,
) -> Result<LinkedDatabase> {
    let tenant =
        TenantScope { organization: place.organization, projects: ProjectScope::Only(vec![place.project]) };
    let found = components::find(context.db.read(), &tenant, database).await?.filter(|found| {
        found.kind == Kind::Postgres
            && found.account == *place.account
            && found.region == *place.region
            && matches!(found.state, State::Ready | State::Updating | State::ChangeFailed)
    });
    let outputs = found.and_then(|found| postgres::Outputs::read(&found.outputs));
    let outputs = outputs.ok_or_else(|| Error::field("settings.database", Problem::NotAChoice))?;
    Ok(LinkedDatabase {
        component: database,
        host: outputs.endpoint,
        port: outputs.port,
        database: outputs.database,
        username: postgres::USERNAME.to_owned(),
        secret_arn: outputs.secret_arn,
        key_arn: outputs.key_arn,
        security_group_id: outputs.security_group_id,
    })
}

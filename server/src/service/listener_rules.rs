//! The rules of a load balancer, which are the allow-lists of the functions behind it: AWS takes so many and no more.

use domain::Result;
use domain::component::{Component, Document, Kind};
use domain::error::{Conflict, Error};
use domain::ids::ComponentId;
use kinds::function::limits::{NETWORKS_PER_RULE, RULES_PER_LOAD_BALANCER, rules_for};
use kinds::function::{Exposure, Settings};
use sea_orm::ConnectionTrait;

use super::neighbours::Whereabouts;
use crate::db::components;

/// Refuses an allow-list that needs more rules than the load balancer has left. One that needs no more than the function has is always taken.
///
/// # Errors
/// [`Conflict::LoadBalancerFull`].
pub async fn check_rules(
    connection: &impl ConnectionTrait,
    place: &Whereabouts<'_>,
    function: ComponentId,
    document: &Document,
) -> Result<()> {
    if place.kind != Kind::Function || document.allow_list.is_empty() {
        return Ok(());
    }
    let exposure = Settings::from_document(&document.settings)?.exposure;
    let there = components::in_account_for_worker(connection, place.account, place.region).await?;
    let (mut own, mut others) = (0, 0);
    for component in there.iter().filter(|one| one.organization == place.organization) {
        let rules = rules_behind(component, exposure)?;
        *(if component.id == function { &mut own } else { &mut others }) += rules;
    }
    let wanted = rules_for(document.allow_list.entries().len());
    if wanted <= own || others + wanted <= RULES_PER_LOAD_BALANCER {
        return Ok(());
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Err(Error::Conflict(Conflict::LoadBalancerFull {
        limit: number(RULES_PER_LOAD_BALANCER),
        networks: number(NETWORKS_PER_RULE),
    }))
}

/// How many rules a component has behind the load balancer of an exposure.
fn rules_behind(component: &Component, exposure: Exposure) -> Result<usize> {
    if component.kind != Kind::Function {
        return Ok(0);
    }
    let here = Settings::from_document(&component.document.settings)?.exposure == exposure;
    Ok(if here { rules_for(component.document.allow_list.entries().len()) } else { 0 })
}

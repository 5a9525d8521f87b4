//! What functions did: implements [`domain::ports::Metrics`]. AWS is asked while somebody waits: nothing is stored here.

use async_trait::async_trait;
use domain::caller::Caller;
use domain::cloud::{Cloud, MetricQuery};
use domain::component::Component;
use domain::error::{Conflict, Dependency};
use domain::function::{Measured, Series, Span, Version, VersionState};
use domain::ids::{ComponentId, OrganizationId};
use domain::ports::{self, PageRequest};
use domain::{Error, Result};
use jiff::SignedDuration;
use kinds::function::outputs::name;

use super::Context;
use super::authorize::tenant;
use super::functions::visible;
use super::placement::place_of;
use crate::db::versions;

/// How many versions are told apart: as many as a chart can show.
const VERSIONS: usize = 3;

/// Among so many of the newest versions those are looked for that got traffic.
const NEWEST: u16 = 50;

/// Tells what functions did.
#[derive(Clone)]
pub struct Metrics {
    context: Context,
    cloud: Cloud,
}

impl Metrics {
    /// The service.
    pub const fn new(context: Context, cloud: Cloud) -> Self {
        Self { context, cloud }
    }

    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<(Component, Vec<Version>)> {
        let found = visible(&self.context, caller, organization, component).await?;
        let tenant = tenant(&self.context, caller, organization).await?;
        let page = PageRequest { cursor: None, size: NEWEST };
        let newest = versions::list(self.context.db.read(), &tenant, found.id, &page).await?;
        Ok((found, looked_at(newest.items)))
    }
}

/// The live version and the newest ones that had traffic before. Two that are one in AWS cannot be told apart: the newer stands for both.
fn looked_at(newest: Vec<Version>) -> Vec<Version> {
    let had_traffic = |version: &Version| {
        version.published.is_some() && matches!(version.state, VersionState::Live | VersionState::Previous)
    };
    let (live, previous): (Vec<_>, Vec<_>) =
        newest.into_iter().filter(had_traffic).partition(|version| version.state == VersionState::Live);
    let mut chosen: Vec<Version> = Vec::with_capacity(VERSIONS);
    for version in live.into_iter().chain(previous) {
        let is_new = chosen.iter().all(|other| other.published != version.published);
        if is_new && chosen.len() < VERSIONS {
            chosen.push(version);
        }
    }
    chosen
}

#[async_trait]
impl ports::Metrics for Metrics {
    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        span: Span,
    ) -> Result<Measured> {
        let (function, versions) = self.function(caller, organization, component).await?;
        let name = function.outputs.get(name::FUNCTION_NAME).filter(|_| function.deleted.is_none());
        let name = name.ok_or(Error::Conflict(Conflict::WrongState))?;
        let times = span.times(self.context.now());
        let period = SignedDuration::from_mins(span.period_minutes().into());
        let (Some(from), Some(last)) = (times.first().copied(), times.last().copied()) else {
            return Err(Error::internal(NoTime));
        };
        let query = MetricQuery {
            from,
            until: last + period,
            period_minutes: span.period_minutes(),
            of: std::iter::once(None).chain(versions.iter().map(|version| version.published)).collect(),
        };
        let place = place_of(&self.context, &function).await?;
        let counted = self.cloud.metrics.function(&place, name, &query).await;
        let mut counted = counted.map_err(|error| Error::unavailable(Dependency::Aws, error))?.into_iter();
        let nothing = || Series { version: None, points: Vec::new() };
        let whole = counted.next().unwrap_or_else(nothing);
        let numbers = versions.iter().map(|version| version.number);
        Ok(Measured { span, times, whole, versions: numbers.zip(counted).collect() })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the clock shows a time that no calendar has")]
struct NoTime;

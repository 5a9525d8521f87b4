//! Roll-outs: how a new version gets its traffic share by share.

use domain::error::{FieldError, Problem};
use domain::function::{Guards, Minutes, Rollout, Share, Strategy};
use domain::ids::OperationId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::accepted;
use super::operations::{OfOperation, OperationView};
use super::sent::{Answer, Sent, Tenant};

/// A gradual roll-out: the version begins with 10 % of the traffic.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RolloutView {
    strategy: StrategyView,
    /// 1-60. `canary`: after so long, all the traffic. `linear`: 10 % more each time. Left out for `manual`.
    minutes: Option<u8>,
    /// What sends it back; left out: more than 5 % of its requests fail.
    guards: Option<GuardsView>,
}

/// When the share grows.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StrategyView {
    Canary,
    Linear,
    Manual,
}

/// What sends a new version back. What is left out does not guard.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GuardsView {
    /// More of its requests fail than so many percent, 1-100, once three have failed.
    error_percent: Option<u8>,
    /// Its requests take longer than so many milliseconds at the 95th percentile, once there were twenty.
    p95_millis: Option<u32>,
    /// One of these alarms of CloudWatch rings: at most ten, in the function's account and region.
    #[serde(default)]
    alarms: Vec<String>,
    /// It does not answer this path with a status below 400.
    path: Option<String>,
}

impl RolloutView {
    pub(super) fn read(self) -> Result<Rollout, FieldError> {
        let of_range = Problem::OutOfRange { min: 1, max: i64::from(Minutes::MAX) };
        let minutes = || {
            let minutes = self.minutes.and_then(Minutes::new);
            minutes.ok_or_else(|| FieldError::new("rollout.minutes", of_range.clone()))
        };
        let strategy = match self.strategy {
            StrategyView::Canary => Strategy::Canary { minutes: minutes()? },
            StrategyView::Linear => Strategy::Linear { minutes: minutes()? },
            StrategyView::Manual if self.minutes.is_some() => {
                return Err(FieldError::new("rollout.minutes", Problem::NotAChoice));
            }
            StrategyView::Manual => Strategy::Manual,
        };
        let guards = self.guards.map_or_else(Guards::usual, |guards| Guards {
            error_percent: guards.error_percent,
            p95_millis: guards.p95_millis,
            alarms: guards.alarms,
            path: guards.path,
        });
        Ok(Rollout { strategy, guards })
    }
}

/// More of the traffic.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewShare {
    /// How much the new version gets, in percent: more than it has, at most 100.
    percent: u8,
}

/// Gives the new version of a roll-out more of the traffic, before its time has come. To take it back, cancel the operation.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/operations/{operation}/share",
    tag = "functions",
    params(OfOperation),
    request_body = NewShare,
    responses((status = 202, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn give_share(tenant: Tenant, Sent(body): Sent<NewShare>) -> Answer {
    let operation: OperationId = tenant.parameter("operation")?;
    let share = Share::percent(body.percent);
    let found = tenant.ports().operations.give_share(&tenant.caller, tenant.id(), operation, share).await?;
    Ok(accepted(&tenant, found))
}

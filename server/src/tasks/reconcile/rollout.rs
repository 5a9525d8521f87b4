//! What is seen of a roll-out: how far it should be by now, and what its guards say.

use domain::cloud::{AlarmStatus, MetricQuery};
use domain::function::{Check, Guards, Rollout, Series, Shifting, Signs};
use domain::operation::StepName;
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;

use super::act::Trouble;
use super::deploy::judge;
use super::work::Work;

/// Most periods of a roll-out that are kept: with more, they become longer.
const MOST_PERIODS: i64 = 120;

/// How far the traffic should have moved by now. None where it moves at once: nobody asked for more, or there is no other version. None, too, where
/// it never began to move before it was stopped.
pub(super) async fn observe(work: &Work<'_>) -> Result<Option<Shifting>, Trouble> {
    let Some(deployment) = work.deployment() else { return Ok(None) };
    let (Some(rollout), Some(before), Some(version)) =
        (&deployment.rollout, deployment.before, work.operation.published())
    else {
        return Ok(None);
    };
    if before == version {
        return Ok(None);
    }
    let Some(so_far) = work.step(StepName::Shift).and_then(|step| step.shifting.as_ref()) else {
        return Ok((!work.operation.cancel_requested).then(|| Shifting::begin(work.now)));
    };
    if work.operation.cancel_requested {
        return Ok(Some(so_far.clone()));
    }
    let guarded = guard(work, rollout, so_far, [before, version]).await?;
    if guarded.trip.is_some() {
        return Ok(Some(guarded));
    }
    Ok(Some(guarded.at(rollout.strategy, work.operation.share_requested, work.now)))
}

/// The roll-out with what was counted of both versions, and with what sends the new one back, if something does.
async fn guard(
    work: &Work<'_>,
    rollout: &Rollout,
    so_far: &Shifting,
    [before, version]: [u64; 2],
) -> Result<Shifting, Trouble> {
    let series = counted(work, so_far.began, [before, version]).await?;
    let alarms = alarms(work, &rollout.guards).await?;
    let bad_answer = match &rollout.guards.path {
        Some(path) => bad_answer(work, path, version).await?,
        None => None,
    };
    let signs = Signs {
        series: series.iter().find(|series| series.version == Some(version)),
        alarms: &alarms,
        bad_answer: bad_answer.as_deref(),
    };
    let trip = rollout.guards.trip(&signs).or_else(|| so_far.unanswered(rollout.strategy, work.now));
    Ok(Shifting { series, trip, ..so_far.clone() })
}

/// What is wrong with the answer to a guard's path, if something is.
async fn bad_answer(work: &Work<'_>, path: &str, version: u64) -> Result<Option<String>, Trouble> {
    let check = Check::Path(path.to_owned());
    match timeout(work.answers_within, judge(work, &check, version)).await {
        Ok(judged) => judged,
        Err(_) => Ok(Some(format!("No answer within {} s.", work.answers_within.as_secs_f32()))),
    }
}

async fn counted(work: &Work<'_>, began: Timestamp, versions: [u64; 2]) -> Result<Vec<Series>, Trouble> {
    let minutes = began.duration_until(work.now).as_mins();
    let query = MetricQuery {
        from: whole_minute(began),
        until: work.now + SignedDuration::from_mins(1),
        period_minutes: period(minutes),
        of: versions.map(Some).to_vec(),
    };
    Ok(work.cloud.metrics.function(work.place, &work.identifier()?, &query).await?)
}

/// CloudWatch takes 1, 5 and multiples of 5 minutes for what is some hours old.
fn period(minutes: i64) -> u16 {
    match minutes / MOST_PERIODS {
        0 => 1,
        longer => u16::try_from((longer / 5 + 1) * 5).unwrap_or(60),
    }
}

/// Periods of CloudWatch begin with whole minutes.
fn whole_minute(time: Timestamp) -> Timestamp {
    time - SignedDuration::from_secs(time.as_second().rem_euclid(60))
}

async fn alarms(work: &Work<'_>, guards: &Guards) -> Result<Vec<AlarmStatus>, Trouble> {
    if guards.alarms.is_empty() {
        return Ok(Vec::new());
    }
    Ok(work.cloud.metrics.alarms(work.place, &guards.alarms).await?)
}

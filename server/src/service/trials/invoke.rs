//! A function, run once.

use std::time::Duration;

use domain::audit::{AuditAction, Outcome};
use domain::caller::Caller;
use domain::cloud::{CloudError, CloudResult, Invocation};
use domain::component::Component;
use domain::error::{Conflict, Dependency, Problem};
use domain::function::{LIVE, Version, VersionState};
use domain::ports::NewInvocation;
use domain::trial::{Ending, FunctionError, LogTail, PAYLOAD_MAX_BYTES, Report, Trial, event_payload};
use domain::{Error, Result};
use kinds::function::Settings;
use kinds::function::outputs::name;
use serde_json::json;

use super::Trials;
use crate::db::versions;
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::deploys::tenant_of;
use crate::service::placement::place_of;

/// Runs a function, and waits for its end.
pub(super) async fn invoke(
    trials: &Trials,
    caller: &Caller,
    function: &Component,
    invocation: &NewInvocation,
) -> Result<Trial> {
    let payload = event_payload(&invocation.payload, PAYLOAD_MAX_BYTES)?;
    let chosen = choose(&trials.context, function, invocation.version).await?;
    let name = function.outputs.get(name::FUNCTION_NAME).ok_or(Error::Conflict(Conflict::WrongState))?;
    let place = place_of(&trials.context, function).await?;
    let _turn = trials.turn()?;
    let what = json!({ "version": chosen.version, "bytes": payload.len() });
    let deed = Deed { after: Some(what), ..Deed::to_component(function, AuditAction::FunctionInvoked) };
    let entry = audit_trail::open_now(&trials.context, caller, deed).await?;
    let answer = trials.cloud.functions.invoke(&place, name, &chosen.qualifier, payload.as_bytes());
    let answer = tokio::time::timeout(chosen.time_limit + trials.leeway, answer).await;
    audit_trail::complete_now(&trials.context, entry, outcome(answer.as_ref().ok())).await?;
    match answer {
        Ok(Ok(answer)) => ended(&trials.context, function, &chosen, answer).await,
        Ok(Err(CloudError::Throttled(_))) => Ok(nothing(Ending::Throttled)),
        Ok(Err(CloudError::Refused { code, message })) => Ok(nothing(Ending::Refused { code, message })),
        Ok(Err(error @ CloudError::AccountUnreachable(_))) => Err(Error::unavailable(Dependency::Aws, error)),
        Ok(Err(CloudError::Transient(_))) | Err(_) => Ok(nothing(Ending::Silent)),
    }
}

/// What is run.
struct Chosen {
    /// The version that was asked for. None: what is live.
    version: Option<u32>,
    /// What AWS calls it.
    qualifier: String,
    /// What its settings allow.
    time_limit: Duration,
}

/// # Errors
/// [`Conflict::NothingDeployed`], or [`Problem::NotAChoice`] at `version` where AWS does not have that version.
async fn choose(context: &Context, function: &Component, number: Option<u32>) -> Result<Chosen> {
    let (db, tenant) = (context.db.read(), tenant_of(function));
    let (version, qualifier) = match number {
        None => {
            let live = versions::live(db, &tenant, function.id).await?;
            (live.ok_or(Error::Conflict(Conflict::NothingDeployed))?, LIVE.to_owned())
        }
        Some(number) => {
            let found = versions::find(db, &tenant, function.id, number).await?;
            let kept = |found: &Version| found.published.filter(|_| found.state != VersionState::Pruned);
            let found = found.and_then(|found| Some((kept(&found)?, found)));
            let (published, found) = found.ok_or_else(|| Error::field("version", Problem::NotAChoice))?;
            (found, published.to_string())
        }
    };
    // While traffic is shared, the other version has perhaps the settings of now.
    let settings = [&version.settings, &function.document.settings].map(Settings::from_document);
    let [then, now] = settings;
    let seconds = then?.timeout_seconds.max(now?.timeout_seconds);
    Ok(Chosen { version: number, qualifier, time_limit: Duration::from_secs(seconds.into()) })
}

/// What the trail says. A function that fails has been run: that is what was asked for.
const fn outcome(answer: Option<&CloudResult<Invocation>>) -> Outcome {
    match answer {
        Some(Ok(_)) => Outcome::Succeeded,
        Some(Err(CloudError::Transient(_))) | None => Outcome::Unknown,
        Some(Err(_)) => Outcome::Failed,
    }
}

async fn ended(
    context: &Context,
    function: &Component,
    chosen: &Chosen,
    answer: Invocation,
) -> Result<Trial> {
    let version = match (chosen.version, answer.version) {
        (Some(number), _) => Some(number),
        (None, Some(published)) => {
            versions::numbered(context.db.read(), &tenant_of(function), function.id, published).await?
        }
        (None, None) => None,
    };
    let ending = if answer.failed {
        Ending::Failed(FunctionError::read(&answer.payload))
    } else {
        Ending::Answered(String::from_utf8_lossy(&answer.payload).into_owned())
    };
    let (report, log) = (Report::read(&answer.log_tail), LogTail::read(&answer.log_tail));
    Ok(Trial { version, ending, report, log })
}

fn nothing(ending: Ending) -> Trial {
    Trial { version: None, ending, report: None, log: LogTail::default() }
}

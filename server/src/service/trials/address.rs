//! The public address of a function, asked from here.

use std::time::Duration;

use domain::Result;
use domain::audit::{AuditAction, Outcome};
use domain::caller::Caller;
use domain::component::Component;
use domain::error::Conflict;
use domain::trial::address::{Answer, Question, Reached, Unreached};
use kinds::function::outputs::name;
use kinds::function::{Exposure, Settings};
use kinds::load_balancer::NOT_LET_IN;
use serde_json::json;

use super::Trials;
use crate::service::audit_trail::{self, Deed};

/// Asks the host of the function, and no other: the stack named it.
pub(super) async fn ask(
    trials: &Trials,
    caller: &Caller,
    function: &Component,
    question: &Question,
) -> Result<Reached> {
    let settings = Settings::from_document(&function.document.settings)?;
    if settings.exposure == Exposure::Private {
        return Ok(Reached::Private);
    }
    let host = function.outputs.get(name::HOST);
    let host = host.ok_or(domain::Error::Conflict(Conflict::WrongState))?;
    let _turn = trials.turn()?;
    let path = question.path().split('?').next().unwrap_or_default();
    let what = json!({ "method": question.method().as_str(), "path": path });
    let deed = Deed { after: Some(what), ..Deed::to_component(function, AuditAction::AddressAsked) };
    let entry = audit_trail::open_now(&trials.context, caller, deed).await?;
    let patience = Duration::from_secs(settings.timeout_seconds.into()) + trials.leeway;
    let answer = tokio::time::timeout(patience, trials.web.ask(host, question)).await;
    let answer = answer.unwrap_or(Err(Unreached::TooLate));
    let outcome = if answer.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
    audit_trail::complete_now(&trials.context, entry, outcome).await?;
    Ok(match answer {
        Ok(answer) if is_turned_away(&answer) => Reached::NotLetIn,
        Ok(answer) => Reached::Answer(answer),
        Err(unreached) => Reached::Nobody(unreached),
    })
}

/// Whether the load balancer answered by itself, because no rule let the question through.
fn is_turned_away(answer: &Answer) -> bool {
    answer.status == 404 && answer.body == NOT_LET_IN
}

//! What a deploy asks of its version, as the worker can ask it.

use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::component::{Component, Kind};
use domain::error::{FieldError, Problem};
use domain::function::{Check, Examiner, Rollout, is_path};
use domain::organization::Name;
use domain::ports::NewCheck;
use domain::{Error, Result};
use kinds::function::outputs::name;

use super::tenant_of;
use crate::db::components;
use crate::service::Context;
use crate::service::authorize::authorize;

/// A check that can be made: an event is JSON, a path begins with a slash, a function is another one of the project that the caller may deploy,
/// too: who names it makes it run.
///
/// # Errors
/// [`Error::Invalid`] for `field`.
pub(super) async fn checked(
    context: &Context,
    caller: &Caller,
    function: &Component,
    field: &'static str,
    check: Option<NewCheck>,
) -> Result<Option<Check>> {
    let Some(check) = check else { return Ok(None) };
    let (NewCheck::Event(text) | NewCheck::Path(text) | NewCheck::Function(text)) = &check;
    if text.len() > Check::MAX as usize {
        return Err(Error::field(field, Problem::TooLong { max: Check::MAX }));
    }
    Ok(Some(match check {
        NewCheck::Event(event) if serde_json::from_str::<serde_json::Value>(&event).is_ok() => {
            Check::Event(event)
        }
        NewCheck::Path(path) if is_path(&path) => Check::Path(path),
        NewCheck::Event(_) | NewCheck::Path(_) => return Err(Error::field(field, Problem::NotACheck)),
        NewCheck::Function(named) => {
            let found = examiner(context, caller, function, &named).await?;
            Check::Function(found.ok_or_else(|| Error::field(field, Problem::NotAFunction))?)
        }
    }))
}

/// Another function of the same project, environment and place: the role of the account reaches no other.
async fn examiner(
    context: &Context,
    caller: &Caller,
    function: &Component,
    named: &str,
) -> Result<Option<Examiner>> {
    let Ok(wanted) = Name::parse(named) else { return Ok(None) };
    let (tenant, db) = (tenant_of(function), context.db.read());
    let found =
        components::find_by_name(db, &tenant, function.project, function.environment, &wanted).await?;
    let usable = |found: &Component| {
        found.kind == Kind::Function
            && found.id != function.id
            && found.deleted.is_none()
            && (&found.account, &found.region) == (&function.account, &function.region)
    };
    let Some(found) = found.filter(usable) else { return Ok(None) };
    let resource = Resource::Component(found.organization, found.project, found.id);
    match authorize(context, caller, Action::Deploy, resource).await {
        Ok(()) => {}
        Err(Error::NotFound | Error::Forbidden(_)) => return Ok(None),
        Err(error) => return Err(error),
    }
    let identifier = found.outputs.get(name::FUNCTION_NAME).cloned();
    Ok(identifier.map(|identifier| Examiner { name: found.name, identifier }))
}

/// A roll-out whose guards can be asked.
///
/// # Errors
/// [`Error::Invalid`] for fields that begin with `rollout.`.
pub(super) fn guarded(rollout: Option<Rollout>) -> Result<Option<Rollout>> {
    let Some(rollout) = rollout else { return Ok(None) };
    let named = |error: FieldError| FieldError::new(format!("rollout.{}", error.field), error.problem);
    match rollout.guards.check() {
        Ok(()) => Ok(Some(rollout)),
        Err(errors) => Err(Error::Invalid(errors.into_iter().map(named).collect())),
    }
}

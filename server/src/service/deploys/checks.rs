//! What a deploy asks of its version, as the worker can ask it.

use domain::component::{Component, Kind};
use domain::error::{FieldError, Problem};
use domain::function::{Check, Examiner, Rollout, is_path};
use domain::ports::NewCheck;
use domain::{Error, Result};
use kinds::function::outputs::name;

use super::tenant_of;
use crate::db::{WriteTransaction, components};

/// A check that can be made: an event is JSON, a path begins with a slash, a function is another one of the project.
///
/// # Errors
/// [`Error::Invalid`] for `field`.
pub(super) async fn checked(
    transaction: &WriteTransaction,
    function: &Component,
    field: &'static str,
    check: Option<NewCheck>,
) -> Result<Option<Check>> {
    let Some(check) = check else { return Ok(None) };
    let (NewCheck::Event(text) | NewCheck::Path(text) | NewCheck::Function(text)) = &check;
    if text.len() > Check::MAX as usize {
        return Err(Error::field(field, Problem::TooLong { max: Check::MAX }));
    }
    let no_check = || Error::from(FieldError::new(field, Problem::NotACheck));
    Ok(Some(match check {
        NewCheck::Event(event) if serde_json::from_str::<serde_json::Value>(&event).is_ok() => {
            Check::Event(event)
        }
        NewCheck::Path(path) if is_path(&path) => Check::Path(path),
        NewCheck::Event(_) | NewCheck::Path(_) => return Err(no_check()),
        NewCheck::Function(named) => {
            let found = examiner(transaction, function, &named).await?;
            Check::Function(found.ok_or_else(|| Error::field(field, Problem::NotAFunction))?)
        }
    }))
}

/// Another function of the same project, environment and place: the role of the account reaches no other.
async fn examiner(
    transaction: &WriteTransaction,
    function: &Component,
    named: &str,
) -> Result<Option<Examiner>> {
    let Ok(wanted) = domain::organization::Name::parse(named) else { return Ok(None) };
    let found = {
        let Component { project, environment, .. } = function;
        components::find_by_name(transaction, &tenant_of(function), *project, *environment, &wanted).await?
    };
    let usable = |found: &Component| {
        found.kind == Kind::Function
            && found.id != function.id
            && found.deleted.is_none()
            && (&found.account, &found.region) == (&function.account, &function.region)
    };
    let found = found.filter(usable);
    Ok(found.and_then(|found| {
        let identifier = found.outputs.get(name::FUNCTION_NAME)?.clone();
        Some(Examiner { name: found.name, identifier })
    }))
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

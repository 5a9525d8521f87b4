//! A deploy or a roll-back, written down for the worker.

use domain::caller::{Actor, Caller};
use domain::component::Component;
use domain::error::Conflict;
use domain::function::{Code, Deployment, Environment, Source, Version, VersionState, diff_variables};
use domain::ids::OperationId;
use domain::operation::{Change, Operation};
use domain::plan::FieldChange;
use domain::ports::{NewCode, NewDeploy};
use domain::text::check_text;
use domain::{Error, Result};
use kinds::function::outputs::name;
use serde_json::json;

use super::begin::{Move, begin};
use super::checks::{checked, guarded};
use super::ready::{newest_intent, ready};
use super::room::check_room;
use super::tenant_of;
use super::variables::of_product;
use crate::db::{artifacts, versions};
use crate::service::Context;
use crate::service::changes::author;

/// Most characters of a message.
const MAX_MESSAGE: u32 = 500;

/// Starts to deploy.
pub(super) async fn deploy(
    context: &Context,
    caller: &Caller,
    function: &Component,
    new: NewDeploy,
) -> Result<Operation> {
    let message = message(new.message.as_deref())?;
    let rollout = guarded(new.rollout)?;
    let check = checked(context, caller, function, "check", new.check).await?;
    let check_after = checked(context, caller, function, "check_after", new.check_after).await?;
    let transaction = context.db.write().await?;
    let function = ready(context, &transaction, function).await?;
    let intent = newest_intent(&transaction, &function).await?;
    let tenant = tenant_of(&function);
    let live = versions::live(&transaction, &tenant, function.id).await?;
    let hash = match new.code {
        NewCode::Stored(hash) => hash,
        NewCode::AsIs => live
            .as_ref()
            .map(|live| live.artifact.clone())
            .ok_or(Error::Conflict(Conflict::NothingDeployed))?,
        NewCode::OfVersion(number) => {
            let found = versions::find(&transaction, &tenant, function.id, number).await?;
            let found = found.ok_or(Error::NotFound)?;
            // Its code may be that of another version, too.
            let gone = artifacts::find(&transaction, &tenant, function.id, &found.artifact).await?.is_none();
            if gone && found.state == VersionState::Pruned {
                return Err(Error::Conflict(Conflict::Pruned { version: number }));
            }
            found.artifact
        }
    };
    let artifact =
        artifacts::find(&transaction, &tenant, function.id, &hash).await?.ok_or(Error::NotFound)?;
    let warning = check_room(&transaction, &function, artifact.size).await?;
    let own = match new.environment {
        Some(variables) => Environment::from_people(variables).map_err(Error::Invalid)?,
        None => live.as_ref().map(|live| live.environment.clone()).unwrap_or_default(),
    };
    let environment = own.clone().with(of_product(&intent.neighbours, &function.outputs));
    if environment.size() > domain::function::VARIABLES_MAX_BYTES {
        return Err(Error::Invalid(environment.too_large()));
    }
    let number = versions::newest_number(&transaction, function.id).await? + 1;
    let id = OperationId(context.new_id());
    let version = Version {
        component: function.id,
        number,
        state: VersionState::Deploying,
        artifact: hash.clone(),
        size: artifact.size,
        environment: own,
        settings: function.document.settings.clone(),
        published: None,
        author: author(caller),
        message: message.clone(),
        source: source(caller, new.source),
        operation: id,
        created: context.now(),
    };
    let moved = Move {
        change: Change::Deploy,
        deployment: Deployment {
            version: Some(number),
            code: Code::Archive(hash),
            environment,
            published: None,
            before: live.as_ref().and_then(|live| live.published),
            bucket: function.outputs.get(name::CODE_BUCKET).cloned(),
            check,
            rollout,
            check_after,
        },
        changes: changes(live.as_ref(), &version),
        warnings: warning.into_iter().collect(),
        version: Some(version),
        message,
    };
    begin(context, transaction, caller, function, intent, id, moved).await
}

/// Where a version comes from. What is known of a job is what its issuer signed, whatever its program says.
fn source(caller: &Caller, told: Source) -> Source {
    match &caller.actor {
        Actor::Job { job, .. } => job.source(),
        Actor::Person { .. } | Actor::Automation { .. } | Actor::Anonymous => told,
    }
}

/// Starts to give the traffic back to an earlier version.
pub(super) async fn roll_back(
    context: &Context,
    caller: &Caller,
    function: &Component,
    number: u32,
    message: Option<String>,
) -> Result<Operation> {
    let message = self::message(message.as_deref())?;
    let transaction = context.db.write().await?;
    let function = ready(context, &transaction, function).await?;
    let intent = newest_intent(&transaction, &function).await?;
    let tenant = tenant_of(&function);
    let live = versions::live(&transaction, &tenant, function.id).await?;
    let wanted = versions::find(&transaction, &tenant, function.id, number).await?.ok_or(Error::NotFound)?;
    if wanted.state == VersionState::Pruned {
        return Err(Error::Conflict(Conflict::Pruned { version: number }));
    }
    let published = wanted.published.filter(|_| wanted.state.can_return());
    let published = published.ok_or(Error::Conflict(Conflict::WrongState))?;
    let moved = Move {
        change: Change::RollBack,
        deployment: Deployment {
            version: Some(number),
            code: Code::Archive(wanted.artifact.clone()),
            environment: wanted.environment.clone(),
            published: Some(published),
            before: live.as_ref().and_then(|live| live.published),
            bucket: None,
            check: None,
            rollout: None,
            check_after: None,
        },
        changes: changes(live.as_ref(), &wanted),
        warnings: Vec::new(),
        version: None,
        message,
    };
    let id = OperationId(context.new_id());
    begin(context, transaction, caller, function, intent, id, moved).await
}

fn message(message: Option<&str>) -> Result<Option<String>> {
    match message.map(str::trim) {
        None | Some("") => Ok(None),
        Some(message) => Ok(Some(check_text("message", message, 1, MAX_MESSAGE)?)),
    }
}

/// What changes for those who use the function.
fn changes(live: Option<&Version>, next: &Version) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let code = |version: &Version| json!(version.artifact.short());
    if live.is_none_or(|live| live.artifact != next.artifact) {
        let (before, after) = (live.map(code), Some(code(next)));
        changes.push(FieldChange { path: "code".to_owned(), before, after });
    }
    let nothing = Environment::default();
    let before = live.map_or(&nothing, |live| &live.environment);
    changes.extend(diff_variables(before, &next.environment));
    changes
}

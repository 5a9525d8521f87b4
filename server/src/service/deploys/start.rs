//! A deploy or a roll-back, written down for the worker.

use domain::audit::Outcome;
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::Caller;
use domain::component::{Component, State};
use domain::error::{Conflict, FieldError};
use domain::function::{Check, Code, Deployment, Environment, Version, VersionState, diff_variables};
use domain::ids::OperationId;
use domain::operation::{Change, Intent, Operation, OperationState};
use domain::plan::{AwsView, FieldChange, Interruption, Plan, PriceChange};
use domain::ports::{NewCode, NewDeploy, OperationFilter, PageRequest};
use domain::text::check_text;
use domain::{Error, Result};
use kinds::function::outputs::name;
use serde_json::json;

use super::variables::of_product;
use crate::db::{WriteTransaction, artifacts, components, operations, versions};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::changes::author;
use crate::service::operations::{deed, steps};

/// Most characters of a message.
const MAX_MESSAGE: u32 = 500;

/// How long a deploy takes, in seconds: a first guess.
const EXPECTED_SECONDS: u32 = 5;

/// What an operation moves.
struct Move {
    change: Change,
    deployment: Deployment,
    /// The version as it is written down; none for one that exists already.
    version: Option<Version>,
    changes: Vec<FieldChange>,
    message: Option<String>,
}

/// Starts to deploy.
pub(super) async fn deploy(
    context: &Context,
    caller: &Caller,
    function: &Component,
    new: NewDeploy,
) -> Result<Operation> {
    let message = message(new.message.as_deref())?;
    let check = new.check.map(checked).transpose()?;
    let transaction = context.db.write().await?;
    let function = ready(context, &transaction, function).await?;
    let intent = newest_intent(&transaction, &function).await?;
    let tenant = tenant(&function);
    let live = versions::live(&transaction, &tenant, function.id).await?;
    let hash = match new.code {
        NewCode::Stored(hash) => hash,
        NewCode::AsIs => live
            .as_ref()
            .map(|live| live.artifact.clone())
            .ok_or(Error::Conflict(Conflict::NothingDeployed))?,
        NewCode::OfVersion(number) => {
            let found = versions::find(&transaction, &tenant, function.id, number).await?;
            found.ok_or(Error::NotFound)?.artifact
        }
    };
    let artifact =
        artifacts::find(&transaction, &tenant, function.id, &hash).await?.ok_or(Error::NotFound)?;
    let own = match new.environment {
        Some(variables) => Environment::from_people(variables).map_err(Error::Invalid)?,
        None => live.as_ref().map(|live| live.environment.clone()).unwrap_or_default(),
    };
    let environment = own.clone().with(of_product(&intent.neighbours));
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
        source: new.source,
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
        },
        changes: changes(live.as_ref(), &version),
        version: Some(version),
        message,
    };
    begin(context, transaction, caller, function, intent, id, moved).await
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
    let tenant = tenant(&function);
    let live = versions::live(&transaction, &tenant, function.id).await?;
    let wanted = versions::find(&transaction, &tenant, function.id, number).await?.ok_or(Error::NotFound)?;
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
        },
        changes: changes(live.as_ref(), &wanted),
        version: None,
        message,
    };
    let id = OperationId(context.new_id());
    begin(context, transaction, caller, function, intent, id, moved).await
}

fn tenant(function: &Component) -> TenantScope {
    TenantScope { organization: function.organization, projects: ProjectScope::All }
}

fn message(message: Option<&str>) -> Result<Option<String>> {
    match message.map(str::trim) {
        None | Some("") => Ok(None),
        Some(message) => Ok(Some(check_text("message", message, 1, MAX_MESSAGE)?)),
    }
}

/// A check that can be made: an event is JSON, a path begins with a slash.
fn checked(check: Check) -> Result<Check> {
    let valid = match &check {
        Check::Event(event) => serde_json::from_str::<serde_json::Value>(event).is_ok(),
        Check::Path(path) => path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic()),
    };
    let (Check::Event(text) | Check::Path(text)) = &check;
    if text.len() > Check::MAX as usize {
        return Err(Error::field("check", domain::error::Problem::TooLong { max: Check::MAX }));
    }
    if valid { Ok(check) } else { Err(FieldError::new("check", domain::error::Problem::NotACheck).into()) }
}

/// The function, locked, with nothing at work on it but what a deploy supersedes.
async fn ready(context: &Context, transaction: &WriteTransaction, function: &Component) -> Result<Component> {
    let function = components::lock_for_worker(transaction, function.id).await?.ok_or(Error::NotFound)?;
    if let Some(active) = operations::active(transaction, &tenant(&function), function.id).await? {
        if !active.change.moves_code() {
            let running = Conflict::OperationRunning { operation: active.id, change: active.change };
            return Err(Error::Conflict(running));
        }
        supersede(context, transaction, active).await?;
    }
    let works = function.version > 0 && function.deleted.is_none() && function.state.is_usable();
    if works { Ok(function) } else { Err(Error::Conflict(Conflict::WrongState)) }
}

/// Ends a deploy for a newer one. The worker that is at it loses its lease; what it began to shift is taken back by the newer one.
async fn supersede(
    context: &Context,
    transaction: &WriteTransaction,
    mut operation: Operation,
) -> Result<()> {
    operation.state = OperationState::Superseded;
    operation.ended = Some(context.now());
    super::end_version(transaction, &operation).await?;
    if let Some(entry) = operation.audit_entry {
        audit_trail::complete(context, transaction, entry, Outcome::Superseded, None).await?;
    }
    operations::save(transaction, &operation, None).await?;
    Ok(())
}

/// What was wanted last: names, window and neighbours stay as they are.
async fn newest_intent(transaction: &WriteTransaction, function: &Component) -> Result<Intent> {
    let filter = OperationFilter {
        component: Some(function.id),
        states: vec![OperationState::Succeeded],
        page: PageRequest { cursor: None, size: 1 },
    };
    let newest = operations::list(transaction, &tenant(function), &filter).await?.items.pop();
    newest.map(|operation| operation.intent).ok_or(Error::Conflict(Conflict::WrongState))
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

/// Puts operation, version and function into the worker's hands.
async fn begin(
    context: &Context,
    transaction: WriteTransaction,
    caller: &Caller,
    function: Component,
    intent: Intent,
    id: OperationId,
    moved: Move,
) -> Result<Operation> {
    let Move { change, deployment, version, changes, message } = moved;
    let now = context.now();
    let intent = Intent {
        document: function.document.clone(),
        change_set: None,
        token: id.to_string(),
        final_snapshot: None,
        deployment: Some(deployment),
        ..intent
    };
    let mut operation = Operation {
        id,
        organization: function.organization,
        project: function.project,
        component: function.id,
        change,
        state: OperationState::Queued,
        plan: plan(changes),
        intent,
        base_version: function.version,
        author: author(caller),
        message: message.clone(),
        steps: Vec::new(),
        failure: None,
        cancel_requested: false,
        attempt: 0,
        audit_entry: None,
        created: now,
        confirmed: Some(now),
        started: None,
        ended: None,
    };
    operation.steps = steps(&transaction, &operation).await?;
    let deed = Deed {
        after: Some(json!({ "version": operation.intent.deployment.as_ref().and_then(|one| one.version),
            "changes": operation.plan.changes })),
        reason: message,
        ..deed(change.audit_action(), &operation)
    };
    operation.audit_entry = Some(audit_trail::open(context, &transaction, caller, deed).await?);
    operations::insert(&transaction, &operation, Some(now)).await?;
    if let Some(version) = version {
        versions::insert(&transaction, &function, &version).await?;
    }
    let function =
        Component { state: State::while_running(change), running: Some(id), changed: now, ..function };
    components::save(&transaction, &function).await?;
    transaction.commit().await?;
    context.wake.worker();
    context.wake.changed(operation.organization);
    Ok(operation)
}

fn plan(changes: Vec<FieldChange>) -> Plan {
    Plan {
        changes,
        resources: Vec::new(),
        warnings: Vec::new(),
        price: PriceChange::default(),
        expected_seconds: EXPECTED_SECONDS,
        interruption: Interruption::None,
        gate: None,
        aws: AwsView::None,
    }
}

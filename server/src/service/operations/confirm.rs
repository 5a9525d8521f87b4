//! What is checked, asked and written down when a plan is confirmed.

use domain::allow_list::{Warning, locks_out};
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::Caller;
use domain::component::{Component, Document, Outputs, State};
use domain::error::{Conflict, Problem};
use domain::operation::{Change, Operation, OperationState, Step, StepName};
use domain::plan::{AwsView, usual};
use domain::ports::Confirmation;
use domain::text::check_text;
use domain::{Error, Result};
use kinds::Demand;
use serde_json::Value;

use super::deed;
use crate::db::{WriteTransaction, components, operations, step_durations};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::deploys;
use crate::service::neighbours::{Whereabouts, free_slot};
use crate::service::placement::{check_room, demand_in};

/// Most characters of a reason.
const MAX_REASON: u32 = 500;

/// Checks a plan against what is now and what its author answers, and starts it.
pub(super) async fn confirm(
    context: &Context,
    transaction: &WriteTransaction,
    caller: &Caller,
    mut operation: Operation,
    confirmation: Confirmation,
) -> Result<Operation> {
    let component = components::lock_for_worker(transaction, operation.component).await?;
    let component = check_unchanged(transaction, &operation, component).await?;
    if !can_start(&operation) {
        return Err(Error::Conflict(Conflict::WrongState));
    }
    let reason = reason(&confirmation)?;
    check_gate(&operation, &confirmation)?;
    check_networks(&operation, component.as_ref(), caller, &confirmation, reason.as_deref())?;
    check_quota(transaction, &operation, component.as_ref()).await?;
    keep_slot(transaction, &mut operation, component.as_ref()).await?;
    operation.confirmed = Some(context.now());
    operation.message = reason.clone();
    operation.steps = steps(transaction, &operation).await?;
    start(context, transaction, caller, &mut operation, component.clone(), reason).await?;
    if let Some(component) = component {
        deploys::number_settings_version(context, transaction, &component, &mut operation).await?;
    }
    Ok(operation)
}

/// Opens the audit entry of the change, and puts operation and component into the worker's hands.
pub(super) async fn start(
    context: &Context,
    transaction: &WriteTransaction,
    caller: &Caller,
    operation: &mut Operation,
    component: Option<Component>,
    reason: Option<String>,
) -> Result<()> {
    operation.state = OperationState::Queued;
    let before =
        component.as_ref().filter(|component| component.version > 0).map(|component| &component.document);
    let after = (operation.change != Change::Delete).then_some(&operation.intent.document);
    let deed = Deed {
        before: part(operation.change, before)?,
        after: part(operation.change, after)?,
        reason,
        ..deed(operation.change.audit_action(), operation)
    };
    operation.audit_entry = Some(audit_trail::open(context, transaction, caller, deed).await?);
    match component {
        Some(before) => {
            let component = Component {
                state: State::while_running(operation.change),
                running: Some(operation.id),
                changed: context.now(),
                document: match before.version {
                    0 => operation.intent.document.clone(),
                    _ => before.document.clone(),
                },
                ..before
            };
            components::save(transaction, &component).await?;
        }
        None => {
            let inserted = components::insert(transaction, &new_component(context, operation)).await;
            inserted.map_err(|fault| {
                if fault.is_taken() { Error::Conflict(Conflict::NameTaken) } else { fault.into() }
            })?;
        }
    }
    Ok(())
}

/// What of a document a change is about.
fn part(change: Change, document: Option<&Document>) -> Result<Option<Value>> {
    let Some(document) = document else { return Ok(None) };
    let part = match change {
        Change::Create | Change::Delete => serde_json::to_value(document),
        Change::Settings => serde_json::to_value(&document.settings),
        Change::AllowList => serde_json::to_value(&document.allow_list),
        Change::Window => serde_json::to_value(&document.window),
        Change::Deploy | Change::RollBack => return Ok(None),
    };
    part.map(Some).map_err(Error::internal)
}

/// Checks that the component is as it was when the plan was made, and that nothing else changes it.
pub(super) async fn check_unchanged(
    transaction: &WriteTransaction,
    operation: &Operation,
    component: Option<Component>,
) -> Result<Option<Component>> {
    let tenant = TenantScope { organization: operation.organization, projects: ProjectScope::All };
    if let Some(running) = operations::active(transaction, &tenant, operation.component).await? {
        let running = Conflict::OperationRunning { operation: running.id, change: running.change };
        return Err(Error::Conflict(running));
    }
    let current = component.as_ref().map_or(0, |component| component.version);
    if current != operation.base_version {
        let stale = Conflict::StaleVersion { read: operation.base_version, current };
        return Err(Error::Conflict(stale));
    }
    match component {
        Some(component) if component.deleted.is_some() => Err(Error::Conflict(Conflict::WrongState)),
        component => Ok(component),
    }
}

/// Whether a plan can be started: nobody threw it away, AWS did not refuse it, and this version of the product would render what it shows.
fn can_start(operation: &Operation) -> bool {
    let intent = &operation.intent;
    operation.state == OperationState::Planned
        && !matches!(operation.plan.aws, AwsView::Failed { .. })
        && intent.blueprint == kinds::of(intent.kind).blueprint()
}

/// The reason, if one was given.
fn reason(confirmation: &Confirmation) -> Result<Option<String>> {
    match confirmation.reason.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(reason) => Ok(Some(check_text("reason", reason, 1, MAX_REASON)?)),
    }
}

/// Where data would be lost, the name of the component must be typed.
fn check_gate(operation: &Operation, confirmation: &Confirmation) -> Result<()> {
    let Some(gate) = &operation.plan.gate else { return Ok(()) };
    match confirmation.typed_name.as_deref().map(str::trim) {
        None | Some("") => Err(Error::field("typed_name", Problem::Required)),
        Some(typed) if typed == gate.name => Ok(()),
        Some(_) => Err(Error::field("typed_name", Problem::NameDoesNotMatch)),
    }
}

/// Whoever opens a component to everybody says why; whoever shuts themselves out says that they know.
fn check_networks(
    operation: &Operation,
    component: Option<&Component>,
    caller: &Caller,
    confirmation: &Confirmation,
    reason: Option<&str>,
) -> Result<()> {
    if operation.change != Change::AllowList {
        return Ok(());
    }
    let empty = domain::allow_list::AllowList::default();
    let before = component.map_or(&empty, |component| &component.document.allow_list);
    let after = &operation.intent.document.allow_list;
    let opened =
        domain::allow_list::diff(before, after).added.iter().any(|entry| entry.network.is_everybody());
    if opened && reason.is_none() {
        return Err(Error::Conflict(Conflict::NeedsReason(Warning::Everybody)));
    }
    match caller.origin.address {
        Some(address) if !confirmation.locks_me_out && locks_out(before, after, address) => {
            Err(Error::Conflict(Conflict::LocksCallerOut { address: address.to_string() }))
        }
        _ => Ok(()),
    }
}

/// Plans take no room, so it may be gone by now. A component has its room from the moment its row is there.
async fn check_quota(
    transaction: &WriteTransaction,
    operation: &Operation,
    component: Option<&Component>,
) -> Result<()> {
    let intent = &operation.intent;
    let definition = kinds::of(intent.kind);
    let wanted = definition.demand(&intent.document.settings)?;
    let held = match component {
        Some(component) => definition.demand(&component.document.settings)?,
        None => Demand::default(),
    };
    let more = Demand {
        database_instances: wanted.database_instances.saturating_sub(held.database_instances),
        reserved_concurrency: wanted.reserved_concurrency.saturating_sub(held.reserved_concurrency),
    };
    if more == Demand::default() || operation.change == Change::Delete {
        return Ok(());
    }
    check_room(demand_in(transaction, &intent.account, &intent.region).await?, more)
}

/// A plan takes no place on the load balancer: when another function has taken the planned one by now, the next free one is as good.
async fn keep_slot(
    transaction: &WriteTransaction,
    operation: &mut Operation,
    component: Option<&Component>,
) -> Result<()> {
    let Operation { intent, organization, project, .. } = operation;
    if intent.neighbours.slot.is_some() && component.is_none() {
        let place = Whereabouts {
            kind: intent.kind,
            organization: *organization,
            project: *project,
            account: &intent.account,
            region: &intent.region,
        };
        intent.neighbours.slot = Some(free_slot(transaction, &place).await?);
    }
    Ok(())
}

/// The steps, each with the time it usually takes.
pub(in crate::service) async fn steps(
    transaction: &WriteTransaction,
    operation: &Operation,
) -> Result<Vec<Step>> {
    let intent = &operation.intent;
    let mut names = kinds::of(intent.kind).steps(operation.change, &intent.document.settings)?;
    let deployment = intent.deployment.as_ref();
    names.retain(|name| match name {
        StepName::Check => deployment.is_some_and(|deployment| deployment.check.is_some()),
        StepName::CheckAfter => deployment.is_some_and(|deployment| deployment.check_after.is_some()),
        _ => true,
    });
    let takes_snapshot = operation.plan.gate.as_ref().is_some_and(|gate| gate.final_snapshot.is_some());
    if takes_snapshot && operation.change != Change::Delete {
        names.insert(0, StepName::Snapshot);
    }
    let mut steps = Vec::with_capacity(names.len());
    for name in names {
        let kind = operation.intent.kind;
        let earlier = step_durations::newest(transaction, kind, operation.change, name).await?;
        steps.push(Step::waiting(name, usual(&earlier)));
    }
    Ok(steps)
}

fn new_component(context: &Context, operation: &Operation) -> Component {
    let (intent, now) = (&operation.intent, context.now());
    Component {
        id: operation.component,
        organization: operation.organization,
        project: operation.project,
        kind: intent.kind,
        name: intent.name.clone(),
        environment: intent.environment,
        region: intent.region.clone(),
        account: intent.account.clone(),
        slot: intent.neighbours.slot,
        stack_name: intent.stack_name.clone(),
        blueprint: intent.blueprint.clone(),
        state: State::Creating,
        document: intent.document.clone(),
        version: 0,
        outputs: Outputs::new(),
        running: Some(operation.id),
        created: now,
        changed: now,
        deleted: None,
    }
}

//! A deploy or a roll-back, put into the worker's hands.

use domain::Result;
use domain::caller::Caller;
use domain::component::{Component, State};
use domain::function::{Deployment, Rollout, Version};
use domain::ids::OperationId;
use domain::operation::{Change, Intent, Operation, OperationState};
use domain::plan::{AwsView, FieldChange, Interruption, Plan, PlanWarning, PriceChange};
use serde_json::json;

use crate::db::{WriteTransaction, components, operations, versions};
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::changes::author;
use crate::service::idempotency;
use crate::service::operations::{deed, steps};

/// How long a deploy takes, in seconds: a first guess.
const EXPECTED_SECONDS: u32 = 5;

/// What an operation moves.
pub(super) struct Move {
    pub(super) change: Change,
    pub(super) deployment: Deployment,
    /// The version as it is written down; none for one that exists already.
    pub(super) version: Option<Version>,
    pub(super) changes: Vec<FieldChange>,
    pub(super) warnings: Vec<PlanWarning>,
    pub(super) message: Option<String>,
}

/// Puts operation, version and function into the worker's hands.
pub(super) async fn begin(
    context: &Context,
    transaction: WriteTransaction,
    caller: &Caller,
    function: Component,
    intent: Intent,
    id: OperationId,
    moved: Move,
) -> Result<Operation> {
    let Move { change, deployment, version, changes, warnings, message } = moved;
    let now = context.now();
    let expected_seconds = expected_seconds(deployment.rollout.as_ref());
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
        plan: plan(changes, warnings, expected_seconds),
        intent,
        base_version: function.version,
        author: author(caller),
        message: message.clone(),
        steps: Vec::new(),
        failure: None,
        cancel_requested: false,
        share_requested: None,
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
    idempotency::began(&transaction, caller, id).await?;
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

/// A roll-out takes what its shares take; one by hand nobody knows how long.
fn expected_seconds(rollout: Option<&Rollout>) -> u32 {
    match rollout.map(|rollout| rollout.strategy.duration()) {
        None => EXPECTED_SECONDS,
        Some(Some(shares)) => EXPECTED_SECONDS + u32::try_from(shares.as_secs()).unwrap_or(0),
        Some(None) => 0,
    }
}

fn plan(changes: Vec<FieldChange>, warnings: Vec<PlanWarning>, expected_seconds: u32) -> Plan {
    Plan {
        changes,
        resources: Vec::new(),
        warnings,
        price: PriceChange::default(),
        expected_seconds,
        interruption: Interruption::None,
        gate: None,
        aws: AwsView::None,
    }
}

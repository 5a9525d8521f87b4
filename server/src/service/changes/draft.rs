//! From a wanted document to a stored plan.

use domain::allow_list::{Cidr, Warning};
use domain::audit::{AuditAction, Outcome};
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::{Actor, Caller};
use domain::component::{Component, Document, Environment, Kind, Region};
use domain::function::Deployment;
use domain::ids::{AwsAccountId, ComponentId, OperationId, OrganizationId, ProjectId};
use domain::maintenance::UtcWindow;
use domain::operation::{Change, Intent, Neighbours, Operation, OperationState};
use domain::organization::Name;
use domain::plan::AwsView;
use domain::ports::{OperationFilter, PageRequest};
use domain::{Error, Result};
use kinds::Desired;
use serde_json::json;

use crate::db::operations;
use crate::service::Context;
use crate::service::audit_trail::{self, Deed};
use crate::service::deploys::carried_over;
use crate::service::listener_rules::check_rules;
use crate::service::neighbours::{Whereabouts, neighbours};
use crate::service::operations::deed;
use crate::service::placement::Surroundings;

/// A change that is about to become a plan.
pub(super) struct Draft {
    pub(super) change: Change,
    pub(super) identity: Identity,
    /// The document now; none when there is nothing in AWS yet.
    pub(super) before: Option<Document>,
    /// The document afterwards; none when the component is to be deleted.
    pub(super) after: Option<Document>,
    /// What is to be known about networks of the allow-list.
    pub(super) networks: Vec<(Cidr, Warning)>,
    pub(super) base_version: u32,
}

/// What never changes of a component.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) component: ComponentId,
    pub(super) organization: OrganizationId,
    pub(super) project: ProjectId,
    pub(super) kind: Kind,
    pub(super) name: Name,
    pub(super) environment: Environment,
    pub(super) region: Region,
    pub(super) account: AwsAccountId,
    pub(super) slot: Option<u16>,
}

impl Identity {
    pub(super) fn of(component: &Component) -> Self {
        Self {
            component: component.id,
            organization: component.organization,
            project: component.project,
            kind: component.kind,
            name: component.name.clone(),
            environment: component.environment,
            region: component.region.clone(),
            account: component.account.clone(),
            slot: component.slot,
        }
    }

    fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts {
            kind: self.kind,
            organization: self.organization,
            project: self.project,
            account: &self.account,
            region: &self.region,
        }
    }

    fn context(
        &self,
        surroundings: &Surroundings,
        window: UtcWindow,
        neighbours: &Neighbours,
    ) -> kinds::Context {
        kinds::Context {
            component: self.component,
            organization: surroundings.organization.clone(),
            project: surroundings.project.clone(),
            name: self.name.clone(),
            environment: self.environment,
            region: self.region.clone(),
            cost_center: surroundings.cost_center.clone(),
            window,
            slot: neighbours.slot,
            domain: neighbours.domain.clone(),
            database: neighbours.database.clone(),
        }
    }
}

impl Draft {
    /// Plans the change, and stores the plan with its audit entry. A plan that needs a change set wakes the worker.
    pub(super) async fn store(self, context: &Context, caller: &Caller) -> Result<Operation> {
        let operation = self.plan(context, caller).await?;
        let now = context.now();
        let transaction = context.db.write().await?;
        operations::insert(&transaction, &operation, Some(now)).await?;
        let deed = Deed {
            after: Some(json!({ "change": operation.change, "changes": operation.plan.changes })),
            ..deed(AuditAction::OperationPlanned, &operation)
        };
        audit_trail::record(context, &transaction, caller, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
        context.wake.worker();
        context.wake.changed(operation.organization);
        Ok(operation)
    }

    async fn plan(self, context: &Context, caller: &Caller) -> Result<Operation> {
        let Self { change, identity, before, after, networks, base_version } = self;
        let now = context.now();
        let id = OperationId(context.new_id());
        let surroundings =
            Surroundings::read(context.db.read(), identity.organization, identity.project).await?;
        let document = after.as_ref().or(before.as_ref()).ok_or(Error::NotFound)?;
        if matches!(change, Change::Create | Change::AllowList) {
            let place = identity.whereabouts();
            check_rules(context.db.read(), &place, identity.component, document).await?;
        }
        let wanted = document.window.schedule()?.utc(now);
        let newest = newest_intent(context, &identity).await?;
        let pushed =
            newest.as_ref().and_then(|intent| UtcWindow::parse(&intent.window_utc)).unwrap_or(wanted);
        // Only a change of the window moves it: following daylight saving is such a change too.
        let window = if matches!(change, Change::Create | Change::Window) { wanted } else { pushed };
        let known = newest.map(|intent| intent.neighbours).unwrap_or_default();
        let neighbours = if matches!(change, Change::Create | Change::Settings) {
            neighbours(context, &identity.whereabouts(), document, identity.slot).await?
        } else {
            known.clone()
        };
        let deployment = deployment(context, change, &identity, &neighbours).await?;
        let context_before = identity.context(&surroundings, pushed, &known);
        let context_after = identity.context(&surroundings, window, &neighbours);
        let takes_snapshot = kinds::of(identity.kind).takes_snapshot() && change != Change::Create;
        let final_snapshot = takes_snapshot.then(|| final_snapshot(&context_after.identifier(), id));
        let plan = kinds::plan(&kinds::Draft {
            kind: identity.kind,
            change,
            before: before.as_ref().map(|document| Desired { context: &context_before, document }),
            after: after.as_ref().map(|document| Desired { context: &context_after, document }),
            networks,
            today: today(context),
            final_snapshot: final_snapshot.clone(),
        })?;
        Ok(Operation {
            id,
            organization: identity.organization,
            project: identity.project,
            component: identity.component,
            change,
            state: OperationState::Planned,
            intent: Intent {
                kind: identity.kind,
                environment: identity.environment,
                region: identity.region,
                account: identity.account,
                document: document.clone(),
                blueprint: kinds::of(identity.kind).blueprint().to_owned(),
                stack_name: context_after.stack_name(),
                change_set: (plan.aws == AwsView::Preparing).then(|| format!("change-{id}")),
                window_utc: window.to_string(),
                token: id.to_string(),
                final_snapshot,
                deployment,
                neighbours,
                name: identity.name,
            },
            plan,
            base_version,
            author: author(caller),
            message: None,
            steps: Vec::new(),
            failure: None,
            cancel_requested: false,
            share_requested: None,
            attempt: 0,
            audit_entry: None,
            created: now,
            confirmed: None,
            started: None,
            ended: None,
        })
    }
}

/// The day now, in UTC.
pub(super) fn today(context: &Context) -> jiff::civil::Date {
    context.now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// What was wanted by the newest operation that succeeded: what AWS has.
async fn newest_intent(context: &Context, identity: &Identity) -> Result<Option<Intent>> {
    let tenant = TenantScope { organization: identity.organization, projects: ProjectScope::All };
    let filter = OperationFilter {
        component: Some(identity.component),
        states: vec![OperationState::Succeeded],
        page: PageRequest { cursor: None, size: 1 },
    };
    let newest = operations::list(context.db.read(), &tenant, &filter).await?.items.pop();
    Ok(newest.map(|operation| operation.intent))
}

/// The version of a function that the change makes: with other settings, it is another version of the same code.
async fn deployment(
    context: &Context,
    change: Change,
    identity: &Identity,
    neighbours: &Neighbours,
) -> Result<Option<Deployment>> {
    if identity.kind != Kind::Function || !matches!(change, Change::Create | Change::Settings) {
        return Ok(None);
    }
    carried_over(context, identity.organization, identity.component, neighbours).await.map(Some)
}

/// The name of the snapshot before data is lost. At most 255 characters, no two hyphens in a row
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html>).
fn final_snapshot(identifier: &str, operation: OperationId) -> String {
    format!("{identifier}-final-{}", operation.0.simple())
}

/// Who plans, as text for people. The audit trail tells exactly.
pub(in crate::service) fn author(caller: &Caller) -> String {
    match &caller.actor {
        Actor::Person { name, email, .. } if name.trim().is_empty() => email.clone(),
        Actor::Person { name, .. } => name.clone(),
        Actor::Job { job, .. } => job.repository.clone(),
        Actor::Automation { .. } | Actor::Anonymous => "Provisioner".to_owned(),
    }
}

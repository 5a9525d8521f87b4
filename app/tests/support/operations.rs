//! Sample operations: one in every state.

use domain::component::{Component, Document};
use domain::ids::OperationId;
use domain::maintenance::UtcWindow;
use domain::operation::*;
use jiff::{SignedDuration, Timestamp};
use kinds::{Context, Desired, Draft};

use super::function_sample::domain;
use super::rollouts;
use super::sample::{id, name, now};

pub(super) fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

/// A planned operation on a component.
pub fn planned(operation: OperationId, component: &Component, change: Change, after: &Document) -> Operation {
    let context = Context {
        component: component.id,
        organization: name("aoba"),
        project: name("shop"),
        name: component.name.clone(),
        environment: component.environment,
        region: component.region.clone(),
        cost_center: Some("4711".to_owned()),
        window: UtcWindow::new(5 * 1440 + 18 * 60, 180),
        slot: component.slot,
        domain: Some(domain()),
        database: None,
    };
    let before = Desired { context: &context, document: &component.document };
    let desired = Desired { context: &context, document: after };
    let plan = kinds::plan(&Draft {
        kind: component.kind,
        change,
        before: (change != Change::Create).then_some(before),
        after: (change != Change::Delete).then_some(desired),
        networks: Vec::new(),
        today: jiff::civil::date(2026, 11, 21),
        final_snapshot: Some(format!("{}-final-20261121", component.name))
            .filter(|_| component.kind == domain::component::Kind::Postgres),
    })
    .expect("the settings are of this kind");
    Operation {
        id: operation,
        organization: component.organization,
        project: component.project,
        component: component.id,
        change,
        state: OperationState::Planned,
        plan,
        intent: Intent {
            kind: component.kind,
            name: component.name.clone(),
            environment: component.environment,
            region: component.region.clone(),
            account: component.account.clone(),
            document: after.clone(),
            blueprint: "1.0.0".to_owned(),
            stack_name: component.stack_name.clone(),
            change_set: None,
            window_utc: "sat:18:00-sat:21:00".to_owned(),
            token: "token".to_owned(),
            final_snapshot: None,
            deployment: None,
            neighbours: Neighbours::default(),
        },
        base_version: component.version,
        author: "Mika Tanaka".to_owned(),
        message: None,
        steps: Vec::new(),
        failure: None,
        cancel_requested: false,
        share_requested: None,
        attempt: 0,
        audit_entry: None,
        created: ago(6),
        confirmed: None,
        started: None,
        ended: None,
    }
}

pub(super) fn step(
    name: StepName,
    state: StepState,
    started: Option<i64>,
    ended: Option<i64>,
    usual: u32,
) -> Step {
    Step {
        name,
        state,
        started: started.map(ago),
        ended: ended.map(ago),
        usual_seconds: Some(usual),
        progress: Vec::new(),
        silence: None,
        published: None,
        shifting: None,
    }
}

fn event(
    number: u16,
    minutes: i64,
    logical_id: &str,
    resource_type: &str,
    status: &str,
    reason: Option<&str>,
) -> Progress {
    Progress {
        event: format!("event-{number}"),
        time: ago(minutes),
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        status: status.to_owned(),
        reason: reason.map(ToOwned::to_owned),
    }
}

/// A running creation.
fn creating(component: &Component) -> Operation {
    let mut operation = planned(id(9, 3), component, Change::Create, &component.document);
    let mut stack = step(StepName::Stack, StepState::Running, Some(4), None, 840);
    stack.progress = vec![
        event(1, 4, "Key", "AWS::KMS::Key", "CREATE_COMPLETE", None),
        event(2, 3, "Firewall", "AWS::EC2::SecurityGroup", "CREATE_COMPLETE", None),
        event(
            3,
            2,
            "Cluster",
            "AWS::RDS::DBCluster",
            "CREATE_IN_PROGRESS",
            Some("Resource creation initiated"),
        ),
    ];
    operation.state = OperationState::Running;
    operation.base_version = 0;
    operation.confirmed = Some(ago(5));
    operation.started = Some(ago(5));
    operation.steps = vec![
        step(StepName::Network, StepState::Done, Some(5), Some(4), 45),
        stack,
        step(StepName::Verify, StepState::Waiting, None, None, 20),
    ];
    operation
}

fn failed(component: &Component) -> Operation {
    let mut operation = planned(id(9, 6), component, Change::Create, &component.document);
    operation.state = OperationState::Failed;
    operation.base_version = 0;
    operation.confirmed = Some(ago(64));
    operation.started = Some(ago(64));
    operation.ended = Some(ago(58));
    operation.steps = vec![
        step(StepName::Network, StepState::Done, Some(64), Some(63), 45),
        step(StepName::Stack, StepState::Failed, Some(63), Some(58), 840),
        step(StepName::Verify, StepState::Waiting, None, None, 20),
    ];
    operation.failure = Some(Failure {
        cause: Cause::Quota,
        step: StepName::Stack,
        setting: Some("settings.replicas".to_owned()),
        resource: Some(ResourceRef {
            logical_id: "Instance1".to_owned(),
            resource_type: "AWS::RDS::DBInstance".to_owned(),
        }),
        detail: "You have reached the maximum number of DB instances (40) (Service: Rds, Status Code: 400)"
            .to_owned(),
        next: NextStep::AskOperator,
    });
    operation
}

fn succeeded(component: &Component) -> Operation {
    let mut after = component.document.clone();
    after.settings["backup_retention_days"] = 21.into();
    let mut operation = planned(id(9, 4), component, Change::Settings, &after);
    operation.state = OperationState::Succeeded;
    operation.confirmed = Some(ago(3000));
    operation.started = Some(ago(3000));
    operation.ended = Some(ago(2998));
    operation.steps = vec![
        step(StepName::Prepare, StepState::Done, Some(3000), Some(3000), 10),
        step(StepName::Stack, StepState::Done, Some(3000), Some(2998), 60),
        step(StepName::Verify, StepState::Done, Some(2998), Some(2998), 10),
    ];
    operation
}

fn running_change(component: &Component) -> Operation {
    let mut operation = planned(id(9, 2), component, Change::AllowList, &component.document);
    operation.state = OperationState::Running;
    operation.confirmed = Some(ago(1));
    operation.started = Some(ago(1));
    operation.steps = vec![
        step(StepName::Prepare, StepState::Done, Some(1), Some(1), 10),
        step(StepName::Stack, StepState::Running, Some(1), None, 40),
        step(StepName::Verify, StepState::Waiting, None, None, 10),
    ];
    operation
}

/// Operations 1 (planned settings), 2 (running), 3 (creating), 4 (done), 5 (planned deletion), 6 (failed), 7 (rolling out), 8 (sent back).
pub fn sample(components: &[Component]) -> Vec<Operation> {
    let mut larger = components[0].document.clone();
    larger.settings["size"] = "medium".into();
    larger.settings["replicas"] = 2.into();
    let mut deletion = planned(id(9, 5), &components[0], Change::Delete, &components[0].document);
    deletion.intent.final_snapshot = Some("orders-db-final-20261121".to_owned());
    let function = components.iter().find(|one| one.kind == domain::component::Kind::Function);
    let function = function.expect("there is a function");
    vec![
        planned(id(9, 1), &components[0], Change::Settings, &larger),
        running_change(&components[1]),
        creating(&components[2]),
        succeeded(&components[0]),
        deletion,
        failed(&components[5]),
        rollouts::rolling(function),
        rollouts::sent_back(function),
    ]
}

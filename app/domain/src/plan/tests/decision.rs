use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::cloud::{ChangeSet, Cluster, Instance, SnapshotStatus, Stack, StackStatus};
use crate::operation::{Cause, Change, StepName};
use crate::plan::{Decision, FunctionView, Observed, ResourceAction, ResourceChange, next};

const STATUSES: [StackStatus; 11] = [
    StackStatus::Working,
    StackStatus::RollingBack,
    StackStatus::Deleting,
    StackStatus::Complete,
    StackStatus::CreateRolledBack,
    StackStatus::UpdateRolledBack,
    StackStatus::RollbackFailed,
    StackStatus::CreateFailed,
    StackStatus::DeleteFailed,
    StackStatus::Deleted,
    StackStatus::InReview,
];

fn stack(status: StackStatus) -> Stack {
    Stack { id: "arn".to_owned(), status, status_text: String::new(), reason: None, outputs: BTreeMap::new() }
}

fn cluster(status: &str, window: &str, protected: bool) -> Cluster {
    let instance = Instance {
        id: "orders-1".to_owned(),
        status: "available".to_owned(),
        window: "sun:18:00-sun:21:00".to_owned(),
        class: "db.t4g.medium".to_owned(),
    };
    Cluster { status: status.to_owned(), window: window.to_owned(), protected, instances: vec![instance] }
}

fn nothing(change: Change) -> Observed<'static> {
    Observed {
        change,
        begun: false,
        stack: None,
        change_set: None,
        planned: &[],
        cluster: None,
        window: None,
        snapshot: None,
        function: FunctionView::default(),
        cancel_requested: false,
    }
}

fn with_stack(
    step: StepName,
    change: Change,
    status: StackStatus,
    begun: bool,
    cancel_requested: bool,
) -> Decision {
    next(step, &Observed { stack: Some(&stack(status)), begun, cancel_requested, ..nothing(change) })
}

/// All decisions of a step, a line for each status: not begun, begun, not begun and cancelled, begun and cancelled.
fn table(step: StepName, change: Change) -> String {
    let mut text = String::new();
    for status in STATUSES {
        let cells = [(false, false), (true, false), (false, true), (true, true)]
            .map(|(begun, cancel)| format!("{:?}", with_stack(step, change, status, begun, cancel)));
        text.push_str(&format!("{:<17}{}\n", format!("{status:?}"), cells.join(" | ")));
    }
    text
}

#[test]
fn a_new_stack() {
    assert_eq!(next(StepName::Stack, &nothing(Change::Create)), Decision::CreateStack);
    let cancelled = Observed { cancel_requested: true, ..nothing(Change::Create) };
    assert_eq!(next(StepName::Stack, &cancelled), Decision::Cancelled);
    insta::assert_snapshot!(table(StepName::Stack, Change::Create), @"
    Working          Wait | Wait | DeleteStack | DeleteStack
    RollingBack      Wait | Wait | Wait | Wait
    Deleting         Wait | Wait | Wait | Wait
    Complete         Done | Done | Done | Done
    CreateRolledBack DeleteStack | Explain | DeleteStack | DeleteStack
    UpdateRolledBack Done | Done | Done | Done
    RollbackFailed   ContinueRollback | ContinueRollback | ContinueRollback | ContinueRollback
    CreateFailed     DeleteStack | Explain | DeleteStack | DeleteStack
    DeleteFailed     DeleteStack | Fail(InUse) | DeleteStack | Fail(InUse)
    Deleted          CreateStack | CreateStack | Cancelled | Cancelled
    InReview         DeleteStack | DeleteStack | DeleteStack | DeleteStack
    ");
}

#[test]
fn the_shared_network() {
    assert_eq!(next(StepName::Network, &nothing(Change::Create)), Decision::CreateStack);
    insta::assert_snapshot!(table(StepName::Network, Change::Create), @"
    Working          Wait | Wait | Cancelled | Cancelled
    RollingBack      Wait | Wait | Wait | Wait
    Deleting         Wait | Wait | Wait | Wait
    Complete         Done | Done | Done | Done
    CreateRolledBack DeleteStack | Explain | DeleteStack | Explain
    UpdateRolledBack Done | Done | Done | Done
    RollbackFailed   ContinueRollback | ContinueRollback | ContinueRollback | ContinueRollback
    CreateFailed     DeleteStack | Explain | DeleteStack | Explain
    DeleteFailed     DeleteStack | Fail(InUse) | DeleteStack | Fail(InUse)
    Deleted          CreateStack | CreateStack | Cancelled | Cancelled
    InReview         DeleteStack | DeleteStack | DeleteStack | DeleteStack
    ");
}

#[test]
fn removing_a_stack() {
    assert_eq!(next(StepName::Remove, &nothing(Change::Delete)), Decision::Done);
    insta::assert_snapshot!(table(StepName::Remove, Change::Delete), @"
    Working          Wait | Wait | Wait | Wait
    RollingBack      Wait | Wait | Wait | Wait
    Deleting         Wait | Wait | Wait | Wait
    Complete         DeleteStack | DeleteStack | DeleteStack | DeleteStack
    CreateRolledBack DeleteStack | DeleteStack | DeleteStack | DeleteStack
    UpdateRolledBack DeleteStack | DeleteStack | DeleteStack | DeleteStack
    RollbackFailed   DeleteStack | DeleteStack | DeleteStack | DeleteStack
    CreateFailed     DeleteStack | DeleteStack | DeleteStack | DeleteStack
    DeleteFailed     DeleteStack | Explain | DeleteStack | Explain
    Deleted          Done | Done | Done | Done
    InReview         DeleteStack | DeleteStack | DeleteStack | DeleteStack
    ");
}

#[test]
fn preparing_a_change_set() {
    let lost = ResourceChange {
        logical_id: "Cluster".to_owned(),
        resource_type: "AWS::RDS::DBCluster".to_owned(),
        action: ResourceAction::Replace,
    };
    let complete = stack(StackStatus::Complete);
    for (change_set, planned, decision) in [
        (None, vec![], Decision::CreateChangeSet),
        (Some(ChangeSet::Preparing), vec![], Decision::Wait),
        (Some(ChangeSet::Ready(vec![])), vec![], Decision::Done),
        (Some(ChangeSet::Ready(vec![lost.clone()])), vec![], Decision::Fail(Cause::WouldLoseData)),
        (Some(ChangeSet::Ready(vec![lost.clone()])), vec![lost.clone()], Decision::Done),
        (Some(ChangeSet::Empty), vec![], Decision::Done),
        (Some(ChangeSet::Executed), vec![], Decision::Done),
        (Some(ChangeSet::Failed("no".to_owned())), vec![], Decision::Fail(Cause::Template)),
    ] {
        let observed = Observed {
            stack: Some(&complete),
            change_set: change_set.as_ref(),
            planned: &planned,
            ..nothing(Change::Settings)
        };
        assert_eq!(next(StepName::Prepare, &observed), decision, "{change_set:?}");
        assert_eq!(
            next(StepName::Prepare, &Observed { cancel_requested: true, ..observed }),
            Decision::Cancelled
        );
    }
    insta::assert_snapshot!(table(StepName::Prepare, Change::Settings), @"
    Working          Wait | Wait | Cancelled | Cancelled
    RollingBack      Wait | Wait | Cancelled | Cancelled
    Deleting         Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    Complete         CreateChangeSet | CreateChangeSet | Cancelled | Cancelled
    CreateRolledBack Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    UpdateRolledBack CreateChangeSet | CreateChangeSet | Cancelled | Cancelled
    RollbackFailed   ContinueRollback | ContinueRollback | Cancelled | Cancelled
    CreateFailed     Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    DeleteFailed     Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    Deleted          Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    InReview         Fail(Stale) | Fail(Stale) | Cancelled | Cancelled
    ");
}

#[test]
fn executing_a_change_set() {
    let execute = |change_set: &ChangeSet, status, begun, cancel_requested| {
        let observed = Observed {
            stack: Some(&stack(status)),
            change_set: Some(change_set),
            begun,
            cancel_requested,
            ..nothing(Change::AllowList)
        };
        next(StepName::Stack, &observed)
    };
    let ready = ChangeSet::Ready(vec![]);
    assert_eq!(execute(&ready, StackStatus::Complete, false, false), Decision::ExecuteChangeSet);
    assert_eq!(execute(&ready, StackStatus::Complete, false, true), Decision::Cancelled);
    assert_eq!(execute(&ready, StackStatus::Working, false, false), Decision::Wait);
    assert_eq!(execute(&ChangeSet::Empty, StackStatus::Complete, false, false), Decision::Done);
    assert_eq!(
        execute(&ChangeSet::Failed(String::new()), StackStatus::Complete, false, false),
        Decision::Fail(Cause::Stale)
    );
    let executed = ChangeSet::Executed;
    assert_eq!(
        execute(&executed, StackStatus::Complete, false, false),
        Decision::Wait,
        "the stack does not show yet what was asked for"
    );
    for (status, decision, cancelled) in [
        (StackStatus::Working, Decision::Wait, Decision::CancelUpdate),
        (StackStatus::RollingBack, Decision::Wait, Decision::Wait),
        (StackStatus::Complete, Decision::Done, Decision::Done),
        (StackStatus::UpdateRolledBack, Decision::Explain, Decision::Cancelled),
        (StackStatus::RollbackFailed, Decision::ContinueRollback, Decision::ContinueRollback),
        (StackStatus::Deleting, Decision::Fail(Cause::Stale), Decision::Fail(Cause::Stale)),
    ] {
        assert_eq!(execute(&executed, status, true, false), decision, "{status:?}");
        assert_eq!(execute(&executed, status, true, true), cancelled, "{status:?} cancelled");
    }
    for (status, begun, decision) in [
        (StackStatus::Working, false, Decision::Wait),
        (StackStatus::Complete, false, Decision::Fail(Cause::Stale)),
        (StackStatus::Complete, true, Decision::Done),
        (StackStatus::UpdateRolledBack, true, Decision::Explain),
    ] {
        let removed = with_stack(StepName::Stack, Change::AllowList, status, begun, false);
        assert_eq!(removed, decision, "the change set is gone, {status:?}");
    }
    let unplanned = ChangeSet::Ready(vec![ResourceChange {
        logical_id: "Key".to_owned(),
        resource_type: "AWS::KMS::Key".to_owned(),
        action: ResourceAction::Remove,
    }]);
    assert_eq!(
        execute(&unplanned, StackStatus::Complete, false, false),
        Decision::Fail(Cause::WouldLoseData)
    );
}

#[test]
fn verifying_waits_for_cluster_and_instances() {
    let verify = |cluster: Option<&Cluster>| {
        let observed = Observed { cluster, window: Some("sun:18:00-sun:21:00"), ..nothing(Change::Window) };
        next(StepName::Verify, &observed)
    };
    assert_eq!(verify(None), Decision::Wait);
    assert_eq!(verify(Some(&cluster("modifying", "sun:18:00-sun:21:00", true))), Decision::Wait);
    assert_eq!(verify(Some(&cluster("available", "sun:19:00-sun:22:00", true))), Decision::Wait);
    assert_eq!(verify(Some(&cluster("available", "sun:18:00-sun:21:00", true))), Decision::Done);
    let mut late = cluster("available", "sun:18:00-sun:21:00", true);
    late.instances[0].window = "sun:19:00-sun:22:00".to_owned();
    assert_eq!(verify(Some(&late)), Decision::Wait, "every instance has a window of its own");
    late.instances[0].status = "incompatible-parameters".to_owned();
    assert_eq!(verify(Some(&late)), Decision::Fail(Cause::Unknown));
    assert_eq!(
        verify(Some(&cluster("inaccessible-encryption-credentials-recoverable", "", true))),
        Decision::Fail(Cause::KeyUnavailable)
    );
}

#[test]
fn nothing_is_deleted_before_the_snapshot_is_there() {
    let alive = cluster("available", "", true);
    let snapshot = |status: Option<&str>, cluster| {
        let snapshot = status.map(|status| SnapshotStatus { status: status.to_owned(), created: None });
        next(
            StepName::Snapshot,
            &Observed { snapshot: snapshot.as_ref(), cluster, ..nothing(Change::Delete) },
        )
    };
    assert_eq!(snapshot(None, Some(&alive)), Decision::StartSnapshot);
    assert_eq!(snapshot(Some("creating"), Some(&alive)), Decision::Wait);
    assert_eq!(snapshot(Some("available"), Some(&alive)), Decision::Done);
    assert_eq!(snapshot(Some("available"), None), Decision::Done);
    assert_eq!(snapshot(Some("failed"), Some(&alive)), Decision::Fail(Cause::Unknown));
    assert_eq!(snapshot(None, None), Decision::Done, "there is nothing to lose");
}

#[test]
fn protection_is_switched_off_once_and_seen_off() {
    let unprotect = |protected, begun, cancel_requested| {
        let cluster = cluster("available", "", protected);
        let observed =
            Observed { cluster: Some(&cluster), begun, cancel_requested, ..nothing(Change::Delete) };
        next(StepName::Unprotect, &observed)
    };
    assert_eq!(unprotect(true, false, false), Decision::Unprotect);
    assert_eq!(unprotect(false, false, false), Decision::Unprotect, "the stack has a protection of its own");
    assert_eq!(unprotect(true, true, false), Decision::Unprotect);
    assert_eq!(unprotect(false, true, false), Decision::Done);
    assert_eq!(unprotect(true, false, true), Decision::Cancelled);
}

/// Steps about stacks and clusters that changes of any kind of component have.
fn steps(change: Change) -> Vec<StepName> {
    match change {
        Change::Create => vec![StepName::Network, StepName::Stack, StepName::Verify],
        Change::Delete => vec![StepName::Snapshot, StepName::Unprotect, StepName::Remove],
        _ => vec![StepName::Prepare, StepName::Stack, StepName::Verify],
    }
}

proptest! {
    /// Whatever is seen, there is a decision; looked at again, it is the same; and an existing component is never deleted but by a deletion.
    #[test]
    fn there_is_always_a_safe_decision(
        change in proptest::sample::select(Change::ALL.to_vec()),
        status in proptest::option::of(proptest::sample::select(STATUSES.to_vec())),
        change_set in proptest::option::of(proptest::sample::select(vec![
            ChangeSet::Preparing, ChangeSet::Ready(vec![]), ChangeSet::Empty, ChangeSet::Executed, ChangeSet::Failed(String::new()),
        ])),
        begun: bool,
        cancel_requested: bool,
        cluster_status in proptest::option::of("available|creating|failed"),
        snapshot_status in proptest::option::of("available|creating|failed"),
    ) {
        let stack = status.map(stack);
        let cluster = cluster_status.map(|status| cluster(&status, "", true));
        let snapshot = snapshot_status.map(|status| SnapshotStatus { status, created: None });
        let observed = Observed {
            change, begun, stack: stack.as_ref(), change_set: change_set.as_ref(), planned: &[], cluster: cluster.as_ref(),
            window: None, snapshot: snapshot.as_ref(), function: FunctionView::default(), cancel_requested,
        };
        for step in steps(change) {
            let decision = next(step, &observed);
            prop_assert_eq!(decision, next(step, &observed));
            if !matches!(change, Change::Create | Change::Delete) {
                prop_assert_ne!(decision, Decision::DeleteStack);
                prop_assert_ne!(decision, Decision::CreateStack);
            }
            if status == Some(StackStatus::Complete) && change == Change::Create {
                prop_assert_ne!(decision, Decision::DeleteStack);
            }
        }
    }
}

//! What the steps of a function decide.

use std::collections::BTreeMap;

use crate::cloud::{AliasStatus, FunctionStatus, UpdateStatus};
use crate::function::{ArtifactHash, Check, Code, Deployment, Environment, Share, Shifting, Traffic, Trip};
use crate::operation::{Cause, Change, StepName};
use crate::plan::{Decision, FunctionView, Observed, next};

fn hash(byte: u8) -> ArtifactHash {
    ArtifactHash::of([byte; 32])
}

fn variables(value: &str) -> Environment {
    Environment::from_cloud(BTreeMap::from([("LEVEL".to_owned(), value.to_owned())]))
}

fn wanted() -> Deployment {
    Deployment {
        version: Some(2),
        code: Code::Archive(hash(2)),
        environment: variables("info"),
        published: None,
        before: Some(6),
        bucket: Some("bucket".to_owned()),
        check: None,
        rollout: None,
        check_after: None,
    }
}

fn function(code: u8, environment: &str, update: UpdateStatus) -> FunctionStatus {
    FunctionStatus {
        arn: "arn".to_owned(),
        code: hash(code),
        environment: variables(environment),
        revision: "1".to_owned(),
        update,
        in_network: false,
    }
}

fn failed() -> UpdateStatus {
    UpdateStatus::Failed { code: "InvalidImage".to_owned(), reason: String::new() }
}

/// What a step of a deploy decides: not begun, begun, cancelled.
fn decide(step: StepName, change: Change, view: FunctionView<'_>) -> [Decision; 3] {
    let observed = |begun, cancel_requested| Observed {
        change,
        begun,
        stack: None,
        change_set: None,
        planned: &[],
        cluster: None,
        window: None,
        snapshot: None,
        function: view,
        cancel_requested,
    };
    [(false, false), (true, false), (false, true)]
        .map(|(begun, cancelled)| next(step, &observed(begun, cancelled)))
}

#[test]
fn code_and_variables_follow_what_is_wanted() {
    use Decision::{Cancelled, Done, Fail, UpdateCode, UpdateEnvironment, Wait};
    let unusable = Fail(Cause::CodeUnusable);
    for (seen, expected) in [
        (function(1, "info", UpdateStatus::Successful), [UpdateCode, UpdateCode, Cancelled]),
        (function(2, "debug", UpdateStatus::Successful), [UpdateEnvironment, UpdateEnvironment, Cancelled]),
        (function(2, "info", UpdateStatus::Successful), [Done, Done, Cancelled]),
        (function(1, "info", UpdateStatus::InProgress), [Wait, Wait, Cancelled]),
        (function(1, "info", failed()), [UpdateCode, unusable, Cancelled]),
        (function(2, "info", failed()), [UpdateCode, unusable, Cancelled]),
    ] {
        let (deployment, seen) = (wanted(), seen);
        let view =
            FunctionView { wanted: Some(&deployment), function: Some(&seen), ..FunctionView::default() };
        assert_eq!(decide(StepName::Code, Change::Deploy, view), expected, "{seen:?}");
    }
}

#[test]
fn a_deploy_first_takes_back_what_another_one_began_to_shift() {
    let (deployment, seen) = (wanted(), function(1, "info", UpdateStatus::Successful));
    for (traffic, expected) in [
        (Traffic::all(6), Decision::UpdateCode),
        (Traffic::all(5), Decision::Shift(Traffic::all(6))),
        (Traffic::split(6, 5, Share::percent(10)), Decision::Shift(Traffic::all(6))),
    ] {
        let alias = AliasStatus { arn: "arn".to_owned(), traffic, revision: "1".to_owned() };
        let view = FunctionView {
            wanted: Some(&deployment),
            function: Some(&seen),
            alias: Some(&alias),
            ..FunctionView::default()
        };
        assert_eq!(decide(StepName::Code, Change::Deploy, view)[0], expected, "{traffic:?}");
    }
}

#[test]
fn a_function_that_is_gone_fails_the_deploy() {
    let deployment = wanted();
    let view = FunctionView { wanted: Some(&deployment), ..FunctionView::default() };
    for step in [StepName::Code, StepName::Publish] {
        assert_eq!(decide(step, Change::Deploy, view)[0], Decision::Fail(Cause::Stale), "{step:?}");
    }
}

#[test]
fn only_what_is_wanted_is_published() {
    use Decision::{Done, Fail, Publish, Wait};
    let stale = Fail(Cause::Stale);
    for (seen, published, expected) in [
        (function(2, "info", UpdateStatus::Successful), None, Publish),
        (function(2, "info", UpdateStatus::Successful), Some(7), Done),
        (function(2, "info", UpdateStatus::InProgress), None, Wait),
        (function(1, "info", UpdateStatus::Successful), None, stale),
        (function(2, "debug", UpdateStatus::Successful), None, stale),
        (function(2, "info", failed()), None, Fail(Cause::CodeUnusable)),
    ] {
        let deployment = wanted();
        let view = FunctionView {
            wanted: Some(&deployment),
            function: Some(&seen),
            published,
            ..FunctionView::default()
        };
        assert_eq!(decide(StepName::Publish, Change::Deploy, view)[0], expected, "{seen:?}");
    }
}

#[test]
fn a_version_is_checked_where_a_check_is_wanted() {
    let (plain, checked) = (wanted(), Deployment { check: Some(Check::Path("/".to_owned())), ..wanted() });
    for (deployment, expected) in [(&plain, Decision::Done), (&checked, Decision::Invoke)] {
        let view = FunctionView { wanted: Some(deployment), published: Some(7), ..FunctionView::default() };
        assert_eq!(decide(StepName::Check, Change::Deploy, view)[0], expected);
    }
}

#[test]
fn traffic_moves_to_the_published_version_whatever_the_alias_says_now() {
    let alias = |traffic| AliasStatus { arn: "arn".to_owned(), traffic, revision: "1".to_owned() };
    let shift = Decision::Shift(Traffic::all(7));
    for (traffic, expected) in [
        (None, [shift, shift, Decision::Cancelled]),
        (Some(Traffic::all(6)), [shift, shift, Decision::Cancelled]),
        (Some(Traffic::split(6, 7, Share::percent(10))), [shift, shift, Decision::Cancelled]),
        (Some(Traffic::all(7)), [Decision::Done, Decision::Done, Decision::Done]),
    ] {
        let alias = traffic.map(alias);
        let view = FunctionView { published: Some(7), alias: alias.as_ref(), ..FunctionView::default() };
        assert_eq!(decide(StepName::Shift, Change::Deploy, view), expected, "{traffic:?}");
        // A share that was given in the moment before it was stopped is taken back.
        let deployment = wanted();
        let cancelled =
            decide(StepName::Shift, Change::Deploy, FunctionView { wanted: Some(&deployment), ..view })[2];
        let kept = [None, Some(Traffic::all(6)), Some(Traffic::all(7))];
        let is_back = cancelled == Decision::Shift(Traffic::all(6));
        assert_eq!(is_back, !kept.contains(&view.alias.map(|alias| alias.traffic)), "{cancelled:?}");
    }
    let unknown = FunctionView::default();
    assert_eq!(decide(StepName::Shift, Change::Deploy, unknown)[0], Decision::Fail(Cause::Stale));
}

#[test]
fn traffic_moves_share_by_share_unless_a_guard_or_a_person_says_back() {
    let alias = |traffic| AliasStatus { arn: "arn".to_owned(), traffic, revision: "1".to_owned() };
    let split = |percent| Traffic::split(6, 7, Share::percent(percent));
    let back = Decision::Shift(Traffic::all(6));
    let now = "2026-11-21T10:00:00Z".parse().unwrap();
    for (share, trip, traffic, expected) in [
        (10, None, split(0), [Decision::Shift(split(10)), Decision::Cancelled]),
        (10, None, split(10), [Decision::Wait, back]),
        (20, None, split(10), [Decision::Shift(split(20)), back]),
        (100, None, split(90), [Decision::Shift(Traffic::all(7)), back]),
        (100, None, split(100), [Decision::Done, back]),
        // Somebody moved it behind our back.
        (20, None, Traffic::all(3), [Decision::Shift(split(20)), back]),
        (10, Some(Trip::Unanswered), split(10), [Decision::SendBack, back]),
        (100, Some(Trip::Unanswered), split(10), [Decision::SendBack, back]),
    ] {
        let (deployment, alias) = (wanted(), alias(traffic));
        let shifting = Shifting { share: Share::percent(share), trip, ..Shifting::begin(now) };
        let view = FunctionView {
            wanted: Some(&deployment),
            published: Some(7),
            alias: Some(&alias),
            shifting: Some(&shifting),
            ..FunctionView::default()
        };
        let [decided, _, cancelled] = decide(StepName::Shift, Change::Deploy, view);
        assert_eq!([decided, cancelled], expected, "{share} % with {traffic}");
    }
}

#[test]
fn a_check_with_all_the_traffic_can_still_be_stopped() {
    let deployment = Deployment { check_after: Some(Check::Path("/".to_owned())), ..wanted() };
    let alias = AliasStatus { arn: "arn".to_owned(), traffic: Traffic::all(7), revision: "1".to_owned() };
    let view = FunctionView {
        wanted: Some(&deployment),
        published: Some(7),
        alias: Some(&alias),
        ..FunctionView::default()
    };
    let [decided, _, cancelled] = decide(StepName::CheckAfter, Change::Deploy, view);
    assert_eq!([decided, cancelled], [Decision::Invoke, Decision::Shift(Traffic::all(6))]);
}

#[test]
fn a_creation_cannot_be_stopped_once_its_stack_is_there() {
    let (deployment, seen) = (wanted(), function(1, "info", UpdateStatus::Successful));
    let view = FunctionView { wanted: Some(&deployment), function: Some(&seen), ..FunctionView::default() };
    assert_eq!(decide(StepName::Code, Change::Create, view)[2], Decision::UpdateCode);
}

#[test]
fn a_function_leaves_its_network_before_it_goes() {
    let inside = FunctionStatus { in_network: true, ..function(1, "info", UpdateStatus::Successful) };
    let leaving = FunctionStatus { in_network: true, ..function(1, "info", UpdateStatus::InProgress) };
    let outside = function(1, "info", UpdateStatus::Successful);
    for (seen, expected) in [
        (None, Decision::Done),
        (Some(&inside), Decision::LeaveNetwork),
        (Some(&leaving), Decision::Wait),
        (Some(&outside), Decision::Done),
    ] {
        let view = FunctionView { function: seen, ..FunctionView::default() };
        assert_eq!(decide(StepName::Detach, Change::Delete, view)[0], expected, "{seen:?}");
    }
}

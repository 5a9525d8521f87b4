//! Sample roll-outs: one that runs, one that was sent back.

use domain::component::Component;
use domain::function::{
    ArtifactHash, Code, Deployment, Durations, Environment, Guards, Minutes, Point, Rollout, Series, Share,
    Shifting, Strategy, Trip,
};
use domain::operation::*;
use jiff::SignedDuration;

use super::operations::{ago, planned, step};
use super::sample::id;

/// What both versions did, minute by minute.
fn series() -> Vec<Series> {
    let point = |minute: i64, requests: u64, errors: u64, p95: f64| Point {
        at: ago(9 - minute),
        requests,
        errors,
        duration: Some(Durations { p50: p95 / 3.0, p95, p99: p95 * 2.0 }),
        ..Point::default()
    };
    let before = [320, 342, 298, 351, 330, 344, 312];
    let new = [34, 38, 31, 40, 36, 39, 35];
    let of = |counts: [u64; 7], errors: u64, p95: f64| {
        let minutes = (0_i64..).zip(counts);
        minutes.map(|(minute, count)| point(minute, count, errors, p95 + 4.0 * (minute % 3) as f64)).collect()
    };
    vec![
        Series { version: Some(3), points: of(before, 1, 210.0) },
        Series { version: Some(4), points: of(new, 0, 148.0) },
    ]
}

fn deployment() -> Deployment {
    Deployment {
        version: Some(4),
        code: Code::Archive(ArtifactHash::of([4; 32])),
        environment: Environment::default(),
        published: None,
        before: Some(3),
        bucket: None,
        check: None,
        rollout: Some(Rollout {
            strategy: Strategy::Linear { minutes: Minutes::new(10).expect("ten is between 1 and 60") },
            guards: Guards {
                p95_millis: Some(400),
                path: Some("/health".to_owned()),
                alarms: vec!["webhooks-undelivered".to_owned()],
                ..Guards::usual()
            },
        }),
        check_after: None,
    }
}

/// A tenth of the traffic goes to the new version.
pub fn rolling(function: &Component) -> Operation {
    let mut operation = planned(id(9, 7), function, Change::Settings, &function.document);
    operation.change = Change::Deploy;
    operation.state = OperationState::Running;
    operation.confirmed = Some(ago(10));
    operation.started = Some(ago(10));
    let mut shift = step(StepName::Shift, StepState::Running, Some(9), None, 0);
    shift.shifting = Some(Shifting {
        share: Share::percent(10),
        since: ago(9) + SignedDuration::from_secs(7),
        began: ago(9),
        series: series(),
        trip: None,
    });
    operation.steps = vec![
        step(StepName::Code, StepState::Done, Some(10), Some(10), 1),
        step(StepName::Publish, StepState::Done, Some(10), Some(9), 0),
        shift,
    ];
    operation.intent.deployment = Some(deployment());
    operation
}

/// A guard sent the new version back.
pub fn sent_back(function: &Component) -> Operation {
    let mut operation = rolling(function);
    operation.id = id(9, 8);
    operation.state = OperationState::Failed;
    operation.ended = Some(ago(2));
    for step in operation.steps.iter_mut().filter(|step| step.name == StepName::Shift) {
        step.state = StepState::Failed;
        step.ended = Some(ago(2));
        let trip = Trip::Errors { errors: 24, requests: 253, allowed_percent: 5 };
        step.shifting = step.shifting.take().map(|shifting| Shifting { trip: Some(trip), ..shifting });
    }
    operation.failure = Some(Failure {
        cause: Cause::SentBack,
        step: StepName::Shift,
        setting: None,
        resource: None,
        detail: String::new(),
        next: NextStep::DeployAgain,
    });
    operation
}

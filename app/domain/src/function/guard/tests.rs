use super::*;
use crate::function::{Durations, Point};

fn series(points: &[(u64, u64, f64)]) -> Series {
    let point = |(requests, errors, p95): &(u64, u64, f64)| Point {
        at: "2026-11-21T10:00:00Z".parse().unwrap(),
        requests: *requests,
        errors: *errors,
        duration: Some(Durations { p50: 1.0, p95: *p95, p99: 1000.0 }),
        ..Point::default()
    };
    Series { version: Some(2), points: points.iter().map(point).collect() }
}

fn trip(guards: &Guards, points: &[(u64, u64, f64)]) -> Option<Trip> {
    guards.trip(&Signs { series: Some(&series(points)), ..Signs::default() })
}

#[test]
fn too_many_errors_send_it_back() {
    let guards = Guards::usual();
    for (requests, errors, back) in [
        (1000, 50, false),
        (1000, 51, true),
        (2, 2, false),
        (3, 3, true),
        (0, 0, false),
        (60, 3, false),
        (59, 3, true),
    ] {
        let expected = back.then_some(Trip::Errors { errors, requests, allowed_percent: 5 });
        assert_eq!(trip(&guards, &[(requests, errors, 1.0)]), expected, "{errors} of {requests}");
    }
    // What came before counts.
    assert!(trip(&guards, &[(100, 0, 1.0), (10, 5, 1.0)]).is_none());
    assert!(trip(&guards, &[(50, 0, 1.0), (10, 5, 1.0)]).is_some());
}

#[test]
fn slowness_sends_it_back_once_there_is_enough_to_judge_by() {
    let guards = Guards { p95_millis: Some(200), ..Guards::default() };
    assert_eq!(trip(&guards, &[(19, 0, 900.0)]), None);
    assert_eq!(trip(&guards, &[(20, 0, 200.0)]), None);
    assert_eq!(trip(&guards, &[(20, 0, 201.4)]), Some(Trip::Slow { p95_millis: 201, allowed_millis: 200 }));
    // A single slow minute of few requests does not.
    assert_eq!(trip(&guards, &[(98, 0, 100.0), (2, 0, 3000.0)]), None);
}

#[test]
fn alarms_and_answers_send_it_back_without_any_request() {
    let alarm = |name: &str, state| AlarmStatus { name: name.to_owned(), state, reason: "over 3".to_owned() };
    let alarms =
        [alarm("a", AlarmState::Unknown), alarm("b", AlarmState::Ok), alarm("c", AlarmState::Ringing)];
    let guards = Guards { path: Some("/health".to_owned()), ..Guards::default() };
    assert_eq!(guards.trip(&Signs { alarms: &alarms[..2], ..Signs::default() }), None);
    let rings = Trip::Alarm { name: "c".to_owned(), reason: "over 3".to_owned() };
    assert_eq!(guards.trip(&Signs { alarms: &alarms, ..Signs::default() }), Some(rings));
    let bad = Signs { bad_answer: Some("503"), ..Signs::default() };
    let expected = Trip::BadAnswer { path: "/health".to_owned(), answer: "503".to_owned() };
    assert_eq!(guards.trip(&bad), Some(expected));
}

#[test]
fn without_guards_nothing_sends_it_back() {
    assert_eq!(trip(&Guards::default(), &[(100, 100, 9999.0)]), None);
}

#[test]
fn guards_that_cannot_be_are_refused_field_by_field() {
    let names = |count: usize| vec!["alarm".to_owned(); count];
    for (guards, fields) in [
        (Guards::usual(), vec![]),
        (Guards { error_percent: Some(0), ..Guards::default() }, vec!["error_percent"]),
        (
            Guards { error_percent: Some(101), p95_millis: Some(0), ..Guards::default() },
            vec!["error_percent", "p95_millis"],
        ),
        (Guards { p95_millis: Some(900_001), ..Guards::default() }, vec!["p95_millis"]),
        (Guards { alarms: names(10), ..Guards::default() }, vec![]),
        (Guards { alarms: names(11), ..Guards::default() }, vec!["alarms"]),
        (Guards { alarms: vec!["x".repeat(256)], ..Guards::default() }, vec!["alarms"]),
        (Guards { path: Some("health".to_owned()), ..Guards::default() }, vec!["path"]),
        (Guards { path: Some("/health?deep=1".to_owned()), ..Guards::default() }, vec![]),
    ] {
        let told = guards.check().err().unwrap_or_default();
        assert_eq!(told.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), fields, "{guards:?}");
    }
}

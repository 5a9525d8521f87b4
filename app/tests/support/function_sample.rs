//! Sample functions: versions, code, and what came of running them.

use std::time::Duration;

use domain::account::Domain;
use domain::component::{Component, Document, Environment, Kind, State};
use domain::function::{
    Artifact, ArtifactHash, Durations, Environment as Variables, FileEntry, Measured, Point, Series, Source,
    Span, Version, VersionState,
};
use domain::trial::address::{Answer, Reached};
use domain::trial::{Ending, LogTail, Report, SavedEvent, Trial};
use jiff::Timestamp;

use super::function_outputs;
use super::sample::{ago, component, document, id, name, now};

/// Under which names functions are reached.
pub fn domain() -> Domain {
    Domain::parse("functions.example", "Z0123456789ABC").expect("a domain")
}

/// A function: one with code, and one without.
pub(super) fn function(number: u16, text: &str) -> Component {
    Component {
        kind: Kind::Function,
        slot: Some(number),
        document: Document {
            settings: kinds::function::Settings::default_for(Environment::Production).to_value(),
            ..document(Environment::Production)
        },
        project: id(2, 1),
        outputs: function_outputs(text),
        ..component(number, text, Environment::Production, State::Ready)
    }
}

pub(super) fn versions() -> Vec<Version> {
    let version = |number: u32, state, artifact: u8, level: &str, message: Option<&str>| Version {
        component: id(4, 7),
        number,
        state,
        artifact: ArtifactHash::of([artifact; 32]),
        size: 4_312_045,
        environment: Variables::from_cloud([("LOG_LEVEL".to_owned(), level.to_owned())].into()),
        settings: kinds::function::Settings::default_for(Environment::Production).to_value(),
        published: (state != VersionState::Failed).then_some(u64::from(number)),
        author: "Mika Tanaka".to_owned(),
        message: message.map(ToOwned::to_owned),
        source: if number == 2 {
            Source::Job {
                repository: "aoba/webhooks".to_owned(),
                commit: Some("8c2f6d41b0a94e77".to_owned()),
                run: None,
            }
        } else {
            Source::Portal
        },
        operation: id(9, 4),
        created: ago(4000 - i64::from(number) * 600),
    };
    vec![
        version(1, VersionState::Previous, 1, "info", Some("First version")),
        version(2, VersionState::Previous, 2, "info", None),
        version(3, VersionState::Live, 3, "debug", Some("Retry <failed> deliveries")),
        version(4, VersionState::Failed, 4, "debug", None),
    ]
}

/// What is in an archive: the later, the more.
pub fn artifact(hash: &ArtifactHash) -> Artifact {
    let age = u64::from(u8::from_str_radix(&hash.as_str()[..2], 16).unwrap_or(0));
    let mut files = vec![
        FileEntry { path: "app.py".to_owned(), size: 1200 + age, crc: 7 },
        FileEntry { path: "templates/mail.html".to_owned(), size: 845, crc: 8 },
    ];
    if age > 1 {
        files.push(FileEntry { path: "retry.py".to_owned(), size: 310, crc: 9 });
    }
    Artifact { hash: hash.clone(), size: 4_312_045, unpacked: 12_000_000, files }
}

/// A function that answered, and had to be started for it.
pub fn trial() -> Trial {
    let answer =
        r#"{"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\"orders\":[<1>]}"}"#;
    Trial {
        version: Some(3),
        ending: Ending::Answered(answer.to_owned()),
        report: Some(Report {
            duration: Duration::from_micros(12_345),
            billed: Duration::from_millis(13),
            memory_mb: 512,
            memory_used_mb: 67,
            cold_start: Some(Duration::from_millis(241)),
        }),
        log: LogTail::read("{\"level\":\"INFO\",\"message\":\"3 orders\"}\n"),
    }
}

/// An address that answered.
pub fn reached() -> Reached {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Reached::Answer(Answer {
        status: 200,
        headers: vec![header("content-type", "application/json"), header("server", "awselb/2.0")],
        body: r#"{"orders":["<1>"]}"#.to_owned(),
        is_cut: false,
        took: Duration::from_millis(87),
    })
}

pub(super) fn saved_event() -> SavedEvent {
    SavedEvent {
        name: name("retry-order"),
        payload: r#"{"order":"<17>"}"#.to_owned(),
        author: "Mika Tanaka".to_owned(),
        changed: ago(90),
    }
}

/// What a function and two versions did; the older one had errors. Without requests, nothing.
pub fn measured(span: Span, requests: u64) -> Measured {
    let times = span.times(now());
    let point = |index: usize, at: &Timestamp| {
        let slow = if index.is_multiple_of(13) { 900.0 } else { 40.0 };
        Point {
            at: *at,
            requests: requests + u64::try_from(index).unwrap_or_default(),
            errors: u64::from(index == 7),
            throttles: u64::from(index == 9),
            concurrency: Some(3),
            cold_starts: u64::from(index.is_multiple_of(20)),
            duration: Some(Durations { p50: 12.0, p95: slow, p99: slow * 1.5 }),
        }
    };
    let points: Vec<Point> = match requests {
        0 => Vec::new(),
        // A night without requests.
        _ => times
            .iter()
            .enumerate()
            .filter(|(index, _)| *index < 30 || *index > 45)
            .map(|(index, at)| point(index, at))
            .collect(),
    };
    let series = |version: Option<u64>| Series { version, points: points.clone() };
    let versions = vec![(3, series(Some(3))), (2, series(Some(2)))];
    Measured { span, times, whole: series(None), versions }
}

//! What functions did: which versions are asked about, and an AWS that does not answer.

use domain::Error;
use domain::function::{Point, Span};
use domain::grant::Role;
use domain::ports::Metrics as _;
use jiff::SignedDuration;
use server::service::metrics::Metrics;
use server::testing::cloud::Fault;

use crate::deploys_stage::FunctionStage;
use crate::operations_stage::{Stage, caller};

async fn deployed(codes: &[&str]) -> (FunctionStage, Metrics) {
    let stage = FunctionStage::new().await;
    for code in codes {
        stage.deploy(code).await;
    }
    let metrics = Metrics::new(stage.stage.app.context.clone(), stage.stage.aws.cloud());
    (stage, metrics)
}

#[tokio::test]
async fn the_live_version_and_the_two_before_it_are_told_apart() {
    let (stage, metrics) = deployed(&["one", "two", "three", "four"]).await;
    stage.roll_back(2).await.unwrap();
    stage.stage.settle().await;
    let Stage { owner, organization, aws, .. } = &stage.stage;
    let now = stage.stage.app.context.now();
    let published = stage.versions().await[1].published;
    let point = |minutes, requests| {
        let at = now - SignedDuration::from_mins(minutes);
        Point { at, requests, cold_starts: 1, ..Point::default() }
    };
    aws.count_request(&stage.name(), None, point(5, 7));
    aws.count_request(&stage.name(), None, point(24 * 60, 9));
    aws.count_request(&stage.name(), published, point(5, 6));
    let hour = metrics.function(owner, *organization, stage.function.id, Span::Hour).await.unwrap();
    let numbers: Vec<u32> = hour.versions.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [2, 4, 3]);
    assert_eq!(
        (hour.whole.requests(), hour.versions[0].1.requests(), hour.versions[1].1.requests()),
        (7, 6, 0)
    );
    assert_eq!(hour.values(&hour.whole, |point| point.cold_starts).iter().flatten().sum::<u64>(), 1);
    let week = metrics.function(owner, *organization, stage.function.id, Span::Week).await.unwrap();
    assert_eq!(week.whole.requests(), 16);
}

#[tokio::test]
async fn who_sees_the_function_sees_its_numbers_and_silence_is_no_mistake() {
    let (stage, metrics) = deployed(&["one"]).await;
    let Stage { organization, aws, .. } = &stage.stage;
    let viewer = caller(*organization, Role::Viewer);
    assert!(metrics.function(&viewer, *organization, stage.function.id, Span::Day).await.is_ok());
    for fault in [Fault::Silent, Fault::Throttled, Fault::Unreachable] {
        aws.fault_at(1, fault);
        let silent = metrics.function(&viewer, *organization, stage.function.id, Span::Day).await;
        assert!(matches!(silent, Err(Error::Unavailable { .. })), "{silent:?}");
    }
    let nobody = stage.function.id.0.to_string().replace('0', "1").parse().unwrap();
    let missing = metrics.function(&viewer, *organization, nobody, Span::Day).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
}

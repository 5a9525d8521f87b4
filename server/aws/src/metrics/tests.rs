use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_sdk_cloudwatch::operation::get_metric_data::{GetMetricDataInput, GetMetricDataOutput};
use aws_sdk_cloudwatch::types::{CompositeAlarm, MetricAlarm, MetricDataResult, StateValue};
use aws_smithy_mocks::mock;
use domain::cloud::{AlarmState, MetricQuery};
use jiff::{Timestamp, ToSpan};

use crate::testing::{cloud, place};
use crate::time::date_time;

fn minute(minute: i64) -> Timestamp {
    "2026-11-21T10:00:00Z".parse::<Timestamp>().unwrap() + minute.minutes()
}

fn query(of: &[Option<u64>]) -> MetricQuery {
    MetricQuery { from: minute(0), until: minute(10), period_minutes: 1, of: of.to_vec() }
}

fn result(id: &str, values: &[(i64, f64)]) -> MetricDataResult {
    let times = values.iter().map(|(at, _)| date_time(minute(*at))).collect();
    let values = values.iter().map(|(_, value)| *value).collect();
    MetricDataResult::builder().id(id).set_timestamps(Some(times)).set_values(Some(values)).build()
}

/// The query that asks for a statistic of a metric of a version, by its number.
fn id(input: &GetMetricDataInput, version: &str, metric: &str, statistic: &str) -> String {
    let wanted = input.metric_data_queries().iter().find(|query| {
        let asked = query.metric_stat().unwrap();
        let told = asked.metric().unwrap();
        let of = |name: &str| {
            told.dimensions().iter().find(|one| one.name() == Some(name)).and_then(|one| one.value())
        };
        asked.stat() == Some(statistic)
            && told.metric_name() == Some(metric)
            && of("ExecutedVersion") == Some(version)
            && of("Resource") == Some("orders:live")
            && of("FunctionName") == Some("orders")
    });
    wanted.and_then(|query| query.id()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn versions_are_told_apart_and_pages_are_put_together() {
    let first = mock!(Client::get_metric_data)
        .match_requests(|input| input.next_token().is_none() && !id(input, "7", "Errors", "Sum").is_empty())
        .then_output(|| {
            GetMetricDataOutput::builder()
                .metric_data_results(result("q0_0", &[(1, 10.0), (2, 20.0)]))
                .metric_data_results(result("q0_1", &[(1, 0.0), (2, 3.0)]))
                .metric_data_results(result("q1_0", &[(1, 5.0)]))
                .next_token("more")
                .build()
        });
    let second = mock!(Client::get_metric_data)
        .match_requests(|input| input.next_token() == Some("more"))
        .then_output(|| {
            GetMetricDataOutput::builder()
                .metric_data_results(result("q0_4", &[(2, 40.5)]))
                .metric_data_results(result("q0_5", &[(2, 90.0)]))
                .metric_data_results(result("q0_6", &[(2, 99.0)]))
                .build()
        });
    let series = cloud(&[&first, &second])
        .metrics
        .function(&place(), "orders", &query(&[Some(7), Some(8)]))
        .await
        .unwrap();
    assert_eq!((series[0].version, series[1].version), (Some(7), Some(8)));
    assert_eq!((series[0].requests(), series[0].errors(), series[1].requests()), (30, 3, 5));
    let last = series[0].points[1];
    assert_eq!((last.at, last.duration.unwrap().p95), (minute(2), 90.0));
    assert_eq!(series[0].points[0].duration, None);
}

#[tokio::test]
async fn refused_requests_count_for_the_function_also_where_nothing_ran() {
    let rule = mock!(Client::get_metric_data).then_output(|| {
        GetMetricDataOutput::builder()
            .metric_data_results(result("q0_0", &[(1, 2.0)]))
            .metric_data_results(result("q0_2", &[(1, 0.0), (3, 4.0), (5, 0.0)]))
            .metric_data_results(result("q0_3", &[(1, 2.0)]))
            .build()
    });
    let series = cloud(&[&rule]).metrics.function(&place(), "orders", &query(&[None])).await.unwrap();
    let told: Vec<_> = series[0]
        .points
        .iter()
        .map(|point| (point.at, point.requests, point.throttles, point.concurrency))
        .collect();
    assert_eq!(told, [(minute(1), 2, 0, Some(2)), (minute(3), 0, 4, None)]);
}

#[tokio::test]
async fn cold_starts_are_a_metric_of_our_own_by_function_and_version() {
    let rule = mock!(Client::get_metric_data)
        .match_requests(|input| {
            let own: Vec<_> = input
                .metric_data_queries()
                .iter()
                .filter_map(|query| query.metric_stat()?.metric())
                .filter(|metric| metric.namespace() == Some("Provisioner/Functions"))
                .map(|metric| {
                    let names = metric.dimensions().iter().filter_map(|one| one.name());
                    (metric.metric_name().unwrap_or_default(), names.collect::<Vec<_>>())
                })
                .collect();
            own == [("ColdStarts", vec!["FunctionName"]), ("ColdStarts", vec!["FunctionName", "Version"])]
        })
        .then_output(|| {
            GetMetricDataOutput::builder()
                .metric_data_results(result("q0_7", &[(1, 2.0)]))
                .metric_data_results(result("q1_7", &[(1, 1.0)]))
                .build()
        });
    let asked = query(&[None, Some(7)]);
    let series = cloud(&[&rule]).metrics.function(&place(), "orders", &asked).await.unwrap();
    assert_eq!((series[0].points[0].cold_starts, series[1].points[0].cold_starts), (2, 1));
}

#[tokio::test]
async fn alarms_of_both_sorts_are_told() {
    let rule = mock!(Client::describe_alarms)
        .match_requests(|input| {
            input.alarm_names() == ["slow", "all", "new", "gone"] && input.alarm_types().len() == 2
        })
        .then_output(|| {
            let alarm = |name: &str, state| MetricAlarm::builder().alarm_name(name).state_value(state);
            let whole = CompositeAlarm::builder().alarm_name("all").state_value(StateValue::Alarm);
            DescribeAlarmsOutput::builder()
                .metric_alarms(alarm("slow", StateValue::Ok).build())
                .metric_alarms(alarm("new", StateValue::InsufficientData).build())
                .composite_alarms(whole.state_reason("two of three").build())
                .build()
        });
    let names = ["slow", "all", "new", "gone"].map(str::to_owned);
    let told = cloud(&[&rule]).metrics.alarms(&place(), &names).await.unwrap();
    let told: Vec<_> =
        told.iter().map(|alarm| (alarm.name.as_str(), alarm.state, alarm.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            ("slow", AlarmState::Ok, ""),
            ("new", AlarmState::Unknown, ""),
            ("all", AlarmState::Ringing, "two of three")
        ]
    );
    assert!(cloud(&[]).metrics.alarms(&place(), &[]).await.unwrap().is_empty());
}

//! Metrics and alarms of CloudWatch.

mod read;

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_cloudwatch::types::{AlarmType, ScanBy, StateValue};
use domain::cloud::{AlarmState, AlarmStatus, CloudResult, MetricQuery, Place};
use domain::function::Series;

use crate::gateway::Gateway;
use crate::limit::Service;
use crate::time::date_time;

/// CloudWatch.
pub(crate) struct Metrics(Arc<Gateway>);

impl Metrics {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }
}

#[async_trait]
impl domain::cloud::Metrics for Metrics {
    async fn function(&self, place: &Place, function: &str, query: &MetricQuery) -> CloudResult<Vec<Series>> {
        let mut counted = read::Counted::default();
        let mut next = None;
        loop {
            let answer = self
                .0
                .call(Service::CloudWatch, "GetMetricData", place, |clients| {
                    clients
                        .cloudwatch
                        .get_metric_data()
                        .set_metric_data_queries(Some(read::queries(function, query)))
                        .start_time(date_time(query.from))
                        .end_time(date_time(query.until))
                        .scan_by(ScanBy::TimestampAscending)
                        .set_next_token(next.take())
                        .send()
                })
                .await?;
            counted.add(answer.metric_data_results());
            next = answer.next_token;
            if next.is_none() {
                return Ok(counted.series(query));
            }
        }
    }

    async fn alarms(&self, place: &Place, names: &[String]) -> CloudResult<Vec<AlarmStatus>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let answer = self
            .0
            .call(Service::CloudWatch, "DescribeAlarms", place, |clients| {
                clients
                    .cloudwatch
                    .describe_alarms()
                    .set_alarm_names(Some(names.to_vec()))
                    .alarm_types(AlarmType::MetricAlarm)
                    .alarm_types(AlarmType::CompositeAlarm)
                    .send()
            })
            .await?;
        let metric = answer
            .metric_alarms()
            .iter()
            .map(|alarm| status(alarm.alarm_name(), alarm.state_value(), alarm.state_reason()));
        let composite = answer
            .composite_alarms()
            .iter()
            .map(|alarm| status(alarm.alarm_name(), alarm.state_value(), alarm.state_reason()));
        Ok(metric.chain(composite).flatten().collect())
    }
}

fn status(name: Option<&str>, state: Option<&StateValue>, reason: Option<&str>) -> Option<AlarmStatus> {
    let state = match state {
        Some(StateValue::Ok) => AlarmState::Ok,
        Some(StateValue::Alarm) => AlarmState::Ringing,
        _ => AlarmState::Unknown,
    };
    Some(AlarmStatus { name: name?.to_owned(), state, reason: reason.unwrap_or_default().to_owned() })
}

#[cfg(test)]
mod tests;

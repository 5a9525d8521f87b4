//! What CloudWatch counts, as tests plant it.

use async_trait::async_trait;
use domain::cloud::{AlarmState, AlarmStatus, CloudResult, MetricQuery, Metrics, Place};
use domain::function::{Point, Series};

use super::FakeCloud;

impl FakeCloud {
    /// Counts something of a function, or of one of its versions.
    pub fn count_request(&self, function: &str, version: Option<u64>, point: Point) {
        self.lock().counted.entry((function.to_owned(), version)).or_default().push(point);
    }

    /// Sets how an alarm stands. It need not exist before.
    pub fn set_alarm(&self, name: &str, state: AlarmState) {
        let status = AlarmStatus { name: name.to_owned(), state, reason: "a test said so".to_owned() };
        self.lock().alarms.insert(name.to_owned(), status);
    }
}

#[async_trait]
impl Metrics for FakeCloud {
    async fn function(&self, place: &Place, function: &str, query: &MetricQuery) -> CloudResult<Vec<Series>> {
        self.call("GetMetricData", place, function, |world| {
            let points = |version: Option<u64>| {
                let counted = world.counted.get(&(function.to_owned(), version)).into_iter().flatten();
                counted.filter(|point| point.at >= query.from && point.at < query.until).copied().collect()
            };
            Ok(query
                .of
                .iter()
                .map(|version| Series { version: *version, points: points(*version) })
                .collect())
        })
        .await
    }

    async fn alarms(&self, place: &Place, names: &[String]) -> CloudResult<Vec<AlarmStatus>> {
        self.call("DescribeAlarms", place, "", |world| {
            Ok(names.iter().filter_map(|name| world.alarms.get(name).cloned()).collect())
        })
        .await
    }
}

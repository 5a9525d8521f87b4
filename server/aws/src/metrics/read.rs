//! What is asked of `GetMetricData`, and what its answers say.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricDataResult, MetricStat};
use domain::cloud::MetricQuery;
use domain::function::{COLD_STARTS, Durations, LIVE, OWN_NAMESPACE, Point, Series};
use jiff::Timestamp;

use crate::time::timestamp;

/// What is counted: a metric of Lambda and a statistic of it
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Requests,
    Errors,
    Throttles,
    Concurrency,
    P50,
    P95,
    P99,
    ColdStarts,
}

impl Count {
    /// What is counted of one version.
    const OF_VERSION: [Self; 6] =
        [Self::Requests, Self::Errors, Self::P50, Self::P95, Self::P99, Self::ColdStarts];
    /// What is counted of a function: refused requests run no version, and how many run at once is counted for all of them.
    const OF_FUNCTION: [Self; 8] = [
        Self::Requests,
        Self::Errors,
        Self::Throttles,
        Self::Concurrency,
        Self::P50,
        Self::P95,
        Self::P99,
        Self::ColdStarts,
    ];

    const fn of(version: Option<u64>) -> &'static [Self] {
        match version {
            Some(_) => &Self::OF_VERSION,
            None => &Self::OF_FUNCTION,
        }
    }

    /// CloudWatch's names of metric and statistic.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Requests => ("Invocations", "Sum"),
            Self::Errors => ("Errors", "Sum"),
            Self::Throttles => ("Throttles", "Sum"),
            Self::Concurrency => ("ConcurrentExecutions", "Maximum"),
            Self::P50 => ("Duration", "p50"),
            Self::P95 => ("Duration", "p95"),
            Self::P99 => ("Duration", "p99"),
            Self::ColdStarts => (COLD_STARTS, "Sum"),
        }
    }

    const fn namespace(self) -> &'static str {
        match self {
            Self::ColdStarts => OWN_NAMESPACE,
            _ => "AWS/Lambda",
        }
    }

    fn dimensions(self, function: &str, version: Option<u64>) -> Vec<Dimension> {
        let dimension = |name: &str, value: String| Dimension::builder().name(name).value(value).build();
        let mut dimensions = vec![dimension("FunctionName", function.to_owned())];
        match (self, version) {
            (_, None) => {}
            (Self::ColdStarts, Some(version)) => dimensions.push(dimension("Version", version.to_string())),
            (_, Some(version)) => {
                dimensions.push(dimension("Resource", format!("{function}:{LIVE}")));
                dimensions.push(dimension("ExecutedVersion", version.to_string()));
            }
        }
        dimensions
    }
}

/// All that is asked at once: AWS takes 500 queries in one call.
pub(super) fn queries(function: &str, query: &MetricQuery) -> Vec<MetricDataQuery> {
    let each = query.of.iter().enumerate();
    each.flat_map(|(series, version)| {
        Count::of(*version).iter().map(move |count| {
            let (metric, statistic) = count.names();
            let metric = Metric::builder()
                .namespace(count.namespace())
                .metric_name(metric)
                .set_dimensions(Some(count.dimensions(function, *version)));
            let statistic = MetricStat::builder()
                .metric(metric.build())
                .period(i32::from(query.period_minutes.max(1)) * 60)
                .stat(statistic);
            MetricDataQuery::builder().id(id(series, *count)).metric_stat(statistic.build()).build()
        })
    })
    .collect()
}

/// AWS wants ids that begin with a small letter.
fn id(series: usize, count: Count) -> String {
    format!("q{series}_{}", count as u8)
}

/// The values of all pages, by query and time.
#[derive(Default)]
pub(super) struct Counted(BTreeMap<String, BTreeMap<Timestamp, f64>>);

impl Counted {
    pub(super) fn add(&mut self, results: &[MetricDataResult]) {
        for result in results {
            let values = self.0.entry(result.id().unwrap_or_default().to_owned()).or_default();
            let times = result.timestamps().iter().zip(result.values());
            values.extend(times.filter_map(|(time, value)| Some((timestamp(time)?, *value))));
        }
    }

    pub(super) fn series(&self, query: &MetricQuery) -> Vec<Series> {
        let each = query.of.iter().enumerate();
        each.map(|(series, version)| Series { version: *version, points: self.points(series) }).collect()
    }

    fn points(&self, series: usize) -> Vec<Point> {
        let value = |count, at: &Timestamp| self.0.get(&id(series, count))?.get(at).copied();
        let times = self.0.get(&id(series, Count::Requests)).into_iter().flat_map(BTreeMap::keys);
        // Requests that are refused run nothing, and a start may be counted in the minute before its request.
        let besides = [Count::Throttles, Count::ColdStarts].into_iter();
        let besides = besides.flat_map(|count| self.0.get(&id(series, count)).into_iter().flatten());
        let besides = besides.filter(|(_, count)| **count > 0.0).map(|(at, _)| at);
        let times: std::collections::BTreeSet<_> = times.chain(besides).collect();
        times
            .into_iter()
            .map(|at| Point {
                at: *at,
                requests: whole(value(Count::Requests, at)),
                errors: whole(value(Count::Errors, at)),
                throttles: whole(value(Count::Throttles, at)),
                concurrency: value(Count::Concurrency, at).map(|most| whole(Some(most))),
                cold_starts: whole(value(Count::ColdStarts, at)),
                duration: durations(value(Count::P50, at), value(Count::P95, at), value(Count::P99, at)),
            })
            .collect()
    }
}

/// Counts come as floating point numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are whole and not negative"
)]
fn whole(count: Option<f64>) -> u64 {
    count.unwrap_or_default().round().max(0.0) as u64
}

fn durations(p50: Option<f64>, p95: Option<f64>, p99: Option<f64>) -> Option<Durations> {
    Some(Durations { p50: p50?, p95: p95?, p99: p99? })
}

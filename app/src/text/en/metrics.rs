use domain::function::Span;

use crate::text::metrics::Metrics;

pub(super) const METRICS: Metrics = Metrics {
    title: "Metrics",
    lead: "As AWS counts it, one or two minutes late.",
    spans: "Time",
    span: |span| match span {
        Span::Hour => "Last hour",
        Span::Day => "Last day",
        Span::Week => "Last week",
    },
    whole: "The function as a whole",
    by_version: "By version",
    requests: "Requests",
    throttles: "Turned away",
    errors: "Errors",
    errors_of,
    duration: "Duration",
    p50: "Half take at most",
    p95: "95 % take at most",
    p99: "99 % take at most",
    at_most: |highest| format!("up to {highest}"),
    cold_starts: "Cold starts",
    concurrency: "At the same time",
    together: "Requests",
    count,
    slow: "95 % of requests take at most",
    nothing: "There were no requests in this time",
    nothing_help: "Numbers appear a minute or two after the first request. Choose a longer time, or try the function.",
    silent: "AWS does not tell at the moment",
    silent_help: "The function goes on as before; only its numbers cannot be shown. Load the page again in a minute.",
};

fn errors_of(errors: u64, requests: u64) -> String {
    if errors == 0 || requests == 0 {
        return count(errors);
    }
    // In tenths of a percent, and never "0.0 %" where there is one.
    let tenths = (errors.saturating_mul(1000) / requests).max(1);
    format!("{} ({}.{} %)", count(errors), tenths / 10, tenths % 10)
}

fn count(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", count(number / 1000), number % 1000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_errors_among_many_requests_are_not_rounded_away() {
        assert_eq!(errors_of(0, 10), "0");
        assert_eq!(errors_of(3, 250), "3 (1.2 %)");
        assert_eq!(errors_of(1, 1_000_000), "1 (0.1 %)");
        assert_eq!(errors_of(1_234, 1_234), "1,234 (100.0 %)");
    }
}

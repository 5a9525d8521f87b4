//! What Lambda measures of a request: the last line of its log.

use std::time::Duration;

use serde::Deserialize;

/// What Lambda measured of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How long it took, without the start of the code.
    pub duration: Duration,
    /// For how long AWS charges.
    pub billed: Duration,
    /// How much memory it has, in MB.
    pub memory_mb: u32,
    /// How much it has used at most, in MB. A process that serves several requests keeps what the hungriest of them took.
    pub memory_used_mb: u32,
    /// How long the code took to start, where it was started for this request: a cold start.
    pub cold_start: Option<Duration>,
}

impl Report {
    /// Finds the report of a request in the end of its log, in either of Lambda's formats: JSON
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report>) or text
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html>). The last one counts: the code may have printed something alike
    /// before it.
    pub fn read(log: &str) -> Option<Self> {
        log.lines().rev().find_map(|line| json(line).or_else(|| text(line)))
    }
}

#[derive(Deserialize)]
struct Line {
    r#type: String,
    record: Record,
}

#[derive(Deserialize)]
struct Record {
    metrics: Metrics,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    duration_ms: f64,
    // A request that ends while the code starts has fewer figures.
    #[serde(default)]
    billed_duration_ms: f64,
    #[serde(rename = "memorySizeMB")]
    memory_size_mb: u32,
    #[serde(default, rename = "maxMemoryUsedMB")]
    max_memory_used_mb: u32,
    init_duration_ms: Option<f64>,
}

fn json(line: &str) -> Option<Report> {
    let line: Line = serde_json::from_str(line).ok()?;
    let metrics = Some(line).filter(|line| line.r#type == "platform.report")?.record.metrics;
    Some(Report {
        duration: milliseconds(metrics.duration_ms)?,
        billed: milliseconds(metrics.billed_duration_ms)?,
        memory_mb: metrics.memory_size_mb,
        memory_used_mb: metrics.max_memory_used_mb,
        cold_start: metrics.init_duration_ms.and_then(milliseconds),
    })
}

fn text(line: &str) -> Option<Report> {
    let fields = line.strip_prefix("REPORT RequestId: ")?;
    let of = |name: &str| {
        let field =
            fields.split('\t').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix(": "))?;
        field.split(' ').next()
    };
    let time = |name: &str| milliseconds(of(name)?.parse().ok()?);
    Some(Report {
        duration: time("Duration")?,
        billed: time("Billed Duration").unwrap_or_default(),
        memory_mb: of("Memory Size")?.parse().ok()?,
        memory_used_mb: of("Max Memory Used").and_then(|used| used.parse().ok()).unwrap_or_default(),
        cold_start: time("Init Duration"),
    })
}

fn milliseconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number / 1000.0).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const JSON: &str = r#"{"time":"2026-11-21T09:30:00.000Z","type":"platform.report","record":{"requestId":"6d","metrics":{"durationMs":12.345,"billedDurationMs":13,"memorySizeMB":512,"maxMemoryUsedMB":67,"initDurationMs":123.4},"status":"success"}}"#;
    const TEXT: &str = "REPORT RequestId: 6d\tDuration: 12.345 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 67 MB\tInit Duration: 123.40 ms\t";

    fn expected() -> Report {
        Report {
            duration: Duration::from_micros(12_345),
            billed: Duration::from_millis(13),
            memory_mb: 512,
            memory_used_mb: 67,
            cold_start: Some(Duration::from_micros(123_400)),
        }
    }

    #[test]
    fn both_formats_say_the_same() {
        assert_eq!(Report::read(JSON), Some(expected()));
        assert_eq!(Report::read(&format!("START\nhello\n{TEXT}\n")), Some(expected()));
        let warm = JSON.replace(r#","initDurationMs":123.4"#, "");
        assert_eq!(Report::read(&warm), Some(Report { cold_start: None, ..expected() }));
        let timed_out = TEXT.replace("Init Duration: 123.40 ms", "Status: timeout");
        assert_eq!(Report::read(&timed_out), Some(Report { cold_start: None, ..expected() }));
    }

    #[test]
    fn what_the_code_prints_does_not_hide_the_report() {
        let printed = TEXT.replace("512", "9");
        let log = format!("{printed}\n{JSON}\nXRAY TraceId: 1-2\n");
        assert_eq!(Report::read(&log), Some(expected()));
        for nothing in
            ["", "REPORT", "REPORT RequestId: 6d\tDuration: soon", "{\"type\":\"platform.report\"}", "null"]
        {
            assert_eq!(Report::read(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn any_log_is_read_without_harm(log in "\\PC{0,200}", number in any::<f64>()) {
            let _ = Report::read(&log);
            let _ = Report::read(&TEXT.replace("12.345", &number.to_string()));
            let _ = Report::read(&log.replace(' ', "\t"));
        }
    }
}

//! How a new version gets its traffic, as options.

use clap::Args;
use serde_json::{Value, json};

/// The most minutes that a share is watched.
const MOST_MINUTES: i64 = 60;

/// How the traffic moves; all at once where nothing is said.
#[derive(Args)]
#[command(next_help_heading = "Roll-out")]
pub(in crate::commands) struct Gradually {
    /// Give the version 10 % of the traffic for so many minutes, and then all
    #[arg(long, value_name = "MINUTES", conflicts_with_all = ["linear", "manual"], value_parser = minutes())]
    canary: Option<u8>,
    /// Give the version 10 % more of the traffic every so many minutes
    #[arg(long, value_name = "MINUTES", conflicts_with = "manual", value_parser = minutes())]
    linear: Option<u8>,
    /// Give the version 10 % of the traffic, and more when `pv rollout` says so
    #[arg(long)]
    manual: bool,
    /// Send it back when more than so many percent of its requests fail [default: 5, where no other guard is named]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    max_errors: Option<u8>,
    /// Send it back when 5 % of its requests take longer than so many milliseconds
    #[arg(long, value_name = "MILLISECONDS", value_parser = clap::value_parser!(u32).range(1..=900_000))]
    max_p95: Option<u32>,
    /// Send it back when it does not answer `GET` of this path with a status below 400
    #[arg(long, value_name = "PATH")]
    guard_path: Option<String>,
    /// Send it back when this alarm of CloudWatch rings. May be given up to ten times
    #[arg(long, value_name = "ALARM")]
    guard_alarm: Vec<String>,
}

fn minutes() -> clap::builder::RangedI64ValueParser<u8> {
    clap::value_parser!(u8).range(1..=MOST_MINUTES)
}

impl Gradually {
    /// As the API takes it. None: all at once.
    pub(in crate::commands) fn body(&self) -> Option<Value> {
        let mut body = match (self.canary, self.linear, self.manual) {
            (Some(minutes), ..) => json!({ "strategy": "canary", "minutes": minutes }),
            (_, Some(minutes), _) => json!({ "strategy": "linear", "minutes": minutes }),
            (.., true) => json!({ "strategy": "manual" }),
            (None, None, false) => return None,
        };
        if self.is_guarded() {
            body["guards"] = json!({
                "error_percent": self.max_errors, "p95_millis": self.max_p95,
                "path": self.guard_path, "alarms": self.guard_alarm,
            });
        }
        Some(body)
    }

    /// Whether guards are named that guard nothing.
    pub(in crate::commands) fn is_in_vain(&self) -> bool {
        self.is_guarded() && self.body().is_none()
    }

    fn is_guarded(&self) -> bool {
        self.max_errors.is_some()
            || self.max_p95.is_some()
            || self.guard_path.is_some()
            || !self.guard_alarm.is_empty()
    }
}

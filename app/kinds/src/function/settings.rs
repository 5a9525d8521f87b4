//! What people choose about a function.

use domain::component::Environment;
use domain::error::{FieldError, Problem};
use domain::ids::ComponentId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::handler::Handler;
use super::runtime::Runtime;
use crate::form::Setting;
use crate::load_balancer::Exposure;

/// What people choose. Everything else is decided by the blueprint, or by a deploy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The language, and its version. Another language is another function.
    pub runtime: Runtime,
    /// The processors; never changes: code is built for one.
    pub architecture: Architecture,
    /// Where the code begins.
    pub handler: Handler,
    /// Memory, and with it processor, in MB: [`Settings::MEMORY_MIN`]-[`Settings::MEMORY_MAX`].
    pub memory_mb: u16,
    /// How long one request may take, in seconds: 1-[`Settings::TIMEOUT_MAX`].
    pub timeout_seconds: u16,
    /// How many requests are answered at the same time: 1-[`Settings::CONCURRENCY_MAX`]. More wait or are refused.
    pub concurrency: u16,
    /// From where it can be reached; never changes. Who is let in, the allow-list says.
    pub exposure: Exposure,
    /// The `postgres` component that it works with.
    pub database: Option<ComponentId>,
    /// Whether this must be switched off before the component can be deleted.
    pub deletion_protection: bool,
    /// How long its logs are kept.
    pub log_retention_days: LogRetention,
}

impl Settings {
    /// Least memory, in MB (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
    pub const MEMORY_MIN: u16 = 128;
    /// Most memory, in MB (same page).
    pub const MEMORY_MAX: u16 = 10_240;
    /// Longest time, in seconds (same page).
    pub const TIMEOUT_MAX: u16 = 900;
    /// Most requests at the same time. All functions of an account and region share 1,000 unless AWS raised that (same page).
    pub const CONCURRENCY_MAX: u16 = 500;

    /// Settings so good that a name is enough.
    ///
    /// With less than 512 MB a Python or Node.js program with a few libraries starts slowly, as processor follows memory. Ten requests at a
    /// time are hundreds a second at usual durations, and a loop by mistake stays cheap. Nobody reaches a public function until somebody adds
    /// a network. Only production is protected against deletion: code lies in releases, and elsewhere trying out should be easy.
    pub fn default_for(environment: Environment) -> Self {
        Self {
            runtime: Runtime::DEFAULT,
            architecture: Architecture::Arm64,
            handler: Handler::of(Runtime::DEFAULT.family()),
            memory_mb: 512,
            timeout_seconds: 30,
            concurrency: 10,
            exposure: Exposure::Public,
            database: None,
            deletion_protection: environment == Environment::Production,
            log_retention_days: LogRetention::Quarter,
        }
    }

    /// The files of which one must be in an archive of code, the usual one first.
    pub fn code_files(&self) -> Vec<String> {
        self.runtime.family().to_domain().files(self.handler.as_str())
    }

    /// Reads the settings of a document, which were validated when it was written.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    pub fn from_document(value: &Value) -> domain::Result<Self> {
        Self::deserialize(value).map_err(domain::Error::internal)
    }

    /// The settings as a document holds them.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).expect("plain fields with text keys always become JSON")
    }
}

/// On which processors a function runs (<https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// AWS's own, which cost a fifth less.
    Arm64,
    /// Intel and AMD.
    #[serde(rename = "x86_64")]
    X86,
}

impl Architecture {
    /// All architectures, the one for most people first.
    pub const ALL: [Self; 2] = [Self::Arm64, Self::X86];

    /// AWS's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }
}

/// How long logs are kept. CloudWatch takes certain numbers of days only
/// (<https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum LogRetention {
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
    /// 400 days: an auditor finds a whole year.
    Year,
}

impl LogRetention {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// How many days.
    pub const fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => crate::LOG_RETENTION_DAYS,
        }
    }

    /// How many days, as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "7",
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Year => "400",
        }
    }
}

impl TryFrom<u16> for LogRetention {
    type Error = FieldError;

    fn try_from(days: u16) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|retention| retention.days() == days);
        known.ok_or_else(|| Setting::LogRetentionDays.problem(Problem::NotAChoice))
    }
}

impl From<LogRetention> for u16 {
    fn from(retention: LogRetention) -> Self {
        retention.days()
    }
}

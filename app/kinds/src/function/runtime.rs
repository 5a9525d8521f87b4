//! Supported runtimes.
//!
//! Source of names and dates, read in November 2026: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>. AWS may move a date.

use domain::error::Problem;
use domain::function::RuntimeFamily;
use domain::plan::PlanWarning;
use jiff::Unit;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A language in a version that people may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Runtime {
    /// Python 3.12.
    #[serde(rename = "python3.12")]
    Python3_12,
    /// Python 3.13.
    #[serde(rename = "python3.13")]
    Python3_13,
    /// Python 3.14.
    #[serde(rename = "python3.14")]
    Python3_14,
    /// Node.js 22.
    #[serde(rename = "nodejs22.x")]
    Node22,
    /// Node.js 24.
    #[serde(rename = "nodejs24.x")]
    Node24,
    /// A program of any language that brings everything with it, on Amazon Linux 2023.
    #[serde(rename = "provided.al2023")]
    Provided,
}

/// What one can move between without writing the code anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Python.
    Python,
    /// Node.js.
    Node,
    /// Programs that bring everything with them.
    Provided,
}

/// How long before its end a runtime is warned of, in days: AWS begins at the same time.
const NOTICE_DAYS: i32 = 180;

impl Runtime {
    /// All runtimes, the one for most people first.
    pub const ALL: [Self; 6] =
        [Self::Python3_13, Self::Python3_14, Self::Python3_12, Self::Node24, Self::Node22, Self::Provided];

    /// The newest Python but one: libraries with compiled parts need a year to follow the newest.
    pub const DEFAULT: Self = Self::Python3_13;

    /// AWS's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Python3_12 => "python3.12",
            Self::Python3_13 => "python3.13",
            Self::Python3_14 => "python3.14",
            Self::Node22 => "nodejs22.x",
            Self::Node24 => "nodejs24.x",
            Self::Provided => "provided.al2023",
        }
    }

    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python3_12 => "Python 3.12",
            Self::Python3_13 => "Python 3.13",
            Self::Python3_14 => "Python 3.14",
            Self::Node22 => "Node.js 22",
            Self::Node24 => "Node.js 24",
            Self::Provided => "Amazon Linux 2023 (Go, Rust, C++)",
        }
    }

    /// What it belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::Python3_12 | Self::Python3_13 | Self::Python3_14 => Family::Python,
            Self::Node22 | Self::Node24 => Family::Node,
            Self::Provided => Family::Provided,
        }
    }

    /// The last day of its support: afterwards it gets no fixes, a month later no new function may use it.
    pub const fn supported_until(self) -> Date {
        match self {
            Self::Python3_12 => date(2028, 10, 31),
            Self::Python3_13 | Self::Python3_14 | Self::Provided => date(2029, 6, 30),
            Self::Node22 => date(2027, 4, 30),
            Self::Node24 => date(2028, 4, 30),
        }
    }

    /// What is wrong with choosing it anew on a day. A function that has it keeps it.
    pub fn problem_on(self, day: Date) -> Option<Problem> {
        (day > self.supported_until()).then_some(Problem::NotSupported)
    }

    /// What the author of a change should know about it on a day.
    pub fn warning_on(self, day: Date) -> Option<PlanWarning> {
        let until = self.supported_until();
        let left = day.until((Unit::Day, until)).map_or(i32::MAX, |span| span.get_days());
        (left <= NOTICE_DAYS).then_some(PlanWarning::RuntimeEndsSoon { until })
    }
}

impl Family {
    /// The family in the words of archives.
    pub const fn to_domain(self) -> RuntimeFamily {
        match self {
            Self::Python => RuntimeFamily::Python,
            Self::Node => RuntimeFamily::Node,
            Self::Provided => RuntimeFamily::Provided,
        }
    }

    /// All families.
    pub const ALL: [Self; 3] = [Self::Python, Self::Node, Self::Provided];

    /// The name in keys of objects.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
            Self::Provided => "provided",
        }
    }

    /// Where a function begins that does not say otherwise.
    pub const fn default_handler(self) -> &'static str {
        match self {
            Self::Python => "app.handler",
            Self::Node => "index.handler",
            Self::Provided => "bootstrap",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn the_end_of_a_runtime_is_known_half_a_year_before() {
        let until = Runtime::Node22.supported_until();
        for (days_left, warned, refused) in
            [(181, false, false), (180, true, false), (0, true, false), (-1, true, true)]
        {
            let day = until - days_left.days();
            assert_eq!(Runtime::Node22.warning_on(day).is_some(), warned, "{day}");
            assert_eq!(Runtime::Node22.problem_on(day).is_some(), refused, "{day}");
        }
    }

    #[test]
    fn names_in_documents_are_those_of_aws() {
        for runtime in Runtime::ALL {
            assert_eq!(serde_json::to_value(runtime).unwrap(), runtime.as_str());
        }
    }
}

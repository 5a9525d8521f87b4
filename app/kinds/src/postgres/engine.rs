//! Supported versions of Aurora PostgreSQL.
//!
//! Source of versions and dates, read in September 2026:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html>.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A version that people may choose: of each major version the newest, and the long-term release.
/// Version 18 joins when AWS names its long-term release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EngineVersion {
    /// 16.8, long-term.
    #[serde(rename = "16.8")]
    V16_8,
    /// 16.14.
    #[serde(rename = "16.14")]
    V16_14,
    /// 17.7, long-term.
    #[serde(rename = "17.7")]
    V17_7,
    /// 17.10.
    #[serde(rename = "17.10")]
    V17_10,
}

impl EngineVersion {
    /// All versions, the one for most people first.
    pub const ALL: [Self; 4] = [Self::V17_7, Self::V17_10, Self::V16_8, Self::V16_14];

    /// The newest long-term release: fixes for years, and no forced upgrade meanwhile.
    pub const DEFAULT: Self = Self::V17_7;

    /// The version as AWS and people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V16_8 => "16.8",
            Self::V16_14 => "16.14",
            Self::V17_7 => "17.7",
            Self::V17_10 => "17.10",
        }
    }

    /// The major version.
    pub const fn major(self) -> u8 {
        match self {
            Self::V16_8 | Self::V16_14 => 16,
            Self::V17_7 | Self::V17_10 => 17,
        }
    }

    /// Whether it is a long-term release
    /// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html>).
    pub const fn is_long_term(self) -> bool {
        matches!(self, Self::V16_8 | Self::V17_7)
    }

    /// The last day of its standard support.
    pub const fn supported_until(self) -> Date {
        match self {
            Self::V16_8 => date(2029, 2, 28),
            Self::V17_7 => date(2030, 2, 28),
            Self::V16_14 | Self::V17_10 => date(2027, 12, 31),
        }
    }

    /// AWS's name of the parameters of its major version.
    pub const fn parameter_family(self) -> &'static str {
        match self.major() {
            16 => "aurora-postgresql16",
            _ => "aurora-postgresql17",
        }
    }
}

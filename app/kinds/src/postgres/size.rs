//! Named sizes of instances.

use serde::{Deserialize, Serialize};

/// How much machine an instance is
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Summary.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// Experiments and small applications; may run at full speed for a part of the time only.
    Small,
    /// Steady work.
    Medium,
    /// Twice the machine of `Medium`.
    Large,
    /// Twice the machine of `Large`.
    Xlarge,
}

impl Size {
    /// All sizes, smallest first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Medium, Self::Large, Self::Xlarge];

    /// The name in documents and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Xlarge => "xlarge",
        }
    }

    /// AWS's name. The Graviton classes: every region that offers Aurora PostgreSQL has them, and they are the cheapest for the work.
    pub const fn instance_class(self) -> &'static str {
        match self {
            Self::Small => "db.t4g.medium",
            Self::Medium => "db.r7g.large",
            Self::Large => "db.r7g.xlarge",
            Self::Xlarge => "db.r7g.2xlarge",
        }
    }

    /// Virtual processors.
    pub const fn virtual_cpus(self) -> u8 {
        match self {
            Self::Small | Self::Medium => 2,
            Self::Large => 4,
            Self::Xlarge => 8,
        }
    }

    /// Memory, in GiB.
    pub const fn memory_gib(self) -> u16 {
        match self {
            Self::Small => 4,
            Self::Medium => 16,
            Self::Large => 32,
            Self::Xlarge => 64,
        }
    }
}

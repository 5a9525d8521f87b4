//! From where a load balancer can be reached.

use serde::{Deserialize, Serialize};

/// From where a load balancer, and what stands behind it, can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// From the internet, for the networks of an allow-list.
    Public,
    /// From inside of the organization's network and of networks connected to it, for those of an allow-list.
    Private,
}

impl Exposure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Public, Self::Private];

    /// The name in documents, the API and names of stacks.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }

    /// AWS's name.
    pub(super) const fn scheme(self) -> &'static str {
        match self {
            Self::Public => "internet-facing",
            Self::Private => "internal",
        }
    }
}

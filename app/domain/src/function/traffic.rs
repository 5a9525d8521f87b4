//! Which versions get the traffic of an alias.

use serde::{Deserialize, Serialize};

/// A share of the traffic, in percent: 0-100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(u8);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything.
    pub const ALL: Self = Self(100);

    /// So many percent; more than 100 is everything.
    pub const fn percent(percent: u8) -> Self {
        if percent > 100 { Self::ALL } else { Self(percent) }
    }

    /// As a number, 0-100.
    pub const fn as_percent(self) -> u8 {
        self.0
    }

    /// So much more; everything at most.
    #[must_use]
    pub const fn plus(self, more: Self) -> Self {
        Self::percent(self.0.saturating_add(more.0))
    }

    /// What is left for the other version.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(100 - self.0)
    }
}

/// Where an alias points: one version, and perhaps another one with a share of the traffic. Numbers are those of Lambda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Traffic {
    /// The version that gets the rest.
    pub version: u64,
    /// The version that is tried, and its share: 1-99 %.
    pub canary: Option<(u64, Share)>,
}

impl Traffic {
    /// Everything goes to one version.
    pub const fn all(version: u64) -> Self {
        Self { version, canary: None }
    }

    /// A share goes to another version. Nothing and everything need no second version.
    pub const fn split(version: u64, canary: u64, share: Share) -> Self {
        match share {
            Share::NONE => Self::all(version),
            Share::ALL => Self::all(canary),
            share if version != canary => Self { version, canary: Some((canary, share)) },
            _ => Self::all(version),
        }
    }

    /// The share of a version.
    pub fn share(&self, version: u64) -> Share {
        match self.canary {
            Some((canary, share)) if canary == version => share,
            Some((_, share)) if self.version == version => share.rest(),
            None if self.version == version => Share::ALL,
            _ => Share::NONE,
        }
    }
}

impl std::fmt::Display for Traffic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.version)?;
        match self.canary {
            Some((canary, share)) => write!(formatter, " + {canary} ({} %)", share.as_percent()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        let split = Traffic::split(3, 4, Share::percent(10));
        assert_eq!(
            (split.share(3), split.share(4), split.share(5)),
            (Share::percent(90), Share::percent(10), Share::NONE)
        );
        assert_eq!(Share::percent(95).plus(Share::percent(10)), Share::ALL);
        assert_eq!(Traffic::split(3, 4, Share::ALL), Traffic::all(4));
        assert_eq!(Traffic::split(3, 4, Share::NONE), Traffic::all(3));
        assert_eq!(Traffic::split(4, 4, Share::percent(10)), Traffic::all(4));
        assert_eq!(Traffic::all(4).share(4), Share::ALL);
        assert_eq!((split.to_string().as_str(), Traffic::all(4).to_string().as_str()), ("3 + 4 (10 %)", "4"));
    }
}

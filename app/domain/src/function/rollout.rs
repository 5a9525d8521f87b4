//! How a new version gets its traffic share by share, and what sends it back.
//!
//! Pure: what is asked of a roll-out, how far it is, and what AWS counted come in; what to do next comes out. See decision 0009.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::guard::{Guards, Trip};
use super::{Series, Share};

/// The share that a version gets first, and by which a linear roll-out grows.
pub const STEP: Share = Share::percent(10);

/// After so long without a word of a person, a roll-out by hand goes back: while it waits, nothing else of the function can be changed.
pub const LONGEST_SILENCE: SignedDuration = SignedDuration::from_hours(24);

/// A gradual roll-out as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollout {
    /// When the share grows.
    pub strategy: Strategy,
    /// What sends the version back.
    pub guards: Guards,
}

/// When the share of a new version grows. It begins with 10 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Strategy {
    /// After this time to everything.
    Canary {
        /// How long it is watched.
        minutes: Minutes,
    },
    /// By 10 % each time.
    Linear {
        /// How long between two shares.
        minutes: Minutes,
    },
    /// When a person says so, to what they say.
    Manual,
}

impl Strategy {
    /// How long it takes when nobody says anything. None where it ends when a person says so.
    pub fn duration(self) -> Option<SignedDuration> {
        let steps = (Share::ALL.as_percent() - STEP.as_percent()).div_ceil(STEP.as_percent());
        match self {
            Self::Canary { minutes } => Some(minutes.duration()),
            Self::Linear { minutes } => Some(minutes.duration() * i32::from(steps)),
            Self::Manual => None,
        }
    }
}

/// A number of minutes: 1-60.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Minutes(u8);

impl Minutes {
    /// The most.
    pub const MAX: u8 = 60;
    /// What is offered for a canary.
    pub const OF_CANARY: [Self; 4] = [Self(5), Self(10), Self(15), Self(30)];
    /// What is offered for a linear roll-out.
    pub const OF_LINEAR: [Self; 4] = [Self(1), Self(2), Self(3), Self(10)];

    /// So many minutes; none when there are less than 1 or more than 60.
    pub const fn new(minutes: u8) -> Option<Self> {
        if minutes >= 1 && minutes <= Self::MAX { Some(Self(minutes)) } else { None }
    }

    /// As a duration.
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.0))
    }
}

impl From<Minutes> for u8 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

impl TryFrom<u8> for Minutes {
    type Error = &'static str;

    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        Self::new(minutes).ok_or("a roll-out waits for 1 to 60 minutes")
    }
}

/// How far a roll-out is. It is written down with every look, so that a server that starts again goes on from here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shifting {
    /// The share that the new version has.
    pub share: Share,
    /// Since when it has that share.
    pub since: Timestamp,
    /// When it got its first share.
    pub began: Timestamp,
    /// What AWS counted since then: of the version before, and of the new one.
    pub series: Vec<Series>,
    /// What sent the version back.
    pub trip: Option<Trip>,
}

impl Shifting {
    /// A version that gets its first share now.
    pub const fn begin(now: Timestamp) -> Self {
        Self { share: STEP, since: now, began: now, series: Vec::new(), trip: None }
    }

    /// When the share grows next. None where a person says so.
    pub fn next_at(&self, strategy: Strategy) -> Option<Timestamp> {
        match strategy {
            Strategy::Canary { minutes } | Strategy::Linear { minutes } => {
                Some(self.since + minutes.duration())
            }
            Strategy::Manual => None,
        }
    }

    /// How far it is at this moment: with the share that is due. `asked` is what a person wants the version to have at least.
    #[must_use]
    pub fn at(&self, strategy: Strategy, asked: Option<Share>, now: Timestamp) -> Self {
        let due = self.next_at(strategy).is_some_and(|due| now >= due);
        let grown = match strategy {
            Strategy::Canary { .. } if due => Share::ALL,
            Strategy::Linear { .. } if due => self.share.plus(STEP),
            _ => self.share,
        };
        let share = grown.max(asked.unwrap_or(Share::NONE));
        if share == self.share { self.clone() } else { Self { share, since: now, ..self.clone() } }
    }

    /// Why a version that waits for a person goes back, if it has waited too long.
    pub fn unanswered(&self, strategy: Strategy, now: Timestamp) -> Option<Trip> {
        let silent = strategy == Strategy::Manual && self.since.duration_until(now) > LONGEST_SILENCE;
        silent.then_some(Trip::Unanswered)
    }
}

#[cfg(test)]
mod tests;

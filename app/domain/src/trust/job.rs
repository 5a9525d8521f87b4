//! What runs.

use serde::{Deserialize, Serialize};

use crate::function::Source;

/// A job of a CI system, in the words of its issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Such as `acme/shop`; the subject of the token where the issuer has no word for it. At most 300 characters.
    pub repository: String,
    /// The commit that it works on, where the issuer tells.
    pub commit: Option<String>,
    /// Where its log is, where that is known.
    pub run: Option<String>,
}

impl Job {
    /// Where a version comes from that it deploys.
    pub fn source(&self) -> Source {
        let Self { repository, commit, run } = self.clone();
        Source::Job { repository, commit, run }
    }
}

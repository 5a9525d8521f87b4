//! What `pv` acts with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A token. It is written to the credentials file and sent to its server, and shown nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Token(String);

impl Token {
    /// A token as the server gave it. Spaces around it come from files.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Whether a CI job acts with it: it sees the functions that it may deploy, and nothing else.
    pub(super) fn is_of_job(&self) -> bool {
        self.0.starts_with("pvj_")
    }

    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(...)")
    }
}

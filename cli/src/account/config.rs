//! `config.toml`: which server, and what commands mean when they are not told.

use serde::{Deserialize, Serialize};

use super::files::{self, Readers};
use crate::failure::Failure;

/// The name of the file.
const FILE: &str = "config.toml";

/// What commands mean when they are not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The address of the server.
    pub(crate) server: Option<String>,
    /// The slug of an organization.
    pub(crate) organization: Option<String>,
    /// The slug of one of its projects.
    pub(crate) project: Option<String>,
    /// The AWS region of what is created, such as `eu-central-1`.
    pub(crate) region: Option<String>,
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// A file that cannot be read, or holds what is not known.
    pub(crate) fn read() -> Result<Self, Failure> {
        files::read(&files::path(FILE)?)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        files::write(&files::path(FILE)?, self, Readers::Usual)
    }
}

//! `credentials.toml`: a token for each server, for the eyes of the user alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::files::{self, Readers};
use crate::api::{ServerAddress, Token};
use crate::failure::Failure;

/// The name of the file.
const FILE: &str = "credentials.toml";

/// The variable with which machines give their token.
const VARIABLE: &str = "PV_TOKEN";

/// The tokens by the address of their server.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    #[serde(default)]
    tokens: BTreeMap<String, Token>,
}

impl Credentials {
    /// Reads the file.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn read() -> Result<Self, Failure> {
        files::read(&files::path(FILE)?)
    }

    /// Writes the file, with mode 0600.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        files::write(&files::path(FILE)?, self, Readers::Owner)
    }

    /// Keeps the token of a server.
    pub(crate) fn keep(&mut self, server: &ServerAddress, token: Token) {
        self.tokens.insert(server.as_str().to_owned(), token);
    }

    /// Forgets the token of a server, and answers with it.
    pub(crate) fn forget(&mut self, server: &ServerAddress) -> Option<Token> {
        self.tokens.remove(server.as_str())
    }

    /// The token for a server: that of the environment, or the one that `pv login` brought.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn token_for(server: &ServerAddress) -> Result<Option<Token>, Failure> {
        match std::env::var(VARIABLE) {
            Ok(text) if !text.trim().is_empty() => Ok(Some(Token::new(&text))),
            _ => Ok(Self::read()?.forget(server)),
        }
    }
}
